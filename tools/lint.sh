#!/usr/bin/env bash
# House rules (every tools/check-*.sh), then clang-format-19 and clang-tidy-19 on the files that changed
# against where this work left origin/main (else the last commit), or on all with --all. A changed header
# is seen through its own source, or the first that includes it. clang-tidy starts no further file after
# LINT_SECONDS (360; no limit with --all) and says how many it did not reach: src/ comes first, in an order
# that the commit shuffles, so that after a huge change the next ones reach others.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

echo "lint: house rules"
cmake --preset tidy --log-level=NOTICE > /dev/null
for check in tools/check-*.sh; do
  "$check" || { echo "lint: $check failed"; failed=1; }
done
for script in tools/*.sh deps/*.sh .ci/run; do bash -n "$script" || failed=1; done

sources() { git ls-files -co --exclude-standard 'src/*' 'apps/*' 'tests/*' 'fuzz/*' 'bench/*' | grep -E '\.(h|cpp)$' |
            grep -v '^tests/compile_fail/'; }
if [ "${1:-}" = --all ]; then
  mapfile -t changed < <(sources)
else
  base=$(git merge-base HEAD origin/main 2> /dev/null || true)
  [ -n "$base" ] && [ "$base" != "$(git rev-parse HEAD)" ] || base=$(git rev-parse -q --verify HEAD~1 || git hash-object -t tree /dev/null)
  mapfile -t changed < <({ git diff --name-only --diff-filter=d "$base"; git ls-files -o --exclude-standard; } |
                         sort -u | grep -Fxf <(sources) || true)
fi

echo "lint: layout of ${#changed[@]} files"
if [ "${#changed[@]}" -gt 0 ]; then
  printf '%s\0' "${changed[@]}" | xargs -0 clang-format-19 --dry-run -Werror 2>&1 |
    { grep -E 'error:' || true; } | sed 's/code should be clang-formatted.*/run make format/' | sort -u -t: -k1,1 > build/tidy/layout.txt
  if [ -s build/tidy/layout.txt ]; then cat build/tidy/layout.txt; failed=1; fi
fi

# The translation units behind the changed files that the build knows.
units() {
  local file unit
  for file in "${changed[@]}"; do
    case $file in
      *.cpp) echo "$file" ;;
      src/*.h)
        unit=${file%.h}.cpp
        [ -f "$unit" ] || unit=$(grep -rlF "#include \"${file#src/}\"" src apps --include='*.cpp' | sort | head -1)
        [ -z "$unit" ] || echo "$unit" ;;
    esac
  done | sort -u | while read -r unit; do
    grep -qF "/$unit\"" build/tidy/compile_commands.json && echo "$unit"
  done
}
commit=$(git rev-parse HEAD 2> /dev/null || echo none)
shuffled() { sort -R --random-source=<(while :; do echo "$commit"; done); }
mapfile -t found < <(units || true)
mapfile -t tidy < <(printf '%s\n' "${found[@]}" | { grep '^src/' || true; } | shuffled
                    printf '%s\n' "${found[@]}" | { grep -v '^src/' || true; } | sed '/^$/d' | shuffled)
echo "lint: clang-tidy on ${#tidy[@]} files"
until=$(($(date +%s) + ${LINT_SECONDS:-360}))
[ "${1:-}" != --all ] || until=
one() { # UNTIL UNIT: after UNTIL the unit is only written down
  if [ -n "$1" ] && [ "$(date +%s)" -ge "$1" ]; then echo "$2" >> build/tidy/skipped; return 0; fi
  clang-tidy-19 -p build/tidy --quiet "$2" 2>> build/tidy/tidy.err
}
export -f one
rm -f build/tidy/skipped build/tidy/tidy.err
if [ "${#tidy[@]}" -gt 0 ]; then
  printf '%s\0' "${tidy[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'one "$1" "$2"' _ "$until" {} || failed=1
  [ ! -f build/tidy/skipped ] || echo "lint: clang-tidy did NOT look at $(wc -l < build/tidy/skipped) of" \
    "${#tidy[@]} files (LINT_SECONDS=${LINT_SECONDS:-360} were over); make lint-all looks at every file"
fi
exit "$failed"
