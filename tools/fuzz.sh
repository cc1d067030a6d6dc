#!/usr/bin/env bash
# Runs libFuzzer targets from build/fuzz/bin, as many at once as there are cores: tools/fuzz.sh [fuzz_NAME…],
# all of them without a name. Each ends after FUZZ_RUNS inputs (100,000; -1: no end) or FUZZ_SECONDS (60),
# whichever comes first, and says so where the time did not suffice for the inputs. Starts from the committed seeds and what
# earlier runs found (build/fuzz/corpus/NAME). An input that breaks a target stays in
# build/fuzz/crashes/ and the script fails.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-60}
wanted=${FUZZ_RUNS:-100000}
targets=("$@")
if [ "${#targets[@]}" -eq 0 ]; then
  for source in fuzz/fuzz_*.cpp; do targets+=("$(basename "$source" .cpp)"); done
fi
mkdir -p build/fuzz/crashes

one() {
  local name=$1 corpus=build/fuzz/corpus/$1 seeds=fuzz/seeds/${1#fuzz_} log=build/fuzz/$1.log
  mkdir -p "$corpus"
  [ -d "$seeds" ] || seeds=
  # shellcheck disable=SC2086  # an absent seed folder is no argument
  if "build/fuzz/bin/$name" -runs="$wanted" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
       -print_final_stats=1 -artifact_prefix="build/fuzz/crashes/$name-" "$corpus" $seeds > "$log" 2>&1; then
    local runs short=
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    [ "$runs" -ge "$wanted" ] || short=" ($wanted were wanted; the $seconds s were over)"
    echo "$name: $runs inputs$short, $(ls "$corpus" | wc -l) kept, nothing found"
  else
    echo "$name: FAILED"
    grep -vE '^(#|INFO|NEW_FUNC|stat::)' "$log" | tail -40
    return 1
  fi
}
export -f one
export seconds wanted
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one {}'
