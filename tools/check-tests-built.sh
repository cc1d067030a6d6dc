#!/usr/bin/env bash
# House rule: a test that is not built does not exist. Every tests/**/*_test.cpp must stand in the build's
# compile_commands.json; a new folder of tests without its assay_unit() line would be silent otherwise.
# tools/check-tests-built.sh [BUILD_DIR]; without one, the first of build/dev, build/tidy, build/asan.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-}
for dir in build/dev build/tidy build/asan; do
  [ -n "$build" ] || { [ -f "$dir/compile_commands.json" ] && build=$dir; } || true
done
commands=$build/compile_commands.json
[ -f "$commands" ] || { echo "check-tests-built: no compile_commands.json; run cmake --preset dev first" >&2; exit 2; }
bad=0
while read -r test; do
  grep -qF "/$test\"" "$commands" || { echo "$test:1: not part of the build: give its folder an assay_unit() line"; bad=1; }
done < <(find tests -name '*_test.cpp' | sort)
exit "$bad"
