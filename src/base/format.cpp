#include "base/format.h"

#include <iterator>

namespace assay::base {

void append_formatted(std::string& out, fmt::string_view pattern, fmt::format_args args) {
  fmt::vformat_to(std::back_inserter(out), pattern, args);
}

}  // namespace assay::base
