#!/bin/bash
# Gets what a capture needs from the distribution: installs the tools that are missing, and downloads
# (without installing) the signed kernel, shim and GRUB that the virtual servers boot, and an older OVMF
# if the archive still has one. They are unpacked into $WORK/boot, and their versions written to
# $WORK/boot/versions.txt.
set -euo pipefail
. "$(dirname "$0")/common.sh"

tools="qemu-system-x86 ipxe-qemu ovmf swtpm swtpm-tools tpm2-tools mtools busybox-static cpio dosfstools
       openssl python3 xxd"
missing=
for p in $tools; do
  dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
if [ -n "$missing" ]; then
  [ "$(id -u)" = 0 ] || die "not installed:$missing"
  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing
fi

boot=$WORK/boot
[ -s "$boot/versions.txt" ] && exit 0
rm -rf "$boot" && mkdir -p "$boot/deb" "$boot/root"
# The meta package names the current kernel.
kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-6/ {print $2; exit}')
[ -n "$kernel" ] || die "no cloud kernel in the package lists; run apt-get update"
(cd "$boot/deb" && apt-get download -q "$kernel" shim-signed grub-efi-amd64-signed) >&2
for deb in "$boot"/deb/*.deb; do dpkg -x "$deb" "$boot/root"; done

ln -s "$boot"/root/boot/vmlinuz-* "$boot/vmlinuz"
ln -s "$boot"/root/lib/modules/*/kernel "$boot/modules"
ln -s "$boot/root/usr/lib/shim/shimx64.efi.signed" "$boot/shim.efi"
ln -s "$boot/root/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" "$boot/grub.efi"
mkdir "$boot/firmware"
ln -s /usr/share/OVMF "$boot/firmware/current"
older=$(apt-cache madison ovmf | awk '{print $3}' | sort -uV | grep -vxF "$(dpkg-query -W -f '${Version}' ovmf)" |
        tail -n 1 || true)
if [ -n "$older" ]; then
  (mkdir "$boot/older" && cd "$boot/older" && apt-get download -q "ovmf=$older" && dpkg -x ovmf_*.deb .) >&2
  ln -s "$boot/older/usr/share/OVMF" "$boot/firmware/older"
else
  say "the package lists hold one OVMF only: the server with an older firmware will be left out"
fi
{
  [ -z "$older" ] || echo "ovmf $older (older)"
  for deb in "$boot"/deb/*.deb; do dpkg-deb -W --showformat='${Package} ${Version}\n' "$deb"; done
  dpkg-query -W -f '${Package} ${Version}\n' ovmf qemu-system-x86 ipxe-qemu swtpm tpm2-tools busybox-static
} > "$boot/versions.txt"
