#!/usr/bin/env bash
# Drives the packaged gateway with dbtc, a dbt Cloud client in use, as its users install it. Run it by hand after
# 'mvn package':  src/test/scripts/dbtc_client.sh
# Says what it saw. Where Python or the package is not to be had, it says that it was skipped and succeeds.
set -euo pipefail
cd "$(dirname "$0")/../../.."

jar=target/waystation.jar
venv=target/dbtc-venv
skipped() { echo "skipped: $*"; exit 0; }

[ -f "$jar" ] || { echo "there is no $jar: run 'mvn -DskipTests package' first" >&2; exit 1; }
command -v python3 > /dev/null || skipped "there is no python3"
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv" 2> /dev/null || skipped "python3 cannot make a virtual environment"
fi
# dbtc asks for an old numpy, which newer versions of its own dependency pyarrow refuse.
"$venv/bin/python" -c 'import dbtc' 2> /dev/null ||
  timeout 300 "$venv/bin/pip" install --quiet dbtc 'pyarrow<21' 2> /dev/null ||
  skipped "the package dbtc cannot be installed"

data=$(mktemp -d)
trap 'kill "$gateway" 2> /dev/null || true; wait "$gateway" 2> /dev/null || true; rm -rf "$data"' EXIT
port=$("$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export WAYSTATION_PORT=$port WAYSTATION_API_TOKEN=dbtc-test-token WAYSTATION_DATA_DIR=$data WAYSTATION_ACCOUNTS=123
java -jar "$jar" > "$data/log" 2>&1 &
gateway=$!
timeout 120 "$venv/bin/python" src/test/scripts/dbtc_client.py "127.0.0.1:$port" "$WAYSTATION_API_TOKEN" ||
  { status=$?; tail -n 20 "$data/log" >&2; exit "$status"; }
