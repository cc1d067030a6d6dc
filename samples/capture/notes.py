#!/usr/bin/env python3
"""Signed notes with Ed25519, through the openssl command: makes a key and prints its verifier line
(`notes.py make KEYFILE NAME`), and signs a text (`sign_line`, used by the scripts beside this one)."""
import base64
import hashlib
import subprocess
import sys
import tempfile


def openssl(*args):
    return subprocess.run(["openssl", *args], check=True, stdout=subprocess.PIPE).stdout


def public_key(key_file):
    """The 32 raw bytes of the public key."""
    return openssl("pkey", "-in", key_file, "-pubout", "-outform", "DER")[-32:]


def key_id(name, public):
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def verifier(name, public):
    return "%s+%s+%s" % (name, key_id(name, public).hex(),
                         base64.b64encode(b"\x01" + public).decode())


def sign_line(name, key_file, text):
    """The signature line of `text`, without its newline."""
    with tempfile.NamedTemporaryFile() as note:
        note.write(text.encode())
        note.flush()
        signature = openssl("pkeyutl", "-sign", "-rawin", "-inkey", key_file, "-in", note.name)
    blob = key_id(name, public_key(key_file)) + signature
    return "\u2014 %s %s" % (name, base64.b64encode(blob).decode())


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] != "make":
        sys.exit("usage: notes.py make KEYFILE NAME")
    openssl("genpkey", "-algorithm", "ed25519", "-out", sys.argv[2])
    print(verifier(sys.argv[3], public_key(sys.argv[2])))
