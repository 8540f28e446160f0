#!/usr/bin/env bash
# What the gateway's builds cost: publishes each kind, then starts them in turn; writes results/footprint.md. Some eight minutes, most of them building.
#   loadtests/footprint.sh [--builds jit,r2r,aot] [--rounds 5] [--warmup 30] [--built]      --built: those of the last run
# Native AOT needs clang (or gcc), and zlib's headers.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in loadtests/Upstream loadtests/Client loadtests/Scenarios; do
  dotnet build "$project" -c Release -v quiet -nologo -clp:ErrorsOnly
done
to=loadtests/.cache/builds
case "$(uname -m)" in aarch64) rid=linux-arm64;; *) rid=linux-x64;; esac
publish() { dotnet publish src/GbGateway -c Release -v quiet -nologo -clp:ErrorsOnly -p:PublishDocumentationFiles=false -o "$to/$1" "${@:2}"; }
if [[ " $* " != *" --built "* ]]; then
  publish jit -r "$rid" --no-self-contained -p:UseAppHost=false
  publish r2r -r "$rid" --self-contained -p:PublishTrimmed=true -p:PublishReadyToRun=true
  publish aot -r "$rid" -p:PublishAot=true
fi
exec dotnet loadtests/Scenarios/bin/Release/net10.0/gbgateway-load-scenarios.dll --root . --footprint "$@"
