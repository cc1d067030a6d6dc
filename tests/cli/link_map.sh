#!/bin/sh
# Which of the project's layers are in assay-verify, out of its link map beside the build; fails where the
# program is 6 MB or more.
set -eu
program=$(command -v assay-verify)
map=$(dirname "$(dirname "$program")")/assay-verify.map
grep -oE 'libassay_[a-z_]+\.a' "$map" | sort -u | sed 's/libassay_//; s/\.a//' | grep -v '^fmt$' | tr '\n' ' ' | sed 's/ $/\n/'
size=$(stat -c %s "$program")
[ "$size" -lt 6000000 ] || grep -q 'lib[a-z]*san' "$map" || { echo "$size bytes"; exit 1; }
