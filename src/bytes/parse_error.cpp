#include "bytes/parse_error.h"

#include <fmt/format.h>

namespace assay::bytes {

std::string ParseError::describe() const {
  switch (fault) {
    case Fault::truncated:
      return fmt::format("{}: {} byte{} expected, {} left", field, wanted, wanted == 1 ? "" : "s",
                         available);
    case Fault::trailing:
      return fmt::format("{}: {} byte{} left over after its end", field, available,
                         available == 1 ? "" : "s");
    case Fault::budget:
      return fmt::format("{}: refused, it asks for {} where {} remain in the budget for {}", field,
                         wanted, available, expected);
    case Fault::bad_value:
      break;
  }
  return fmt::format("{}: expected {}", field, expected);
}

base::Error to_error(const ParseError& error) {
  return {
      .kind = error.fault == Fault::budget ? base::ErrorKind::budget : base::ErrorKind::malformed,
      .message = error.describe(),
      .file = {},
      .offset = error.offset};
}

}  // namespace assay::bytes
