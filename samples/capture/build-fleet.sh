#!/bin/bash
# build-fleet.sh OUTDIR: the list of the servers and of what is done to each. Every server is enrolled,
# booted with a fresh nonce of the appraiser's, and written as evidence to OUTDIR/fleet; the nonces go to
# OUTDIR/nonces.txt.
set -euo pipefail
. "$(dirname "$0")/common.sh"
out=$1
stage=$WORK/stage
rm -rf "$stage" && mkdir -p "$stage"
echo "# Nonces that the appraiser gave out and kept: server, nonce in hex." > "$WORK/nonces.txt"

stock=current/OVMF_CODE_4M.secboot.fd:current/OVMF_VARS_4M.ms.fd      # Secure Boot, Microsoft's keys
unlocked=current/OVMF_CODE_4M.secboot.fd:current/OVMF_VARS_4M.fd      # no keys: Secure Boot off
older=older/OVMF_CODE_4M.secboot.fd:current/OVMF_VARS_4M.ms.fd

fresh() { openssl rand -hex 32; }
# take ID NONCE RUN: writes the evidence of one boot, not sealed yet.
take() { python3 "$HERE/assemble.py" "$WORK/nodes/$1" "$3" "$2" "$stage/$1"; }
# seal ID NONCE RUN: the appraiser notes the nonce, the collector signs the manifest.
seal() {
  echo "$1 $2" >> "$WORK/nonces.txt"
  python3 "$HERE/seal.py" "$stage/$1" "$1" "$(cat "$WORK/nodes/$1/$3/collected")" "$2" "$ISSUER" \
    "$COLLECTOR" "$WORK/keys/collector.key"
}
# server ID AK BANKS DISK FIRMWARE [QEMU ARGUMENT…]: an honest server, from enrolment to sealed evidence.
server() {
  local id=$1 ak=$2 banks=$3 disk=$4 firmware=$5 nonce
  shift 5
  nonce=$(fresh)
  "$HERE/enrol.sh" "$id" "$ak" "$banks"
  "$HERE/boot-node.sh" "$id" "$nonce" "$WORK/$disk.img" "$firmware" "$banks" boot "$@"
  take "$id" "$nonce" boot
  seal "$id" "$nonce" boot
}

server node-01 ecc sha256        clean    "$stock"
server node-02 rsa sha256        clean    "$stock"
server node-03 ecc sha256        clean    "$stock"
server node-04 rsa sha256,sha384 clean    "$stock"
server node-05 ecc sha1,sha256   clean    "$stock"
server node-06 ecc sha256        shell    "$stock"
server node-07 ecc sha256        extra    "$stock"
# A second network card, which keeps its option ROM.
server node-08 ecc sha256        clean    "$stock" -device pcie-root-port,id=rp2,chassis=2,slot=2 \
  -device e1000e,bus=rp2,mac=52:54:00:5a:08:02
server node-09 ecc sha256        clean    "$unlocked"
[ ! -e "$FIRMWARE/older" ] ||
  server node-10 ecc sha256      clean    "$older"

# node-11 boots twice; its evidence of the second boot carries the quote of the first.
first=$(fresh) second=$(fresh)
"$HERE/enrol.sh" node-11 ecc sha256
"$HERE/boot-node.sh" node-11 "$first" "$WORK/clean.img" "$stock" sha256 earlier
"$HERE/boot-node.sh" node-11 "$second" "$WORK/clean.img" "$stock" sha256 boot
take node-11 "$first" earlier
mv "$stage/node-11" "$WORK/nodes/node-11/earlier/evidence"
take node-11 "$second" boot
cp "$WORK/nodes/node-11/earlier/evidence"/boot/{quote.msg,quote.sig,pcrs.json} "$stage/node-11/boot/"
seal node-11 "$second" boot

# node-12 boots a changed initramfs, and hides it behind a quote that a software key signed.
nonce=$(fresh)
"$HERE/enrol.sh" node-12 ecc sha256
"$HERE/boot-node.sh" node-12 "$nonce" "$WORK/extra.img" "$stock" sha256 boot
take node-12 "$nonce" boot
python3 "$HERE/forge.py" "$stage/node-12" "$stage/node-01" "$WORK/nodes/node-12/enrol/ek.pub" "$nonce"
seal node-12 "$nonce" boot

server node-13 ecc sha256        linuxefi "$unlocked"

chmod -R u=rwX,go=rX "$stage"
mv "$stage" "$out/fleet"
cp "$WORK/nonces.txt" "$out/nonces.txt"
