#!/bin/bash
# boot-node.sh ID NONCE DISK FIRMWARE BANKS RUN [QEMU ARGUMENT…]: boots a virtual server once and unpacks
# what its guest captured into $WORK/nodes/ID/RUN. FIRMWARE is CODE:VARS, two files below
# $WORK/boot/firmware; the variable store starts as a fresh copy, as the state that the server left the factory with.
# Runs under software emulation, so it needs no KVM, and ends after five minutes at the latest.
set -euo pipefail
. "$(dirname "$0")/common.sh"
id=$1 nonce=$2 disk=$3 firmware=$4 banks=$5 run=$6
shift 6

node=$WORK/nodes/$id
dir=$node/$run
rm -rf "$dir" && mkdir -p "$dir/set"
cp "$FIRMWARE/${firmware#*:}" "$dir/vars.fd"
printf 'nonce %s ak %s select %s\n' "$nonce" "$AK_HANDLE" "$(selection "$banks")" > "$dir/exchange.raw"
truncate -s 8M "$dir/exchange.raw"
echo "$nonce" > "$dir/nonce.hex"
mapfile -t identity < <(python3 "$HERE/identity.py" "$id")

# Unix sockets have short names only, so the socket lies outside a possibly deep $WORK.
sock=$(mktemp -d)
swtpm socket --tpm2 --tpmstate dir="$node/tpm" --ctrl type=unixio,path="$sock/tpm" > "$dir/swtpm.log" 2>&1 &
swtpm=$!
trap 'kill $swtpm 2>/dev/null || true; rm -rf "$sock"' EXIT
for _ in $(seq 50); do [ -S "$sock/tpm" ] && break; sleep 0.1; done

# The tables carry the maker's own marks, as a real maker's do.
timeout 300 qemu-system-x86_64 -accel tcg -machine q35,smm=on,x-oem-id=ASSAYS,x-oem-table-id=SX1-MBR3 -cpu max -smp 1 -m 512 \
  -nodefaults -display none -vga none -net none -no-reboot -serial "file:$dir/console.txt" \
  -global driver=cfi.pflash01,property=secure,value=on -global mch.extended-tseg-mbytes=8 \
  -drive "if=pflash,format=raw,unit=0,file=$FIRMWARE/${firmware%:*},readonly=on" \
  -drive "if=pflash,format=raw,unit=1,file=$dir/vars.fd" \
  -chardev "socket,id=tpm,path=$sock/tpm" -tpmdev emulator,id=tpm,chardev=tpm -device tpm-crb,tpmdev=tpm \
  -drive "if=none,id=system,format=raw,file=$disk,snapshot=on" \
  -device virtio-blk-pci,drive=system,serial=system,bootindex=1 \
  -drive "if=none,id=exchange,format=raw,file=$dir/exchange.raw" \
  -device virtio-blk-pci,drive=exchange,serial=exchange \
  "${identity[@]}" "$@" > "$dir/qemu.log" 2>&1 || die "$id: qemu ended with $?, see $dir/qemu.log"
grep -aq 'capture finished' "$dir/console.txt" || die "$id: the guest did not finish, see $dir/console.txt"
now > "$dir/collected"
dd if="$dir/exchange.raw" of="$dir/capture.tar" bs=1M skip=1 status=none
tar xf "$dir/capture.tar" -C "$dir/set"
say "$id: captured ($run)"
