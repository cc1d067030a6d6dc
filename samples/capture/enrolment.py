#!/usr/bin/env python3
"""Writes enrolment.json to standard output: the enroller's signed word that an AK lives in the TPM that
owns an EK. Run by enrol.sh once the credential has been activated."""
import hashlib
import json
import sys

import notes

server, ak_name, ek_pem, activated, signer, key = sys.argv[1:]
name = open(ak_name, "rb").read().hex()
spki = notes.openssl("pkey", "-pubin", "-in", ek_pem, "-outform", "DER")
ek = hashlib.sha256(spki).hexdigest()
text = ("assay enrolment v1\nserver %s\nak-name %s\nek-sha256 %s\nactivated %s\n"
        % (server, name, ek, activated))
print(json.dumps({"version": 1, "server": server, "ak_name": name, "ek_sha256": ek,
                  "activated": activated, "signature": notes.sign_line(signer, key, text)},
                 indent=1, ensure_ascii=False))
