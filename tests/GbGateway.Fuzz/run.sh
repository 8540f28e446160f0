#!/usr/bin/env bash
# Fuzzes one target with AFL++ and SharpFuzz:  run.sh FORMAT [SECONDS] [FILE...]
# FORMAT: png jpeg webp gif iso tiff xmp verify. FILEs are further inputs to begin with; without them, only what our own generators make.
# GBGATEWAY_FUZZ: where it works and leaves what it found (default: a folder in $TMPDIR). Exit code 1 if there are findings.
set -euo pipefail
format="${1:?FORMAT}"
seconds="${2:-600}"
shift $(($# < 2 ? $# : 2))
here="$(cd "$(dirname "$0")" && pwd)"
work="${GBGATEWAY_FUZZ:-${TMPDIR:-/tmp}/gbgateway-fuzz}"
run="$work/$format"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p "$work"

# 1. The fuzzer, and the tool that writes its counters into our code.
command -v afl-fuzz >/dev/null || apt-get install -y -qq --no-install-recommends afl++ >"$work/apt.log" 2>&1
[[ -x "$work/tools/sharpfuzz" ]] || dotnet tool install --tool-path "$work/tools" SharpFuzz.CommandLine --version 2.3.0 >"$work/tool.log"

# 2. A copy of the build, its labels instrumented.
rm -rf "$run"
mkdir -p "$run"
dotnet build "$here" -c Release -v q -nologo >"$run/build.log" || { cat "$run/build.log"; exit 2; }
cp -r "$here/bin/Release/net10.0" "$run/plain"
cp -r "$run/plain" "$run/program"
"$work/tools/sharpfuzz" "$run/program/GbGateway.Labels.dll"

# 3. What it begins with. The program as built, not the instrumented one, which runs under the fuzzer only.
dotnet "$run/plain/GbGateway.Fuzz.dll" seeds "$format" "$run/seeds" "$@"

# 4. The run. A machine shared with others is slow, so a hang is what takes ten seconds.
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FAST_CAL=1 AFL_DISABLE_TRIM=1 AFL_FORKSRV_INIT_TMOUT=60000 \
  afl-fuzz -V "$seconds" -i "$run/seeds" -o "$run/out" -t 10000 -m none -- dotnet "$run/program/GbGateway.Fuzz.dll" "$format" >"$run/afl.log" 2>&1 ||
  { tail -20 "$run/afl.log"; exit 2; }

# 5. What came of it; every finding once more, in the program as built, to say what it breaks.
stats="$run/out/default/fuzzer_stats"
value() { sed -n "s/^$1 *: *//p" "$stats"; }
echo "$format: $(value execs_done) executions in $(value run_time) s, $(value corpus_count) inputs kept of $(find "$run/seeds" -type f | wc -l) to begin with," \
  "$(value saved_crashes) findings, $(value saved_hangs) hangs, in $run/out/default"
mapfile -t found < <(find "$run/out/default/crashes" "$run/out/default/hangs" -type f -name 'id*')
((${#found[@]} == 0)) || { dotnet "$run/plain/GbGateway.Fuzz.dll" "$format" "${found[@]}" || true; exit 1; }
