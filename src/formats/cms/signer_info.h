// One SignerInfo of a SignedData (RFC 5652, 5.3): who, with which algorithm, over which attributes.
#pragma once

#include "bytes/budget.h"
#include "formats/cms/signed_data.h"

namespace assay::formats::cms {

/// The next element of `reader`. Its `certificate` is not looked up.
[[nodiscard]] bytes::Parsed<SignerInfo> parse_signer_info(bytes::Reader& reader,
                                                          bytes::Budget& budget);

/// The next element, an AlgorithmIdentifier of a hash; HashAlg::none for one Assay does not know.
[[nodiscard]] bytes::Parsed<crypto::HashAlg> read_digest_algorithm(bytes::Reader& reader,
                                                                   bytes::Budget& budget,
                                                                   std::string_view field);

}  // namespace assay::formats::cms
