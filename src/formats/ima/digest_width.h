// How wide the template digests of a binary IMA log are, and in which byte order it was written.
// The log does not say: 20 bytes in the file every kernel has, 32, 48 or 64 in
// binary_runtime_measurements_<alg> of newer ones. Each width is tried on the first entries: a
// wrong one misplaces the length of the template's name, and only the right one gives digests that
// the entries' data hashes to.
#pragma once

#include <cstddef>

#include "bytes/reader.h"
#include "crypto/digest.h"
#include "formats/ima/entry_reader.h"

namespace assay::formats::ima {

struct DigestWidth {
  Layout layout{};
  crypto::HashAlg alg = crypto::HashAlg::sha1;
  bool confirmed = false;  ///< an entry's data hashes to its template digest
};

/// Looks at no more than the first few entries. Where no width reads even one entry it answers
/// SHA-1, whose parse then says what is wrong. Of several that read, one with a confirmed digest
/// wins, then the one that reads most entries, then little-endian before
/// big-endian, then the narrower.
[[nodiscard]] DigestWidth detect_digest_width(bytes::Reader reader);

}  // namespace assay::formats::ima
