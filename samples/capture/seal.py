#!/usr/bin/env python3
"""Seals an evidence directory: writes manifest.json with the digest of every file, and manifest.sig by the
collector's key. `seal.py DIR SERVER COLLECTED NONCE_HEX ISSUER COLLECTOR KEYFILE`."""
import hashlib
import json
import os
import sys

import notes

root, server, collected, nonce, issuer, collector, key = sys.argv[1:]
artefacts = []
for folder, _, files in os.walk(root):
    for file in files:
        path = os.path.join(folder, file)
        data = open(path, "rb").read()
        artefacts.append({"path": os.path.relpath(path, root).replace(os.sep, "/"),
                          "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)})
artefacts.sort(key=lambda a: a["path"])

manifest = json.dumps({"version": 1, "server": server, "collected": collected,
                       "collector": "assay-capture/1",
                       "challenge": {"nonce": nonce, "issuer": issuer},
                       "artefacts": artefacts}, indent=1).encode() + b"\n"
text = "assay manifest v1\nsha256 %s\n" % hashlib.sha256(manifest).hexdigest()
with open(os.path.join(root, "manifest.json"), "wb") as f:
    f.write(manifest)
with open(os.path.join(root, "manifest.sig"), "w", encoding="utf-8") as f:
    f.write(text + "\n" + notes.sign_line(collector, key, text) + "\n")
