// Lists of digests as people publish them: one hex digest a line with a name or without, the form
// that sha256sum writes, BSD's "SHA256 (name) = …", CSV, and texts with digests in backticks. What
// a line says beside its digest is its name.
#pragma once

#include <string>
#include <vector>

#include "bytes/budget.h"
#include "crypto/digest.h"

namespace assay::formats::indicators {

struct ListedDigest {
  crypto::Digest digest;  ///< SHA-1, 256, 384 or 512, told by its length
  std::string name;       ///< safe to show; empty where the line says nothing more
  std::uint64_t line = 0;
};

struct HashList {
  std::vector<ListedDigest> digests;
  std::size_t unsupported = 0;  ///< MD5 and other lengths of 32 hex digits or more
};

/// Every line of a text, digests or not; one item per digest. An error where the text is no ASCII
/// or UTF-8, that is, holds a NUL.
[[nodiscard]] bytes::Parsed<HashList> parse_hash_list(bytes::Reader reader, bytes::Budget& budget);

}  // namespace assay::formats::indicators
