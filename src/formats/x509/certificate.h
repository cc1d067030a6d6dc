// X.509 certificates (RFC 5280, 4.1) as TPMs and their vendors write them: endorsement keys,
// attestation keys, vendor CAs, platform CAs. A Certificate owns its bytes and keeps the signed
// part as it was written, so that its signature is checked over exactly that; nothing is
// re-encoded.
//
// Real EK certificates are not all strict DER and do not all stand alone: read out of a TPM's NV
// index they may carry a 7-byte header (TCG PC Client Specific Implementation
// Specification 1.21, 7.3.2) or padding. What can be accepted without changing what was signed is
// accepted and listed in `quirks`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/types.h"
#include "formats/x509/extensions.h"
#include "formats/x509/quirk.h"
#include "formats/x509/signature.h"

namespace assay::formats::x509 {

/// A certificate larger than this many bytes is refused.
inline constexpr std::uint64_t kMaxCertificate = 65536;

/// Copies are cheap: they share the bytes, and all spans point into those.
struct Certificate {
  std::shared_ptr<const base::Bytes> storage;

  bytes::ByteSpan der;        ///< the whole certificate, without NV header and padding
  bytes::ByteSpan tbs;        ///< tbsCertificate with its header: what the signature covers
  bytes::ByteSpan serial;     ///< content of serialNumber as written
  bytes::ByteSpan spki;       ///< subjectPublicKeyInfo as written
  bytes::ByteSpan signature;  ///< bits of signatureValue
  unsigned version = 1;       ///< 1 to 3
  Name issuer;
  Name subject;  ///< often empty in EK certificates
  base::Time not_before;
  base::Time not_after;  ///< 9999-12-31T23:59:59Z says "does not expire" (RFC 5280, 4.1.2.5)
  SignatureAlgorithm algorithm;
  std::string key_algorithm;    ///< dotted OID of the SubjectPublicKeyInfo
  bool explicit_curve = false;  ///< an EC key that brings its own curve numbers: never used
  Extensions extensions;
  std::vector<Quirk> quirks;  ///< each at most once
  std::uint64_t offset = 0;  ///< of the certificate (or its PEM "-----BEGIN") in the outermost file

  /// SHA-256 of `der`: the usual fingerprint.
  crypto::Digest sha256;

  [[nodiscard]] bool has(Quirk quirk) const noexcept;
  /// Issuer and subject are the same name. Says nothing about the signature.
  [[nodiscard]] bool self_issued() const;
  /// Lower-case hex without superfluous zeros; "-" before a negative number's bytes.
  [[nodiscard]] std::string serial_text() const;

  /// Decodes the key each time (some 50 µs). Refuses explicit curve parameters.
  [[nodiscard]] base::Result<crypto::PublicKey> public_key() const;
  /// Is this certificate signed with the key of `issuer`? The error says why not. Looks at the
  /// signature alone; verify_chain() does the rest.
  [[nodiscard]] base::Result<void> signed_by(const crypto::PublicKey& issuer) const;
};

/// SHA-256 of subjectPublicKeyInfo as written in the certificate.
[[nodiscard]] crypto::Digest spki_sha256(const Certificate& certificate);
/// SHA-256 of the key's canonical SubjectPublicKeyInfo: the same for an EK whose certificate calls
/// it RSAES-OAEP and for the TPM's own statement of that key.
[[nodiscard]] base::Result<crypto::Digest> key_sha256(const Certificate& certificate);

/// One DER certificate, which must be all of `reader` but for an NV header before it and padding
/// (one repeated byte) after it. Costs its size in bytes and its elements in items.
[[nodiscard]] bytes::Parsed<Certificate> parse_certificate(bytes::Reader reader,
                                                           bytes::Budget& budget);

}  // namespace assay::formats::x509
