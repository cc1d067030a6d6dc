#include "inspect/boot/malformed.h"

#include <fmt/format.h>

#include "evidence/finding_codes.h"

namespace assay::inspect::boot {

evidence::Finding malformed(const Input& input, const base::Error& error) {
  const std::string at =
      error.offset ? fmt::format("offset {} (0x{:x})", *error.offset, *error.offset) : "";
  return evidence::make_finding("artefact.malformed", std::string(input.path),
                                fmt::format("{} does not follow its format{}{}: {}.", input.path,
                                            at.empty() ? "" : " at ", at, error.message),
                                {{std::string(input.path), at}});
}

evidence::Finding malformed(const Input& input, const bytes::ParseError& error) {
  return malformed(input, bytes::to_error(error));
}

}  // namespace assay::inspect::boot
