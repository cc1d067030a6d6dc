#!/bin/bash
# enrol.sh ID AK BANKS: gives a virtual server its TPM and enrols it for real. Makes the TPM with its EK
# certificate and active PCR banks, creates the AK (AK is ecc or rsa) under the EK and makes it persistent,
# then proves with TPM2_MakeCredential and TPM2_ActivateCredential that this AK lives beside this EK.
# Leaves $WORK/nodes/ID/tpm (the TPM's state) and $WORK/nodes/ID/enrolment.json.
set -euo pipefail
. "$(dirname "$0")/common.sh"
id=$1 ak=$2 banks=$3

node=$WORK/nodes/$id
rm -rf "$node" && mkdir -p "$node/tpm" "$node/enrol" && cd "$node/enrol"
swtpm_setup --tpm2 --tpmstate "$node/tpm" --config "$WORK/keys/setup.conf" --vmid "$id" \
  --create-ek-cert --pcr-banks "$banks" --lock-nvram --overwrite > setup.log 2>&1 ||
  { cat setup.log >&2; die "$id: swtpm_setup failed"; }

# A pair of neighbouring free ports: commands and control.
port=$(python3 - <<'P'
import socket
while True:
    a, b = socket.socket(), socket.socket()
    a.bind(("127.0.0.1", 0))
    try:
        b.bind(("127.0.0.1", a.getsockname()[1] + 1))
    except OSError:
        continue
    print(a.getsockname()[1])
    break
P
)
swtpm socket --tpm2 --tpmstate dir="$node/tpm" --server type=tcp,port="$port" \
  --ctrl type=tcp,port=$((port + 1)) --flags not-need-init > swtpm.log 2>&1 &
swtpm=$!
trap 'kill $swtpm 2>/dev/null || true' EXIT
export TPM2TOOLS_TCTI=swtpm:host=127.0.0.1,port=$port
for _ in $(seq 50); do tpm2_startup -c 2>/dev/null && break; sleep 0.1; done

case $ak in
  ecc) scheme="-G ecc -s ecdsa" ;;
  rsa) scheme="-G rsa -s rsassa" ;;
  *) die "unknown AK algorithm $ak" ;;
esac
{
  # The EK of the certificate and the EK of the TPM must be the same key.
  tpm2_nvread 0x1c00002 -o ek.crt
  openssl x509 -inform DER -in ek.crt -pubkey -noout > ek.pem
  tpm2_readpublic -c $EK_HANDLE -f pem -o ek-tpm.pem
  tpm2_readpublic -c $EK_HANDLE -o ek.pub
  cmp ek.pem ek-tpm.pem

  tpm2_createak -C $EK_HANDLE -c ak.ctx $scheme -g sha256 -u ak.pub -n ak.name
  tpm2_evictcontrol -C o -c ak.ctx $AK_HANDLE
  tpm2_flushcontext -t

  # The enroller's side sees public parts only.
  openssl rand 32 > secret
  tpm2_makecredential -T none -e ek.pub -s secret -n "$(xxd -p -c 256 ak.name)" -o credential
  # The server's side.
  tpm2_startauthsession --policy-session -S session
  tpm2_policysecret -S session -c e
  tpm2_activatecredential -c $AK_HANDLE -C $EK_HANDLE -i credential -o secret.back -P session:session
  tpm2_flushcontext session
  cmp secret secret.back
  tpm2_shutdown
} > enrol.log 2>&1 || { cat enrol.log >&2; die "$id: enrolment failed"; }

python3 "$HERE/enrolment.py" "$id" ak.name ek.pem "$(now)" "$ENROLLER" "$WORK/keys/enroller.key" \
  > "$node/enrolment.json"
say "$id: enrolled ($ak, $banks)"
