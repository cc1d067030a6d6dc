#!/usr/bin/env bash
# House rule: a folder of src/ includes only itself and what its line in src/CMakeLists.txt reaches through
# USES. CMake refuses an upward USES; this refuses an include that has no USES behind it, which the
# shared include path would otherwise let through. apps/ may include any layer.
set -euo pipefail
cd "$(dirname "$0")/.."
{ sed 's/#.*//' src/CMakeLists.txt | tr '\n' ' ' | grep -oE 'assay_layer\([^)]*\)'  # one layer a line
  find src -name '*.h' -o -name '*.cpp' | sort | xargs grep -nE '^#include "' || true ; } | awk '
  /^assay_layer\(/ {
    gsub(/assay_layer\(|\)/, "")
    n = split($0, word, " ")
    layer[word[2]] = word[1]
    reach[word[1], word[1]] = 1
    using = 0
    for (i = 3; i <= n; ++i) {
      if (word[i] == "USES") { using = 1; continue }
      if (word[i] == "LINKS") { using = 0; continue }
      if (!using) continue
      for (key in reach) {  # every layer that the used one reaches; declared before, so complete
        split(key, pair, SUBSEP)
        if (pair[1] == word[i]) reach[word[1], pair[2]] = 1
      }
    }
    next
  }
  {
    split($0, at, ":")
    file = at[1]; line = at[2]
    match($0, /"[^"]*"/)
    target = substr($0, RSTART + 1, RLENGTH - 2)
    from = layer_of(substr(file, 5)); to = layer_of(target)
    if (from == "") { printf "%s:%s: its folder is no layer of src/CMakeLists.txt\n", file, line; bad = 1 }
    else if (to == "") { printf "%s:%s: \"%s\" is in no layer of src/CMakeLists.txt\n", file, line, target; bad = 1 }
    else if (!((from, to) in reach)) {
      printf "%s:%s: layer %s may not include \"%s\": its USES do not reach %s\n", file, line, from, target, to
      bad = 1
    }
  }
  function layer_of(path) {
    sub(/\/[^\/]*$/, "", path)
    return path in layer ? layer[path] : ""
  }
  END { exit bad }'
