#!/usr/bin/env bash
# Drives the packaged gateway with 'prefect cloud webhook', the command line of Prefect as its users install it, and then
# forwards a received event to a real Prefect server. Run it by hand after 'mvn package':
#   src/test/scripts/prefect_cloud_cli.sh
# Says what it saw. Where Python or the package is not to be had, it says that it was skipped and succeeds.
set -euo pipefail
cd "$(dirname "$0")/../../.."

jar=target/waystation.jar
venv=target/prefect-venv
skipped() { echo "skipped: $*"; exit 0; }
failed() { echo "failed: $*" >&2; tail -n 20 "$data"/*.log >&2; exit 1; }

[ -f "$jar" ] || { echo "there is no $jar: run 'mvn -DskipTests package' first" >&2; exit 1; }
command -v python3 > /dev/null || skipped "there is no python3"
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv" 2> /dev/null || skipped "python3 cannot make a virtual environment"
fi
# Newer versions of FastAPI no longer take what Prefect's server passes to them.
[ -x "$venv/bin/prefect" ] ||
  timeout 600 "$venv/bin/pip" install --quiet prefect 'fastapi<0.143' 2> /dev/null ||
  skipped "the package prefect cannot be installed"

data=$(mktemp -d)
gateway= server=
trap 'for p in $gateway $server; do kill "$p" 2> /dev/null && wait "$p" 2> /dev/null || true; done; rm -rf "$data"' EXIT
free_port() {
  "$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
await() { # what, command…
  local what=$1
  shift
  for _ in $(seq 240); do
    "$@" > /dev/null 2>&1 && return
    for p in $gateway $server; do kill -0 "$p" 2> /dev/null || break 2; done
    sleep 0.5
  done
  failed "$what"
}
# The value at a path such as 0.slug in the JSON of the standard input.
at() {
  "$venv/bin/python" -c 'import json, sys
value = json.load(sys.stdin)
for step in sys.argv[1].split("."): value = value[int(step) if step.isdigit() else step]
print(value if isinstance(value, str) else json.dumps(value))' "$1"
}

port=$(free_port)
export WAYSTATION_PORT=$port WAYSTATION_API_TOKEN=prefect-test-token WAYSTATION_DATA_DIR=$data/gateway
java -jar "$jar" > "$data/gateway.log" 2>&1 &
gateway=$!
base=http://127.0.0.1:$port
await "the gateway is not ready" curl -fsS "$base/health"

# What a user of the command line sets.
export PREFECT_HOME=$data/prefect PREFECT_API_KEY=$WAYSTATION_API_TOKEN NO_COLOR=1 COLUMNS=200
export PREFECT_API_URL=$base/api/accounts/00000000-0000-0000-0000-000000000001/workspaces/1f7b2a10-2222-4333-8444-555566667777
webhook() { "$venv/bin/prefect" cloud webhook "$@" < /dev/null; }
says() { # expected text, command…
  local expected=$1 output
  shift
  output=$("$@" 2>&1) || true
  case $output in
    *"$expected"*) echo "ok: ${*:1:3}: $expected" ;;
    *) failed "'$*' did not say '$expected' but: $output" ;;
  esac
}
field() { webhook get "$id" -o json | at "$1"; }

template='{"event": "model.refreshed", "resource": {"prefect.resource.id": {{ ("models." ~ body.model)|tojson }}}}'
says "Successfully created webhook models" webhook create models -d "of the team" -t "$template"
listed=$(webhook ls -o json)
id=$(echo "$listed" | at 0.id)
[ "$(echo "$listed" | at 0.template)" = "$template" ] || failed "ls shows another template: $listed"
says "$id" webhook ls
says "models" webhook get "$id"
[ "$(field description)" = "of the team" ] || failed "get shows another description"

old=$(echo "$listed" | at 0.slug)
call() { curl -sS -o /dev/null -w '%{http_code}' -d model=recommendations "$base/hooks/$1"; }
[ "$(call "$old")" = 204 ] || failed "the webhook does not answer 204"

says "Webhook is now disabled" webhook toggle "$id"
[ "$(call "$old")" = 404 ] || failed "a disabled webhook answers"
says "Successfully updated webhook $id" webhook update "$id" -n renamed
[ "$(field enabled)" = false ] || failed "an update by the command line switched the webhook on"
[ "$(field name)" = renamed ] && [ "$(field description)" = "of the team" ] || failed "the update did not arrive"
says "Webhook is now enabled" webhook toggle "$id"

rotate() { echo y | "$venv/bin/prefect" cloud webhook rotate "$id"; }
says "Successfully rotated webhook URL to" rotate
new=$(field slug)
[ "$new" != "$old" ] && [ "$(call "$old")" = 404 ] && [ "$(call "$new")" = 204 ] || failed "the rotation did not count"

says "422" webhook create broken -t '{% if %}'
[ "$(webhook ls -o json | "$venv/bin/python" -c 'import json, sys; print(len(json.load(sys.stdin)))')" = 1 ] ||
  failed "a broken template made a webhook"
wrong_key() { PREFECT_API_KEY=wrong webhook ls; }
says "nauthorized" wrong_key

# A subscription to the webhook's events, whose endpoint is the events API of Prefect's own server.
server_port=$(free_port)
api=http://127.0.0.1:$server_port/api
env -u PREFECT_API_URL -u PREFECT_API_KEY PREFECT_SERVER_ANALYTICS_ENABLED=false \
  "$venv/bin/prefect" server start --host 127.0.0.1 --port "$server_port" > "$data/server.log" 2>&1 &
server=$!
await "Prefect's server is not ready" curl -fsS "$api/health"
curl -fsS -o /dev/null -H "Authorization: Token $WAYSTATION_API_TOKEN" -H 'Content-Type: application/json' \
  "$base/api/v3/accounts/1/webhooks/subscriptions" -d @- << BODY
{"name": "prefect", "client_url": "$api/events", "event_types": ["model.refreshed"],
 "template": "[{{ body|tojson }}]", "signature": "none", "active": true}
BODY
[ "$(call "$new")" = 204 ] || failed "the webhook does not answer 204"
forwarded() {
  curl -fsS -H 'Content-Type: application/json' "$api/events/filter" \
    -d '{"filter": {"event": {"name": ["model.refreshed"]}, "resource": {"id": ["models.recommendations"]}}}' |
    grep -q "prefect-cloud.webhook.$id"
}
await "the event is not in Prefect's events API" forwarded
echo "ok: Prefect's server has the event, with the webhook as a related resource"

says "Successfully deleted webhook $id" webhook delete "$id"
says "not found" webhook delete "$id"
[ "$(call "$new")" = 404 ] || failed "a deleted webhook answers"
echo "all of it works with $("$venv/bin/prefect" --version)"
