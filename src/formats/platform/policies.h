// certificatePolicies (RFC 5280, 4.2.1.4): under which statement of practice a platform certificate
// was issued. For people; Assay decides nothing by it.
#pragma once

#include "formats/platform/certificate.h"

namespace assay::formats::platform {

/// The value of an extension 2.5.29.32.
[[nodiscard]] bytes::Parsed<std::vector<Policy>> parse_policies(bytes::Reader r,
                                                                fields::Context& c);

}  // namespace assay::formats::platform
