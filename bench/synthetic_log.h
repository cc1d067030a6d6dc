// The boot of an imaginary Linux server: firmware, Secure Boot variables, shim, GRUB and its
// script, the kernel; about 120 events in about 30 KB. Another seed is another server: other
// versions, disks, digests, menu entries and revocation lists.
#pragma once

#include <array>
#include <vector>

#include "base/types.h"
#include "crypto/digest.h"
#include "random.h"

namespace assay::bench {

struct SyntheticLog {
  base::Bytes bytes;
  std::array<crypto::Digest, 24> pcrs;
  std::size_t events = 0;
};

/// `certificates`: DER, at least four: platform key, exchange key, db, distribution.
[[nodiscard]] SyntheticLog make_log(Random& random, const std::vector<base::Bytes>& certificates,
                                    crypto::HashEngine& hash);

}  // namespace assay::bench
