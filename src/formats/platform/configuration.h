// PlatformConfiguration (TCG Platform Certificate Profile 1.0 and 1.1, 3.1.6; 2.x, 3.1.7): the
// attribute that lists the server's components. Its three versions differ in tags and in how a
// component is written; Configuration hides that.
#pragma once

#include "formats/platform/fields.h"

namespace assay::formats::platform {

/// "2.23.133.5.1.7.": its last arc is the version.
inline constexpr std::string_view kConfigurationPrefix = "2.23.133.5.1.7.";

/// The next element of `r`; `version` 1, 2 or 3.
[[nodiscard]] bytes::Parsed<Configuration> parse_configuration(bytes::Reader& r, unsigned version,
                                                               fields::Context& c);

}  // namespace assay::formats::platform
