#include "base/error.h"

#include <fmt/format.h>

namespace assay::base {

std::string Error::describe() const {
  std::string text;
  if (!file.empty()) text += file + ": ";
  if (offset) text += fmt::format("offset {} (0x{:x}): ", *offset, *offset);
  return text + message;
}

}  // namespace assay::base
