#!/usr/bin/env bash
# Keeps the documents true: runs the commands that they show and writes what came out back into them.
# Between `<!-- run: COMMAND -->` and `<!-- end -->` stands a transcript: the command behind a `$`, what it
# printed, and its exit code where that is not 0. Between `<!-- insert: COMMAND -->` and `<!-- end -->`
# stands what the command printed, as Markdown. Commands run from the project's root with the programs in
# $ASSAY_BIN (build/release/bin) first in PATH. With --check nothing is written; a difference is shown and
# the script fails. Names of files limit it: tools/regen-docs.sh [--check] [FILE…].
set -euo pipefail
cd "$(dirname "$0")/.."
check=
[ "${1:-}" = --check ] && { check=1; shift; }
files=("$@")
[ "${#files[@]}" -gt 0 ] || mapfile -t files < <(find README.md samples/README.md docs -name '*.md' 2> /dev/null | sort)
bin=$(cd "${ASSAY_BIN:-build/release/bin}" && pwd)
# What the documents' commands refer to: the reference that the demo learns.
mkdir -p build/demo
"$bin/assay" learn samples/fleet/node-0{1..5} --name golden-five -o build/demo/reference.toml 2> /dev/null
export PATH=$bin:$PATH NO_COLOR=1 LC_ALL=C.UTF-8 TZ=UTC COLUMNS=100

# Documents speak of what the demo leaves in build/demo.
[ ! -x tools/demo.sh ] || ASSAY_BIN=$bin tools/demo.sh > /dev/null 2>&1 || { echo "regen-docs: tools/demo.sh failed" >&2; exit 1; }

transcript() { # COMMAND
  local out code=0
  out=$(bash -c "$1" 2>&1 < /dev/null) || code=$?
  printf '```console\n$ %s\n' "$1"
  [ -z "$out" ] || printf '%s\n' "$out"
  [ "$code" -eq 0 ] || printf '[exit code %d]\n' "$code"
  printf '```\n'
}

regenerate() { # FILE
  local line inside=
  while IFS= read -r line || [ -n "$line" ]; do
    if [ -n "$inside" ]; then
      [ "$line" = '<!-- end -->' ] || continue
      inside=
    fi
    printf '%s\n' "$line"
    if [[ $line =~ ^'<!-- run: '(.+)' -->'$ ]]; then
      transcript "${BASH_REMATCH[1]}"
      inside=1
    elif [[ $line =~ ^'<!-- insert: '(.+)' -->'$ ]]; then
      bash -c "${BASH_REMATCH[1]}" < /dev/null || { echo "$1: failed: ${BASH_REMATCH[1]}" >&2; return 1; }
      inside=1
    fi
  done < "$1"
  [ -z "$inside" ] || { echo "$1: a marker without its <!-- end -->" >&2; return 1; }
}

bad=0
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
for file in "${files[@]}"; do
  grep -qE '^<!-- (run|insert): .+ -->$' "$file" || continue
  regenerate "$file" > "$fresh" || { bad=1; continue; }
  cmp -s "$file" "$fresh" && continue
  if [ -n "$check" ]; then
    echo "$file:1: does not show what the program prints; run make docs"
    diff -u "$file" "$fresh" | head -40 || true
    bad=1
  else
    cat "$fresh" > "$file"
    echo "$file: renewed"
  fi
done
exit "$bad"
