// References on disk: a TOML file per learned fleet, made to be read, reviewed and edited by people
// (docs/formats/reference.md).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "reference/reference.h"

namespace assay::reference {

[[nodiscard]] base::Result<Reference> parse_reference(std::string_view toml,
                                                      const std::string& file);
[[nodiscard]] std::string to_toml(const Reference& reference);

}  // namespace assay::reference
