#!/usr/bin/env python3
"""Turns what a guest captured into an evidence directory, not sealed yet:
`assemble.py NODE_DIR RUN NONCE_HEX OUT`. Refuses a capture whose quote does not cover the PCR values and
the nonce, so that whatever is wrong in the fleet was put there on purpose."""
import json
import os
import re
import shutil
import sys

import tpm

node, run, nonce, out = sys.argv[1:]
captured = os.path.join(node, run, "set")


def pcr_values(text):
    """Reads the output of tpm2_pcrread into {bank: {PCR: hex}}."""
    values, bank = {}, None
    for line in text.splitlines():
        if heading := re.fullmatch(r"\s*(sha\d+):\s*", line):
            bank = values.setdefault(heading[1], {})
        elif pair := re.fullmatch(r"\s*(\d+)\s*:\s*0x([0-9A-F]+)\s*", line):
            bank[pair[1]] = pair[2].lower()
    return values


os.makedirs(os.path.join(out, "boot"))
for name in ["eventlog.bin", "ima.log", "quote.msg", "quote.sig", "ak.tpmt", "ak.pem", "ek.crt"]:
    shutil.copyfile(os.path.join(captured, "boot", name), os.path.join(out, "boot", name))
shutil.copyfile(os.path.join(node, "enrolment.json"), os.path.join(out, "boot", "enrolment.json"))
shutil.copytree(os.path.join(captured, "inventory"), os.path.join(out, "inventory"))

pcrs = pcr_values(open(os.path.join(captured, "boot", "pcrs.txt")).read())
quote = tpm.quote(open(os.path.join(out, "boot", "quote.msg"), "rb").read())
if quote["nonce"].hex() != nonce:
    sys.exit("%s: the quote carries another nonce" % node)
if quote["digest"] != tpm.pcr_digest(quote["selection"], pcrs):
    sys.exit("%s: the quote does not cover the PCR values" % node)
with open(os.path.join(out, "boot", "pcrs.json"), "w") as f:
    json.dump(pcrs, f, indent=1)
    f.write("\n")
with open(os.path.join(out, "boot", "nonce"), "wb") as f:
    f.write(bytes.fromhex(nonce))
