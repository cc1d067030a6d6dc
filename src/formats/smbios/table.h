// SMBIOS structure table (DMTF DSP0134): the structures one after another, each a formatted area
// and a set of strings, with or without the entry point before it. Views into the caller's bytes.
// decode.h says what the structures mean.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/smbios/entry_point.h"

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
  std::optional<EntryPoint> entry_point;  ///< where the file begins with one
  std::vector<Structure> structures;
  bool ended = false;  ///< an end-of-table structure (type 127) was read
  std::optional<bytes::ParseError>
      broken;  ///< set where the table could be read only up to a structure
  /// Places that two readers would read differently; the table was read on.
  std::vector<bytes::ParseError> oddities;
};

/// 6.1: to the end-of-table structure (type 127) or the end of the bytes; zeros or ones up to the
/// end are padding. A file that begins with an entry point (`dmidecode --dump-bin`) has its table
/// at the address given there, if that lies in the file, else at 0x20. Costs one item for each
/// structure and string.
[[nodiscard]] Table parse_table(bytes::Reader reader, bytes::Budget& budget);

/// Set where the table stops without type 127 although nothing says that it is whole: an entry
/// point (of the file, or else `elsewhere`) whose number of structures was read does.
[[nodiscard]] std::optional<bytes::ParseError> cut_short(const Table& table,
                                                         const EntryPoint* elsewhere = nullptr);

/// An entry point, or the first structures of a bare table as the kernel gives it in
/// /sys/firmware/dmi/tables/DMI: no magic, so several must follow each other in good order.
[[nodiscard]] bool looks_like_table(bytes::ByteSpan bytes) noexcept;

/// 7.2.1 of type 1: nothing where absent, all zero or all ones.
[[nodiscard]] std::optional<std::array<std::byte, 16>> system_uuid(const Table& table);

}  // namespace assay::formats::smbios
