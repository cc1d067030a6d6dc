#!/bin/bash
# build-initrd.sh OUT [EXTRA]: builds the initramfs of the virtual servers: busybox, tpm2-tools with the
# libraries they load, the virtio modules, and guest-init as /init. EXTRA is a file to add as /etc/EXTRA,
# the way node-07's initramfs was changed. The same inputs give the same bytes.
set -euo pipefail
. "$(dirname "$0")/common.sh"
out=$1 extra=${2:-}

root=$WORK/initrd.root
lib=$root/lib/x86_64-linux-gnu
rm -rf "$root"
mkdir -p "$root"/{bin,dev,etc,lib64,mod,proc,run,sys,tmp,usr/lib} "$lib"

cp /bin/busybox "$root/bin/"
ln -s busybox "$root/bin/sh"
cp -L /usr/bin/tpm2 "$root/bin/"
for tool in quote pcrread readpublic nvread; do ln -s tpm2 "$root/bin/tpm2_$tool"; done
tcti=/usr/lib/x86_64-linux-gnu/libtss2-tcti-device.so.0
for so in "$tcti" $(ldd /usr/bin/tpm2 "$tcti" | grep -oE '/[^ :]+\.so[^ :]*' | sort -u); do
  cp -L "$so" "$lib/"
done
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
for m in virtio/virtio virtio/virtio_ring virtio/virtio_pci_modern_dev virtio/virtio_pci_legacy_dev \
         virtio/virtio_pci block/virtio_blk; do
  cp "$WORK/boot/modules/drivers/$m.ko" "$root/mod/"
done
cp "$HERE/guest-init" "$root/init"
chmod 755 "$root/init"
[ -z "$extra" ] || cp "$extra" "$root/etc/"

find "$root" -exec touch -h -d @1700000000 {} +
(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet) | gzip -9n > "$out"
