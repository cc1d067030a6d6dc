// Textual encoding (RFC 7468): base64 between "-----BEGIN X-----" and "-----END X-----". Read
// leniently, since bundles are edited by hand: any line ends, white space inside, comments between
// blocks.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::x509 {

struct PemBlock {
  std::string label;                   ///< "CERTIFICATE"; not yet printable
  std::uint64_t offset = 0;            ///< of "-----BEGIN" in the outermost file
  bytes::Parsed<base::Bytes> content;  ///< decoded; an error keeps the other blocks readable
};

/// Every block of `file`. Each costs one item, and its text's size in bytes. The only overall error
/// is an exhausted budget.
[[nodiscard]] bytes::Parsed<std::vector<PemBlock>> parse_pem(bytes::Reader file,
                                                             bytes::Budget& budget);

/// "-----BEGIN " within the first bytes or after a line end.
[[nodiscard]] bool looks_like_pem(bytes::ByteSpan file) noexcept;

}  // namespace assay::formats::x509
