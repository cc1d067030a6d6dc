// Files of certificates: one DER certificate, several one after another (as Intel's on-die CA keeps
// its chain in NV), or a PEM bundle with comments between. A bad certificate does not hide the good
// ones, and is never dropped without a word.
#pragma once

#include <vector>

#include "formats/x509/certificate.h"

namespace assay::formats::x509 {

struct CertificateFile {
  std::vector<Certificate> certificates;  ///< in the order of the file
  std::vector<bytes::ParseError> errors;  ///< one for each that could not be read
  std::uint64_t other_blocks = 0;         ///< PEM blocks that are no certificates
};

/// Nothing in both lists means that the file holds no certificate at all. For PEM, offsets are
/// those of the block in the text; for DER, of the byte.
[[nodiscard]] CertificateFile read_certificates(bytes::Reader file, bytes::Budget& budget);

/// Cheap look at the first bytes: could this be a certificate, or a file of them?
[[nodiscard]] bool looks_like_certificate(bytes::ByteSpan file) noexcept;
/// The same for one DER attribute certificate (RFC 5755): a platform certificate, to be read
/// elsewhere.
[[nodiscard]] bool looks_like_attribute_certificate(bytes::ByteSpan file) noexcept;

}  // namespace assay::formats::x509
