#!/usr/bin/env bash
# House rule: raw bytes are touched only in src/bytes. Anywhere else in src/ and apps/, reinterpret_cast,
# memcpy and its kin, malloc and its kin, pointers moved past data(), and bytes::detail are refused: each
# has been the start of somebody's buffer overflow. A line that must break the rule says
# `NOLINT(raw-bytes): why` itself or in the line above. The end pointer `x.data() + x.size()` is allowed,
# since std::from_chars wants it.
set -euo pipefail
cd "$(dirname "$0")/.."
find src apps -name '*.h' -o -name '*.cpp' | grep -v '^src/bytes/' | sort | xargs awk '
  FNR == 1 { above = "" }
  {
    code = $0
    sub(/\/\/.*/, "", code)
    while (match(code, /[A-Za-z_0-9]+(\.|->)data\(\) \+ [A-Za-z_0-9]+(\.|->)size\(\)/)) {
      pair = substr(code, RSTART, RLENGTH)
      split(pair, side, / \+ /)
      sub(/data\(\)/, "", side[1]); sub(/size\(\)/, "", side[2])
      code = substr(code, 1, RSTART - 1) (side[1] == side[2] ? "end" : "X.data() + 1") substr(code, RSTART + RLENGTH)
      if (side[1] != side[2]) break
    }
    why = ""
    if (code ~ /reinterpret_cast/) why = "reinterpret_cast: use bytes::as_chars, as_bytes or as_uchars"
    else if (code ~ /(^|[^A-Za-z0-9_])(mem(cpy|move|set)|str(cpy|ncpy|cat)|sprintf)[ \t]*\(/) why = "raw copy: use spans, std::ranges::copy or bytes::Writer"
    else if (code ~ /(^|[^A-Za-z0-9_])(malloc|calloc|realloc|alloca)[ \t]*\(/) why = "raw allocation: use a container"
    else if (code ~ /data\(\)[ \t]*[+-]/) why = "pointer arithmetic: use subspan or bytes::Reader"
    else if (code ~ /bytes::detail::/) why = "bytes::detail belongs to src/bytes: use bytes::Reader"
    if (why != "" && ($0 " " above) !~ /NOLINT\(raw-bytes\): [a-zA-Z]/) {
      printf "%s:%d: %s\n", FILENAME, FNR, why
      bad = 1
    }
    above = $0
  }
  END { exit bad }'
