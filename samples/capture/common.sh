# Settings and small helpers that every capture script shares. Sourced, never run. ASSAY_CAPTURE_DIR
# says where build artefacts go (default: assay-capture under the temporary directory); nothing is ever
# written into the source tree, not even Python's caches.

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
WORK=${ASSAY_CAPTURE_DIR:-${TMPDIR:-/tmp}/assay-capture}

EK_HANDLE=0x81010001     # where swtpm_setup leaves the RSA EK
AK_HANDLE=0x81010002     # where enrol.sh leaves the AK
PCRS=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14
FIRMWARE=$WORK/boot/firmware    # current/ and older/: two builds of Debian's OVMF

ENROLLER=enroller.samples.assay.example
COLLECTOR=collector.samples.assay.example
ISSUER=appraiser.samples.assay.example

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*" >&2; }
die() { say "error: $*"; exit 1; }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# Turns "sha1,sha256" into the selection that tpm2-tools wants: "sha1:0,1,…+sha256:0,1,…".
selection() { printf '%s' "$1" | tr ',' '\n' | sed "s/\$/:$PCRS/" | paste -sd+; }
