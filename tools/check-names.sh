#!/usr/bin/env bash
# House rule: no name that belongs to the language. An identifier with two underscores in a row, or one and a
# capital at its start, is the compiler's (only what it predefines may be used: __LINE__, __builtin_…), and
# nothing is added to namespace std. Text in quotes and comments is free.
set -euo pipefail
cd "$(dirname "$0")/.."
folders=()
for folder in src apps bench fuzz tests; do [ ! -d "$folder" ] || folders+=("$folder"); done
bad=0
while IFS= read -r hit; do
  case $hit in *NOLINT*) continue ;; esac
  echo "$hit   <- a name of the language"
  bad=1
done < <(find "${folders[@]}" -name '*.h' -o -name '*.cpp' | sort | xargs grep -nH '' |
         sed -E 's|^([^:]*:[0-9]+:)|\1 |; s|"([^"\\]\|\\.)*"|""|g; s|//.*||' |
         grep -P '\bnamespace std(::\w+)* *\{|^[^:]*:\d+:.*(?<!\w)(_[A-Z]|(?!__(LINE__|FILE__|builtin_|cplusplus|func__|GNUC__|clang__|x86_64__|aarch64__|has_|attribute__|int128))\w*__)\w*' || true)
exit "$bad"
