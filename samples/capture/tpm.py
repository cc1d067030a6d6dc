"""The few TPM 2.0 structures that the capture scripts read and write: quotes, signatures and names."""
import hashlib
import struct

BANKS = {0x0004: "sha1", 0x000B: "sha256", 0x000C: "sha384", 0x000D: "sha512"}
ECC, RSA = 0x0023, 0x0001
RSASSA, ECDSA = 0x0014, 0x0018
ATTEST_QUOTE = 0x8018


def sized(data):
    """A TPM2B: two bytes of size, then the data."""
    return struct.pack(">H", len(data)) + data


class Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        if self.at + size > len(self.data):
            raise ValueError("structure ends early")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def sized(self):
        return self.take(self.number(2))


def quote(message):
    """A TPMS_ATTEST of type quote, as a dictionary. `selection` lists (bank, [PCR]) in signed order."""
    c = Cursor(message)
    if c.take(4) != b"\xffTCG" or c.number(2) != ATTEST_QUOTE:
        raise ValueError("not a quote")
    fields = {"signer": c.sized(), "nonce": c.sized(), "clock": c.take(17), "firmware": c.take(8)}
    fields["selection"] = []
    for _ in range(c.number(4)):
        bank = BANKS[c.number(2)]
        bits = c.take(c.number(1))
        fields["selection"].append((bank, [i for i in range(8 * len(bits)) if bits[i // 8] >> i % 8 & 1]))
    fields["digest"] = c.sized()
    if c.at != len(message):
        raise ValueError("bytes after the quote")
    return fields


def pcr_digest(selection, pcrs):
    """The digest that a quote signs over PCR values {bank: {PCR: hex}}."""
    values = b"".join(bytes.fromhex(pcrs[bank][str(i)]) for bank, chosen in selection for i in chosen)
    return hashlib.sha256(values).digest()


def name(public):
    """The Name of a TPMT_PUBLIC whose nameAlg is SHA-256."""
    return b"\x00\x0b" + hashlib.sha256(public).digest()


def qualified(parent, child):
    return b"\x00\x0b" + hashlib.sha256(parent + child).digest()
