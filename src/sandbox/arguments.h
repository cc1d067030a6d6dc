// What a parent tells a worker on its command line: which handler it is, and the limits that it
// sets itself. `PROGRAM sandbox-worker HANDLER MEMORY`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/settings.h"

namespace assay::sandbox {

struct Arguments {
  std::string_view handler;
  Limits limits;  ///< `memory` alone; the parent keeps watch over the others
};

[[nodiscard]] std::vector<std::string> make_arguments(const Settings& settings,
                                                      std::string_view handler);
/// Nothing where they are not those of make_arguments().
[[nodiscard]] std::optional<Arguments> parse_arguments(int argc, const char* const* argv);

}  // namespace assay::sandbox
