// Files of platform certificates: DER, or PEM under the labels that makers use. A PEM file may
// bring the issuer's certificates along; they are handed on for the chain.
#pragma once

#include "formats/platform/certificate.h"
#include "formats/x509/certificate_file.h"

namespace assay::formats::platform {

struct CertificateFile {
  std::vector<Certificate> certificates;  ///< in the order of the file
  std::vector<x509::Certificate> others;  ///< CA and EK certificates beside them
  std::vector<bytes::ParseError> errors;  ///< one for each that could not be read
};

/// Nothing in all lists means that the file holds no certificate at all. For PEM, `offset` of a
/// certificate is that of its block; that of an error is the block's, plus nothing: see
/// x509::read_certificates.
[[nodiscard]] CertificateFile read_certificates(bytes::Reader file, bytes::Budget& budget);

/// Cheap look at the first certificate: is it a platform certificate, of either form?
[[nodiscard]] bool looks_like_platform_certificate(bytes::ByteSpan file) noexcept;

}  // namespace assay::formats::platform
