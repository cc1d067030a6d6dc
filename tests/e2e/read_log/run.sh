#!/usr/bin/env bash
# A ledger that `assay` wrote, read by an implementation of the same specifications that is not ours
# (main.go says which); and the same with a byte of it changed, which that reader must refuse.
set -euo pipefail
assay=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
packages=/usr/share/gocode
command -v go > /dev/null || { echo "skipped: no Go compiler (make e2e installs it)"; exit 0; }
[ -d $packages/src/golang.org/x/mod/sumdb/tlog ] || { echo "skipped: no golang.org/x/mod"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# Everything Go writes stays in here.
export HOME=$work GOPATH=$packages GO111MODULE=off GOCACHE=$work/cache GOFLAGS=
go build -o read_log "$here/main.go"

"$assay" ledger init book --origin ledger.example/fleet > log.vkey
"$assay" key new witness.example -o wkey --witness > wvkey
wanted=0
# One leaf; a whole tile; tiles on two levels, and on three with a cut edge on each.
for size in 1 256 700 66000; do
  seq "$((size - wanted))" > lines
  "$assay" ledger append book lines --type evidence --lines > /dev/null
  wanted=$size
  "$assay" ledger witness book --key wkey --state w --attach > /dev/null
  proofs=()
  for leaf in 0 $((size / 2)) $((size - 1)); do
    "$assay" ledger prove book "$leaf" -o "$leaf.tlog-proof" 2> /dev/null
    proofs+=("$leaf.tlog-proof")
  done
  ./read_log book wvkey "${proofs[@]}" | tee told
  grep -q ": $size leaves" told
done

refused() { # FILE OFFSET: with that byte changed, the other reader refuses
  cp -r book changed
  python3 - "changed/$1" "$2" << 'PY'
import sys
path, offset = sys.argv[1], int(sys.argv[2])
data = bytearray(open(path, "rb").read())
data[offset] ^= 1
open(path, "wb").write(data)
PY
  if ./read_log changed wvkey > /dev/null 2> why; then echo "$1 was changed, and read" >&2; exit 1; fi
  echo "$1 changed: $(cat why)"
  rm -rf changed
}
refused tile/entries/000 40
refused tile/0/000 100
refused tile/1/000 8000
refused checkpoint 24
