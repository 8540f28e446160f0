#!/usr/bin/env bash
# Where the processor time of a request goes: samples proxies at saturation with perf and writes the tables of PROFILE.md. Some three minutes a scenario.
#   loadtests/profile.sh [--proxies yarp,gbgateway,gbgateway-ledger] [--scenarios json-2k,sse-64] [--seconds 10]
# Needs perf (Debian: linux-perf), and root or kernel.perf_event_paranoid of 1 and less; without it, it says so and writes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v perf >/dev/null || { echo "no perf: on Debian apt-get install linux-perf" >&2; exit 1; }
for project in src/GbGateway loadtests/Upstream loadtests/Client loadtests/Proxies loadtests/Scenarios; do
  dotnet build "$project" -c Release -v quiet -nologo -clp:ErrorsOnly
done
exec dotnet loadtests/Scenarios/bin/Release/net10.0/gbgateway-load-scenarios.dll --root . --profile "$@"
