// The header that some TPMs keep before the EK certificate in NV storage: TCG_PCCLIENT_STORED_CERT
// around TCG_FULL_CERT (TCG PC Client Specific Implementation Specification for Conventional
// BIOS 1.21, 7.3.2):
//
//     10 01        stored-certificate tag, big-endian like all of it
//     00           certificate type: 0 full (1 would be a partial, SHA-1 based one)
//     LL LL        size of what follows, in bytes
//     10 02        full-certificate tag, counted in that size
#pragma once

#include "bytes/reader.h"

namespace assay::formats::x509 {

/// Steps over the header where there is one, and says whether. An error where the header promises
/// more than there is, or another kind of certificate.
[[nodiscard]] bytes::Parsed<bool> skip_nv_header(bytes::Reader& reader) noexcept;

}  // namespace assay::formats::x509
