#!/usr/bin/env python3
"""Checks a captured fleet without any of Assay's own code: `check.py DIR`, where DIR holds fleet/, trust/ and
nonces.txt. Needs python3 and the openssl command. For every server it replays the event log and the IMA log
against pcrs.json, checks the quote (signature, digest, nonce), the enrolment, the EK certificate's chain
and the manifest, and compares the PCRs with those of node-01. Prints a table, and fails when a server is
not what it was made to be."""
import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True   # leave the source tree as it is
import tpm  # noqa: E402

EV_NO_ACTION = 3
# What was done to a server: PCRs that must differ from node-01's, and checks that must fail.
MADE = {"node-06": ({8, 9, 10}, set()),
        "node-07": ({9, 10}, set()),
        "node-08": ({2, 10}, set()),
        "node-09": ({0, 4, 7, 10}, {"log"}),
        "node-10": ({0, 10}, set()),
        "node-11": (set(), {"nonce"}),
        "node-12": (set(), {"enrolment"}),
        "node-13": ({0, 4, 7, 8, 9, 10}, set())}


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


def openssl(*args, **files):
    """Runs openssl; arguments that name one of `files` become the path of a file with that content."""
    with tempfile.TemporaryDirectory() as tmp:
        for name, data in files.items():
            with open(os.path.join(tmp, name), "wb") as f:
                f.write(data)
        args = [os.path.join(tmp, a) if a in files else a for a in args]
        done = subprocess.run(["openssl", *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout if done.returncode == 0 else None


def replay_log(log, bank):
    """The value of every PCR that the event log extends in `bank`: {PCR: bytes}."""
    if not log:
        return {}
    pcrs, locality = {}, 0
    size = struct.unpack_from("<I", log, 28)[0]      # the first event has the SHA-1 layout
    at = 32 + size
    while at < len(log):
        pcr, kind, count = struct.unpack_from("<III", log, at)
        at += 12
        digests = {}
        for _ in range(count):
            name = tpm.BANKS[struct.unpack_from("<H", log, at)[0]]
            length = hashlib.new(name).digest_size
            digests[name] = log[at + 2:at + 2 + length]
            at += 2 + length
        size = struct.unpack_from("<I", log, at)[0]
        event = log[at + 4:at + 4 + size]
        at += 4 + size
        if kind == EV_NO_ACTION:
            if event.startswith(b"StartupLocality\0"):
                locality = event[16]
            continue
        length = hashlib.new(bank).digest_size
        start = bytes(length - 1) + bytes([locality if pcr == 0 else 0])
        pcrs[pcr] = hashlib.new(bank, pcrs.get(pcr, start) + digests[bank]).digest()
    return pcrs


def replay_ima(log, bank, padded=False):
    """PCR 10 of `bank`, from the kernel's binary list of measurements. A kernel that has the bank's hash at
    hand extends the hash of the entry; one that has not extends the SHA-1 in the list, padded with zeros."""
    value, at = bytes(hashlib.new(bank).digest_size), 0
    while at < len(log):
        name = struct.unpack_from("<I", log, at + 24)[0]
        size = struct.unpack_from("<I", log, at + 28 + name)[0]
        data = log[at + 32 + name:at + 32 + name + size]
        violation = not any(log[at + 4:at + 24])
        digest = hashlib.new(bank, data).digest()
        if padded:
            digest = log[at + 4:at + 24].ljust(len(value), b"\0")
        if violation:
            digest = b"\xff" * len(value)
        value = hashlib.new(bank, value + digest).digest()
        at += 32 + name + size
    return value


def check_logs(boot, pcrs):
    """The PCRs, of any bank, whose value the logs do not explain."""
    wrong = set()
    for bank, values in pcrs.items():
        replayed = replay_log(read(boot, "eventlog.bin"), bank)
        ima = [replay_ima(read(boot, "ima.log"), bank, padded) for padded in (False, True)]
        replayed[10] = ima[values["10"] == ima[1].hex()]
        untouched = bytes(hashlib.new(bank).digest_size)
        wrong |= {int(i) for i, v in values.items() if replayed.get(int(i), untouched).hex() != v}
    return wrong


def der(integer):
    body = integer.lstrip(b"\0") or b"\0"
    body = b"\0" + body if body[0] & 0x80 else body
    return b"\x02" + bytes([len(body)]) + body


def check_signature(boot):
    """Whether ak.pem is the key of ak.tpmt, and signed the quote."""
    public, pem, c = read(boot, "ak.tpmt"), read(boot, "ak.pem"), tpm.Cursor(read(boot, "quote.sig"))
    spki = openssl("pkey", "-pubin", "-in", "key", "-outform", "DER", key=pem)
    ecc = struct.unpack_from(">H", public)[0] == tpm.ECC
    key = public[-66:-34] + public[-32:] if ecc else public[-256:]
    scheme, digest = c.number(2), tpm.BANKS[c.number(2)]
    signature = c.sized()
    if scheme == tpm.ECDSA:
        body = der(signature) + der(c.sized())
        signature = b"\x30" + bytes([len(body)]) + body
    good = openssl("dgst", "-" + digest, "-verify", "key", "-signature", "sig", "msg",
                   key=pem, sig=signature, msg=read(boot, "quote.msg"))
    return key in spki and good is not None


def check_note(text, line, verifiers):
    """Whether a signature line over `text` is by one of the verifier lines."""
    dash, name, blob = line.split(" ")
    blob = base64.b64decode(blob)
    for verifier in verifiers:
        known, key_id, key = verifier.split("+", 2)
        public = base64.b64decode(key)[1:]
        derived = hashlib.sha256(known.encode() + b"\n\x01" + public).digest()[:4]
        if name == known and blob[:4] == derived and derived.hex() == key_id and dash == "\u2014":
            spki = bytes.fromhex("302a300506032b6570032100") + public
            return openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", "key",
                           "-in", "text", "-sigfile", "sig",
                           key=spki, text=text.encode(), sig=blob[4:]) is not None
    return False


def check_enrolment(boot, server, enrollers):
    e = json.loads(read(boot, "enrolment.json"))
    text = ("assay enrolment v1\nserver %(server)s\nak-name %(ak_name)s\nek-sha256 %(ek_sha256)s\n"
            "activated %(activated)s\n" % e)
    public = openssl("x509", "-inform", "DER", "-in", "crt", "-pubkey", "-noout", crt=read(boot, "ek.crt"))
    spki = openssl("pkey", "-pubin", "-in", "key", "-outform", "DER", key=public)
    return (e["server"] == server and check_note(text, e["signature"], enrollers)
            and e["ak_name"] == tpm.name(read(boot, "ak.tpmt")).hex()
            and e["ek_sha256"] == hashlib.sha256(spki).hexdigest())


def check_chain(boot, roots):
    pem = openssl("x509", "-inform", "DER", "-in", "crt", crt=read(boot, "ek.crt"))
    return openssl("verify", "-CAfile", "root", "-untrusted", "issuing", "crt", crt=pem,
                   root=read(roots, "root.pem"), issuing=read(roots, "issuing.pem")) is not None


def check_manifest(node, server, nonce, collectors):
    raw = read(node, "manifest.json")
    manifest = json.loads(raw)
    text, _, line = read(node, "manifest.sig").decode().rpartition("\n\n")
    listed = {a["path"]: (a["sha256"], a["size"]) for a in manifest["artefacts"]}
    found = {}
    for folder, _, files in os.walk(node):
        for file in files:
            data = read(folder, file)
            path = os.path.relpath(os.path.join(folder, file), node).replace(os.sep, "/")
            found[path] = (hashlib.sha256(data).hexdigest(), len(data))
    del found["manifest.json"], found["manifest.sig"]
    return (listed == found and manifest["server"] == server and manifest["challenge"]["nonce"] == nonce
            and text + "\n" == "assay manifest v1\nsha256 %s\n" % hashlib.sha256(raw).hexdigest()
            and check_note(text + "\n", line.rstrip("\n"), collectors))


def main(root):
    trust = os.path.join(root, "trust")
    enrollers = read(trust, "enrollers.txt").decode().split()
    collectors = read(trust, "collectors.txt").decode().split()
    nonces = dict(re.findall(r"^(node-\S+) ([0-9a-f]+)$", read(root, "nonces.txt").decode(), re.M))
    checks = ["signature", "digest", "nonce", "log", "enrolment", "chain", "manifest"]
    print("| server | AK | banks | " + " | ".join(checks) + " | event log | differs from node-01 in PCR |")
    print("|---|---|---|" + "---|" * len(checks) + "---|---|")
    reference, surprises = None, []
    for server in sorted(os.listdir(os.path.join(root, "fleet"))):
        node = os.path.join(root, "fleet", server)
        boot = os.path.join(node, "boot")
        pcrs = json.loads(read(boot, "pcrs.json"))
        quote = tpm.quote(read(boot, "quote.msg"))
        wrong = check_logs(boot, pcrs)
        results = {"signature": check_signature(boot),
                   "digest": quote["digest"] == tpm.pcr_digest(quote["selection"], pcrs),
                   "nonce": quote["nonce"].hex() == nonces[server],
                   "log": not wrong,
                   "enrolment": check_enrolment(boot, server, enrollers),
                   "chain": check_chain(boot, os.path.join(trust, "ek-roots")),
                   "manifest": check_manifest(node, server, nonces[server], collectors)}
        reference = reference or pcrs["sha256"]
        differs = {int(i) for i in reference if reference[i] != pcrs["sha256"][i]}
        if (differs, {c for c in checks if not results[c]}) != MADE.get(server, (set(), set())):
            surprises.append(server)
        cells = ["ok" if results[c] else "**no**" for c in checks]
        if not results["log"] and not read(boot, "eventlog.bin"):
            cells[checks.index("log")] = "**empty**"
        elif wrong:
            cells[checks.index("log")] = "**no**: " + ", ".join(map(str, sorted(wrong)))
        kind = "ECC" if read(boot, "ak.tpmt")[:2] == b"\0\x23" else "RSA"
        print("| %s | %s | %s | %s | %d B | %s |" % (
            server, kind, ", ".join(b for b, _ in quote["selection"]), " | ".join(cells),
            os.path.getsize(os.path.join(boot, "eventlog.bin")),
            ", ".join(map(str, sorted(differs))) or "none"))
    sys.exit("not as made: " + ", ".join(surprises) if surprises else 0)


if __name__ == "__main__":
    main(sys.argv[1])
