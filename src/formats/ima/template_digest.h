// The digest over an entry's template data, which is what the kernel extends
// (security/integrity/ima/ ima_crypto.c, ima_calc_field_array_hash). Where it differs from the
// digest in the log, the entry's text is not what was measured: someone altered one of the two.
#pragma once

#include "crypto/digest.h"
#include "formats/ima/ima_log.h"

namespace assay::formats::ima {

/// H(template data) with any algorithm: of each field its le32 length and its bytes, as they stand
/// in the log; for "ima" the digest and the name padded with zeros to 256 bytes, no lengths. A
/// digest of size 0 where `alg` is not supported or the name does not fit, which no kernel can have
/// measured.
[[nodiscard]] crypto::Digest hash_template_data(const Entry& entry, crypto::HashAlg alg,
                                                crypto::HashEngine& engine);

enum class TemplateDigest : std::uint8_t {
  matches,
  mismatch,
  violation,      ///< zeros: the kernel measured no content, and no digest covers the entry's text
  not_derivable,  ///< the crypto library lacks the algorithm
};

/// Compares the entry's recorded digest with the one of its data; `alg` is the log's digest_alg.
[[nodiscard]] TemplateDigest check_template_digest(const Entry& entry, crypto::HashAlg alg,
                                                   crypto::HashEngine& engine);

}  // namespace assay::formats::ima
