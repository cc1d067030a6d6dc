#!/usr/bin/env bash
# expect.sh CASE.cpp COMPILER FLAGS…: the twin (-DFIXED) must compile; the misuse must not, and the compiler's
# words must match the regular expression behind `// refused: ` in the case. A misuse that fails for
# another reason (a missing header, a renamed function) is a failure of the test.
set -euo pipefail
case=$1
shift
reason=$(sed -n 's|^// refused: ||p' "$case")
[ -n "$reason" ] || { echo "$case: no '// refused:' line"; exit 1; }
"$@" -fsyntax-only -DFIXED "$case" || { echo "$case: the fixed twin does not compile"; exit 1; }
if said=$(LC_ALL=C "$@" -fsyntax-only "$case" 2>&1); then
  echo "$case: the misuse compiles"
  exit 1
fi
grep -qE -- "$reason" <<< "$said" || { echo "$case: refused, but not because: $reason"; echo "$said"; exit 1; }
