// Writing the TOML that references are kept in: strings with everything escaped that needs it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::reference {

/// A TOML basic string.
[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& items);

}  // namespace assay::reference
