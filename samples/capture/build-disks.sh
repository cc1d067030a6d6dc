#!/bin/bash
# Builds the system disks of the fleet in $WORK: clean.img for most servers, and one for each change that
# is made to what a server boots.
set -euo pipefail
. "$(dirname "$0")/common.sh"
cmdline='root=/dev/vda1 ro console=ttyS0 quiet'

"$HERE/build-initrd.sh" "$WORK/initrd.img"
printf '#!/bin/sh\n# A file that the product does not ship.\nexec /bin/sh\n' > "$WORK/rc.local"
"$HERE/build-initrd.sh" "$WORK/initrd-extra.img" "$WORK/rc.local"

"$HERE/build-disk.sh" "$WORK/clean.img" "$WORK/initrd.img" "$cmdline"
"$HERE/build-disk.sh" "$WORK/shell.img" "$WORK/initrd.img" "$cmdline init=/bin/sh"
"$HERE/build-disk.sh" "$WORK/extra.img" "$WORK/initrd-extra.img" "$cmdline"
"$HERE/build-disk.sh" "$WORK/linuxefi.img" "$WORK/initrd.img" "$cmdline" efi
