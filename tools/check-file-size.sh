#!/usr/bin/env bash
# House rule: a source file holds one idea. Over 600 lines it is asked to split; a file that is one long
# table may stay, listed in tools/file-size-exempt.txt as `PATH  reason`.
set -euo pipefail
cd "$(dirname "$0")/.."
exempt=tools/file-size-exempt.txt
bad=0
while read -r lines file; do
  [ "$lines" -gt 600 ] || continue
  grep -qE "^$file +[a-zA-Z]" "$exempt" && continue
  echo "$file:601: $lines lines; split it, or list it with a reason in $exempt"
  bad=1
done < <(find src apps \( -name '*.h' -o -name '*.cpp' \) -exec wc -l {} + | grep -v ' total$')
while read -r file _; do
  [ -f "$file" ] || { echo "$exempt:1: $file does not exist any more"; bad=1; }
done < <(grep -v '^#' "$exempt" || true)
exit "$bad"
