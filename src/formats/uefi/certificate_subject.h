// The subject of a certificate found in a signature database, as one line: enough to tell people
// which key is trusted. Only the name is decoded: a database is described for every log, and a
// public key takes ten times as long as the rest of the certificate. Nothing is verified here.
#pragma once

#include <optional>
#include <string>

#include "bytes/reader.h"

namespace assay::formats::uefi {

/// Certificates larger than this are not looked into.
inline constexpr std::size_t kMaxCertificate = 64 * 1024;

/// x509::Name::text() of the subject ("CN=…,O=…,C=US"), printable, "(empty subject)" for an empty
/// one; nothing where `der` is no X.509 certificate (RFC 5280, 4.1), as far as its subject.
[[nodiscard]] std::optional<std::string> certificate_subject(bytes::ByteSpan der);

}  // namespace assay::formats::uefi
