#!/bin/bash
# capture.sh OUTDIR: captures the whole sample fleet on Debian 12 and writes OUTDIR/fleet, OUTDIR/trust and
# OUTDIR/nonces.txt. Everything is made afresh: certificate authority, TPMs, keys, disks, nonces, boots.
# Build artefacts stay in $ASSAY_CAPTURE_DIR (default: /tmp/assay-capture). README.md tells more.
set -euo pipefail
. "$(dirname "$0")/common.sh"
[ $# = 1 ] || die "usage: capture.sh OUTDIR"
mkdir -p "$1" "$WORK"
out=$(cd "$1" && pwd)
[ ! -e "$out/fleet" ] || die "$out/fleet exists already"

"$HERE/packages.sh"
"$HERE/build-ca.sh"
say "building disks"
"$HERE/build-disks.sh"
"$HERE/build-fleet.sh" "$out"

mkdir -p "$out/trust/ek-roots"
cp "$WORK/keys/root.pem" "$WORK/keys/issuing.pem" "$out/trust/ek-roots/"
cp "$WORK/keys/enrollers.txt" "$WORK/keys/collectors.txt" "$out/trust/"
python3 "$HERE/check.py" "$out"
