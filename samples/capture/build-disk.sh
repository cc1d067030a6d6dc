#!/bin/bash
# build-disk.sh OUT INITRD CMDLINE [SUFFIX]: makes the system disk of a virtual server, a FAT volume with
# shim, GRUB, GRUB's configuration, the kernel and the initramfs. SUFFIX "efi" has GRUB load the kernel with
# linuxefi and initrdefi in place of linux and initrd. The same inputs give the same bytes.
set -euo pipefail
. "$(dirname "$0")/common.sh"
out=$1 initrd=$2 cmdline=$3 suffix=${4:-}
export MTOOLS_SKIP_CHECK=1 SOURCE_DATE_EPOCH=1700000000

cfg=$(mktemp)
trap 'rm -f "$cfg"' EXIT
cat > "$cfg" <<G
set timeout=0
linux$suffix /vmlinuz $cmdline
initrd$suffix /initrd.img
boot
G
rm -f "$out"
truncate -s 48M "$out"
mkfs.vfat -i a55a0001 --invariant "$out" > /dev/null
mmd -i "$out" ::EFI ::EFI/BOOT ::EFI/debian
mcopy -i "$out" "$WORK/boot/shim.efi" ::EFI/BOOT/BOOTX64.EFI
mcopy -i "$out" "$WORK/boot/grub.efi" ::EFI/BOOT/grubx64.efi
mcopy -i "$out" "$cfg" ::EFI/debian/grub.cfg
mcopy -i "$out" "$WORK/boot/vmlinuz" ::vmlinuz
mcopy -i "$out" "$initrd" ::initrd.img
