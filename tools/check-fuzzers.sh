#!/usr/bin/env bash
# House rule: every parser has a fuzzer. A header of src/formats that declares a parse_* or read_* function
# over a bytes::Reader must be reached from a fuzz/fuzz_*.cpp: included by it (or named in a comment there),
# or included in turn by a header or source of the same folder that is.
set -euo pipefail
cd "$(dirname "$0")/.."

# Headers of src/formats that the fuzzers name, and from these on, within a folder, what they include.
declare -A reached=()
queue=()
while read -r header; do queue+=("$header"); done < <(grep -ohE 'formats/[a-z0-9_/]+\.h' fuzz/fuzz_*.cpp | sort -u)
while [ "${#queue[@]}" -gt 0 ]; do
  header=${queue[0]}
  queue=("${queue[@]:1}")
  [ -z "${reached[$header]:-}" ] && [ -f "src/$header" ] || continue
  reached[$header]=1
  folder=$(dirname "$header")
  sources=("src/$header")
  [ -f "src/${header%.h}.cpp" ] && sources+=("src/${header%.h}.cpp")
  while read -r next; do queue+=("$next"); done < <(grep -ohE "\"$folder/[a-z0-9_]+\.h\"" "${sources[@]}" | tr -d '"' | sort -u)
done

bad=0
while read -r file; do
  header=${file#src/}
  tr '\n' ' ' < "$file" | grep -qE '(parse|read)_[a-z0-9_]+\( *(bytes::)?Reader' || continue
  [ -n "${reached[$header]:-}" ] && continue
  line=$(grep -nE '(parse|read)_[a-z0-9_]+\(' "$file" | head -1 | cut -d: -f1)
  echo "$file:$line: no fuzzer reaches this parser; include \"$header\" in a fuzz/fuzz_*.cpp"
  bad=1
done < <(find src/formats -name '*.h' | sort)
exit "$bad"
