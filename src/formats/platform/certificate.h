// Platform certificates (TCG Platform Certificate Profile 1.0, 1.1 and 2.x): the maker's signed
// statement of what a server was made of when it left the factory, bound to that server's TPM. Two
// forms carry the same statement: an attribute certificate (RFC 5755), whose holder is the TPM's EK
// certificate, and a public key certificate (RFC 5280) with the statement in its
// subjectDirectoryAttributes. A Certificate owns its bytes and keeps the signed part as written.
#pragma once

#include <memory>

#include "formats/platform/statement.h"
#include "formats/x509/certificate.h"

namespace assay::formats::platform {

/// A certificate larger than this many bytes is refused. One with a thousand traits needs about as
/// many.
inline constexpr std::uint64_t kMaxCertificate = 256U << 10U;

enum class Form : std::uint8_t { attribute, key };

/// ObjectDigestInfo (RFC 5755, 4.1): the holder by a digest.
struct ObjectDigest {
  enum class Of : std::uint8_t { public_key = 0, public_key_certificate = 1, other = 2 };
  Of of = Of::public_key;
  std::string hash_oid;
  bytes::ByteSpan digest;
};

/// RFC 5755, 4.2.2. Usually base_certificate alone: the EK certificate, or for a delta the platform
/// certificate before it.
struct Holder {
  std::optional<IssuerSerial> base_certificate;
  std::vector<x509::Name> entity;  ///< entityName's directory names
  std::optional<ObjectDigest> digest;

  [[nodiscard]] bool empty() const noexcept {
    return !base_certificate && entity.empty() && !digest;
  }
  /// One line, safe to show: "CN=TPM Root CA, serial 19f560…".
  [[nodiscard]] std::string text() const;
};

/// certificatePolicies (RFC 5280, 4.2.1.4), as far as a person reads it. Texts not yet printable.
struct Policy {
  std::string oid;
  std::vector<std::string> cps_uris;
  std::vector<std::string> notices;
};

/// Copies are cheap but for the statement: they share the bytes, and all spans point into those.
struct Certificate {
  std::shared_ptr<const base::Bytes> storage;
  Form form = Form::attribute;

  bytes::ByteSpan der;        ///< the whole certificate, without padding
  bytes::ByteSpan tbs;        ///< what the signature covers
  bytes::ByteSpan serial;     ///< content of serialNumber as written
  bytes::ByteSpan signature;  ///< bits of signatureValue
  x509::Name issuer;
  x509::Name subject;  ///< of a key certificate
  base::Time not_before;
  base::Time not_after;
  x509::SignatureAlgorithm algorithm;
  Holder holder;  ///< of an attribute certificate; a key certificate names keys in its anchors
  Statement statement;
  std::vector<Policy> policies;
  x509::Extensions extensions;
  std::vector<x509::Quirk> encoding_quirks;  ///< as x509::Certificate::quirks
  Quirks quirks;
  std::uint64_t offset = 0;  ///< of the certificate (or its PEM "-----BEGIN") in the outermost file
  crypto::Digest sha256;     ///< of `der`
  std::optional<x509::Certificate> key_certificate;  ///< the whole, where form is key

  /// Lower-case hex without superfluous zeros.
  [[nodiscard]] std::string serial_text() const;
  [[nodiscard]] const std::vector<Component>& components() const noexcept;
};

/// One DER attribute certificate: all of `reader`, but for padding (one repeated byte) after it.
/// Costs its size in bytes and its elements in items.
[[nodiscard]] bytes::Parsed<Certificate> parse_attribute_certificate(bytes::Reader reader,
                                                                     bytes::Budget& budget);

/// Whether a public key certificate is a platform certificate: an extended key usage of the
/// profile, or a platformConfiguration among its attributes.
[[nodiscard]] bool is_platform_certificate(const x509::Certificate& certificate);

/// The statement of a public key certificate for which is_platform_certificate() holds.
[[nodiscard]] bytes::Parsed<Certificate> read_key_certificate(x509::Certificate certificate,
                                                              bytes::Budget& budget);

}  // namespace assay::formats::platform
