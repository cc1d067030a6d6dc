// References on disk: a TOML file per learned fleet, made to be read, reviewed and edited by people
// (docs/formats/reference.md).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "reference/boot_reference.h"

namespace assay::reference {

[[nodiscard]] base::Result<BootReference> parse_reference(std::string_view toml,
                                                          const std::string& file);
[[nodiscard]] std::string to_toml(const BootReference& reference);

}  // namespace assay::reference
