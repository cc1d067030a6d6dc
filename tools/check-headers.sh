#!/usr/bin/env bash
# House rule: a stranger can read a header. Each header of src/ opens with a comment that says what it is
# (40 characters at least), has #pragma once, and its namespace is its folder.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0
say() { echo "$1"; bad=1; }
while read -r header; do
  opening=$(awk '!/^\/\// {exit} {print}' "$header")
  [ "${#opening}" -ge 40 ] || say "$header:1: expected to open with a comment paragraph on what this is"
  grep -q '^#pragma once$' "$header" || say "$header:1: expected #pragma once"
  space=assay::$(dirname "${header#src/}" | sed 's|/|::|g')
  grep -qE "^namespace $space(::detail)? \{" "$header" || say "$header:1: expected namespace $space, as its folder"
done < <(find src -name '*.h' | sort)
exit "$bad"
