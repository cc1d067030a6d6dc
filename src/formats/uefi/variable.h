// UEFI_VARIABLE_DATA (TCG PFP 1.06 r52, 10.2.6): a UEFI variable as the event log carries it. Views
// into the caller's bytes.
#pragma once

#include <cstdint>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

struct Variable {
  Guid vendor;
  bytes::ByteSpan name;           ///< UTF-16LE, without the NULs that some firmware counts in
  bytes::ByteSpan data;           ///< VariableDataLength bytes
  std::uint64_t data_offset = 0;  ///< of `data` in the outermost file
  /// Bytes after the structure: old shims log a length that is short of what they append.
  bytes::ByteSpan trailing;

  /// True where the name is exactly `ascii`.
  [[nodiscard]] bool named(std::string_view ascii) const noexcept;
};

/// Trailing bytes are no error. `field` names in errors: VariableName, UnicodeNameLength,
/// VariableDataLength, UnicodeName, VariableData.
[[nodiscard]] bytes::Parsed<Variable> parse_variable(bytes::Reader reader) noexcept;

}  // namespace assay::formats::uefi
