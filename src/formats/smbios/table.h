// SMBIOS structure table (DMTF DSP0134): the structures one after another, each a formatted area
// and a set of strings. Views into the caller's bytes.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::smbios {

struct Structure {
  std::uint8_t type = 0;
  std::uint16_t handle = 0;
  std::uint64_t offset = 0;
  bytes::ByteSpan formatted;              ///< with its 4-byte header
  std::vector<std::string_view> strings;  ///< string number n is strings[n - 1]; not yet printable

  /// The string that the byte at `at` of the formatted area names; empty where there is none.
  [[nodiscard]] std::string_view string_at(std::size_t at) const noexcept;
};

struct Table {
  std::vector<Structure> structures;
  std::optional<bytes::ParseError>
      broken;  ///< set where the table could be read only up to a structure
};

/// 6.1: to the end-of-table structure (type 127) or the end of the bytes.
[[nodiscard]] Table parse_table(bytes::Reader reader, bytes::Budget& budget);

/// 7.2.1 of type 1: nothing where absent, all zero or all ones.
[[nodiscard]] std::optional<std::array<std::byte, 16>> system_uuid(const Table& table);

}  // namespace assay::formats::smbios
