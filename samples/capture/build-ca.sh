#!/bin/bash
# Makes the certificate authority that stands in for a TPM vendor: a root and one issuing certificate,
# with the configuration by which swtpm_setup has EK certificates issued. Also makes the Ed25519 keys of
# the enroller and the collector. All keys are fresh and stay in $WORK/keys.
set -euo pipefail
. "$(dirname "$0")/common.sh"

k=$WORK/keys
rm -rf "$k" && mkdir -p "$k" && chmod 755 "$k" && cd "$k"

cat > ext.cnf <<'C'
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
C
certify() {  # NAME SUBJECT BITS
  openssl genrsa -out "$1.key" "$3" 2>/dev/null
  openssl req -new -key "$1.key" -subj "/O=Assay Samples/CN=$2" -out "$1.csr"
}
certify root 'Assay Samples EK Root CA' 3072
openssl x509 -req -in root.csr -signkey root.key -sha384 -days 7300 -extfile ext.cnf -extensions root \
  -out root.pem 2>/dev/null
certify issuing 'Assay Samples EK Issuing CA' 2048
openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -CAcreateserial -sha256 -days 5475 \
  -extfile ext.cnf -extensions issuing -out issuing.pem 2>/dev/null
openssl verify -CAfile root.pem issuing.pem >&2

echo 01 > certserial
cat > localca.conf <<C
statedir = $k
signingkey = $k/issuing.key
issuercert = $k/issuing.pem
certserial = $k/certserial
C
cat > localca.options <<'C'
--platform-manufacturer AssaySamples
--platform-version 1.0
--platform-model SX1
C
cat > setup.conf <<C
create_certs_tool = $(command -v swtpm_localca)
create_certs_tool_config = $k/localca.conf
create_certs_tool_options = $k/localca.options
C

python3 "$HERE/notes.py" make enroller.key "$ENROLLER" > enrollers.txt
python3 "$HERE/notes.py" make collector.key "$COLLECTOR" > collectors.txt
