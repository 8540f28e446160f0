#!/usr/bin/env bash
# The comparison in one command: builds, lets the proxies take turns, writes results/NAME.json, .md and .svg. Some eight minutes.
#   loadtests/run.sh [--proxies yarp,gbgateway] [--scenarios json-2k,sse-64] [--rounds 2] [--seconds 3] [--name latest] [--add]
# README.md tells what is measured and how. Needs Linux with taskset; nginx, haproxy and node where they are to be compared.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/GbGateway loadtests/Upstream loadtests/Client loadtests/Proxies loadtests/Probe loadtests/Scenarios; do
  dotnet build "$project" -c Release -v quiet -nologo -clp:ErrorsOnly
done
# Portkey, the one rival gateway that a package registry serves; these versions of its server, or its streams fail.
portkey=loadtests/.cache/portkey
if [[ ! -d "$portkey/node_modules" ]] && command -v npm >/dev/null; then
  mkdir -p "$portkey"
  echo '{"private":true,"dependencies":{"@portkey-ai/gateway":"^1.9.0","@hono/node-server":"1.13.5","hono":"4.9.7"},"overrides":{"@hono/node-server":"1.13.5","hono":"4.9.7"}}' > "$portkey/package.json"
  (cd "$portkey" && timeout 240 npm install --ignore-scripts --no-audit --no-fund >install.log 2>&1) || { echo "Portkey could not be installed; left out"; rm -rf "$portkey/node_modules"; }
fi
exec dotnet loadtests/Scenarios/bin/Release/net10.0/gbgateway-load-scenarios.dll --root . "$@"
