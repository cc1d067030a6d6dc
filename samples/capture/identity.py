#!/usr/bin/env python3
"""Prints the QEMU arguments that give a virtual server its own identity (UUID, serial numbers, MAC
address) on an otherwise equal product, one argument a line: `identity.py node-03`. Everything is derived
from the server's id, so a recapture gives the same machines."""
import hashlib
import sys
import uuid

server = sys.argv[1]
seed = hashlib.sha256(b"assay sample server " + server.encode()).digest()


def serial(prefix, offset):
    alphabet = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ"
    return prefix + "".join(alphabet[b % len(alphabet)] for b in seed[offset:offset + 7])


mac = "52:54:00:%02x:%02x:%02x" % tuple(seed[:3])
for argument in [
    "-uuid", str(uuid.uuid5(uuid.NAMESPACE_DNS, server + ".samples.assay.example")),
    "-smbios", "type=0,vendor=Assay Samples Firmware,version=1.4.2,date=03/17/2026,release=1.4,uefi=on",
    "-smbios", "type=1,manufacturer=Assay Samples,product=SX1,version=A2,sku=SX1-2U,family=SX,serial="
               + serial("SX1", 3),
    "-smbios", "type=2,manufacturer=Assay Samples,product=SX1-MB,version=R3,asset=none,serial="
               + serial("MB", 10),
    "-smbios", "type=3,manufacturer=Assay Samples,version=A2,sku=SX1-2U,serial=" + serial("CH", 17),
    "-smbios", "type=17,loc_pfx=DIMM_A,bank=BANK,manufacturer=Sample Memory,part=SM-512-D4,speed=3200,"
               "serial=" + serial("SM", 24),
    # A network card behind a root port, without an option ROM.
    "-device", "pcie-root-port,id=rp1,chassis=1,slot=1",
    "-device", "e1000e,bus=rp1,romfile=,mac=" + mac,
]:
    print(argument)
