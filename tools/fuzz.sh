#!/usr/bin/env bash
# Runs libFuzzer targets from build/fuzz/bin for FUZZ_SECONDS each, as many at once as there are cores:
# tools/fuzz.sh [fuzz_NAME…], all of them without a name. Starts from the committed seeds and what
# earlier runs found (build/fuzz/corpus/NAME). An input that breaks a target stays in
# build/fuzz/crashes/ and the script fails.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-30}
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
  if "build/fuzz/bin/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
       -print_final_stats=1 -artifact_prefix="build/fuzz/crashes/$name-" "$corpus" $seeds > "$log" 2>&1; then
    local runs
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$name: $runs inputs in $seconds s, $(ls "$corpus" | wc -l) kept, nothing found"
  else
    echo "$name: FAILED"
    grep -vE '^(#|INFO|NEW_FUNC|stat::)' "$log" | tail -40
    return 1
  fi
}
export -f one
export seconds
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one {}'
