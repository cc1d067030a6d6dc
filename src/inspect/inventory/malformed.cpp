#include "inspect/inventory/malformed.h"

#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"

namespace assay::inspect::inventory {

evidence::Finding malformed(std::string_view path, const base::Error& error) {
  const std::string shown = base::printable(path, 300);
  const std::string at =
      error.offset ? fmt::format("offset {} (0x{:x})", *error.offset, *error.offset) : "";
  return evidence::make_finding(
      "artefact.malformed", shown,
      fmt::format("{} does not follow its format{}{}: {}.", shown, at.empty() ? "" : " at ", at,
                  base::printable(error.message, 500)),
      {{shown, at}});
}

evidence::Finding malformed(std::string_view path, const bytes::ParseError& error) {
  return malformed(path, bytes::to_error(error));
}

}  // namespace assay::inspect::inventory
