#!/usr/bin/env bash
# Runs the packaged gateway with the recipe 'prefect' beside a real Prefect server, publishes a run event, calls a webhook, and
# shows both events as the server's own API gives them back. Run it by hand after 'mvn package':
#   src/test/scripts/prefect_server.sh
# Prefect is installed into $PREFECT_VENV, or else below ~/.cache. Where Python or the package is not to be had, it says that
# it was skipped and succeeds.
set -euo pipefail
cd "$(dirname "$0")/../../.."

jar=target/waystation.jar
venv=${PREFECT_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/waystation/prefect-venv}
login=admin:prefect-test-password
skipped() { echo "skipped: $*"; exit 0; }
failed() { echo "failed: $*" >&2; tail -n 20 "$work"/*.log >&2; exit 1; }

[ -f "$jar" ] || { echo "there is no $jar: run 'mvn -DskipTests package' first" >&2; exit 1; }
command -v python3 > /dev/null || skipped "there is no python3"
command -v curl > /dev/null || skipped "there is no curl"
if [ ! -x "$venv/bin/prefect" ]; then
  python3 -m venv "$venv" 2> /dev/null || skipped "python3 cannot make a virtual environment"
  # Prefect 3.8 hands its server's settings to FastAPI in a way that later versions refuse.
  timeout 600 "$venv/bin/pip" install --quiet prefect 'fastapi<0.143' 2> /dev/null ||
    skipped "the package prefect cannot be installed"
fi

work=$(mktemp -d)
gateway='' server=''
stop() {
  for process in $gateway $server; do
    kill "$process" 2> /dev/null && wait "$process" 2> /dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
wait_for() { # what, seconds, command and its arguments
  local what=$1 seconds=$2
  shift 2
  for ((i = 0; i < seconds; i++)); do
    if "$@" > /dev/null 2>&1; then return; fi
    sleep 1
  done
  failed "$what: not within $seconds s"
}

# A server of one's own, with a login.
prefect=http://127.0.0.1:$(free_port)
PREFECT_HOME=$work/prefect PREFECT_SERVER_API_AUTH_STRING=$login PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 \
  "$venv/bin/prefect" server start --host 127.0.0.1 --port "${prefect##*:}" --no-ui > "$work/server.log" 2>&1 &
server=$!

# The gateway, as docs/recipes.md says.
cp -r routes "$work/routes"
sed -e 's/# parameters:/parameters:/' -e 's/#   auth:/  auth:/' \
  routes/prefect.camel.yaml.example > "$work/routes/prefect.camel.yaml"
base=http://127.0.0.1:$(free_port)
token=prefect-test-token
wait_for "the Prefect server" 120 curl -fsS "$prefect/api/health"
WAYSTATION_PORT=${base##*:} WAYSTATION_API_TOKEN=$token WAYSTATION_DATA_DIR=$work/data WAYSTATION_ROUTES=$work/routes \
  PREFECT_API_URL=$prefect/api PREFECT_API_AUTH_STRING=$login java -jar "$jar" > "$work/gateway.log" 2>&1 &
gateway=$!
wait_for "the gateway" 60 curl -fsS "$base/health"

call() { # path, JSON
  curl -sS -w '\n%{http_code}' "$base$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d "$2"
}
wanted=dbt.job.123
published=$(call /api/v3/accounts/1/webhooks/events '{"eventType": "job.run.errored", "timestamp": "'"$(date -u +%FT%TZ)"'",
  "data": {"jobId": "123", "jobName": "nightly", "runId": "4711", "runStatus": "Errored", "runStatusCode": 20}}')
[[ $published == *$'\n202' ]] || failed "the run event was not accepted: $published"

# The management of webhooks may not be there yet in an older gateway.
made=$(call /api/accounts/00000000-0000-0000-0000-000000000001/workspaces/00000000-0000-0000-0000-000000000001/webhooks/ \
  '{"name": "models", "template": "{\"event\": \"model.refreshed\", \"resource\": {\"prefect.resource.id\": {{ body.model|tojson }}}, \"payload\": {{ body|tojson }}}"}')
if [[ $made == *$'\n201' ]]; then
  slug=$(python3 -c 'import json, sys; print(json.loads(sys.argv[1])["slug"])' "${made%$'\n'*}")
  status=$(curl -sS -o "$work/answer" -w '%{http_code}' "$base/hooks/$slug" -H 'Content-Type: application/json' \
    -d '{"model": "model.orders", "rows": 12, "note": "żółw & <b>"}')
  [ "$status" = 204 ] || failed "the webhook answered $status"
  wanted="$wanted model.orders"
elif [[ $made == *$'\n404' ]]; then
  echo "skipped: a received event, because this gateway has no API of webhooks"
else
  failed "the webhook was not made: $made"
fi

# The server stores what it took in after up to five seconds.
shown() {
  curl -fsS -u "$login" "$prefect/api/events/filter" -H 'Content-Type: application/json' \
    -d '{"filter": {"event": {"exclude_prefix": ["prefect."]}}, "limit": 50}' > "$work/events.json"
  python3 - "$work/events.json" $wanted << 'PYTHON'
import json, sys
events = json.load(open(sys.argv[1]))["events"]
found = [event["resource"]["prefect.resource.id"] for event in events]
sys.exit(any(found.count(wanted) != 1 for wanted in sys.argv[2:]))
PYTHON
}
wait_for "the events in the Prefect server" 60 shown
"$venv/bin/prefect" version 2> /dev/null | sed -n 's/^Version: */Prefect server /p'
python3 - "$work/events.json" << 'PYTHON'
import json, sys
for event in json.load(open(sys.argv[1]))["events"]:
    print(json.dumps({key: event[key] for key in ("event", "id", "occurred", "resource", "related", "payload")}, indent=2))
PYTHON
echo "ok: the Prefect server has $wanted, each once"
