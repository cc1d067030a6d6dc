// $FPT, the flash partition table at the start of an Intel management engine region (ME, CSME, TXE,
// SPS): which partition of the engine's firmware stands where. Versions 1.0, 2.0 and 2.1. Nothing
// is published by Intel; the layout is that of public tools. Names are views into the caller's
// bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::me {

struct Partition {
  std::string_view name;     ///< up to four characters: "FTPR", "MFS"
  std::string_view owner;    ///< four characters or none
  std::uint64_t offset = 0;  ///< from the region's start; 0 where `stored` is false
  std::uint64_t size = 0;
  std::uint32_t flags = 0;
  bool stored = false;  ///< has bytes in flash; entries without are the engine's own bookkeeping
  bool valid = true;    ///< the entry is not marked as withdrawn
};

enum class Checksum : std::uint8_t { good, bad };

struct PartitionTable {
  std::uint64_t at = 0;      ///< of "$FPT", from the reader's start
  std::uint8_t version = 0;  ///< 0x10, 0x20, 0x21
  std::uint8_t header_length = 0;
  Checksum checksum = Checksum::good;
  /// Of the tool that laid the region out: major, minor, hotfix, build.
  std::array<std::uint16_t, 4> layout_tool{};
  std::uint64_t size = 0;  ///< of header and entries
  std::vector<Partition> partitions;
};

/// The region from its start; "$FPT" stands at 0x10 behind the ROM bypass vector, or at 0.
/// A partition outside the region is kept as it is: the caller knows where the region ends.
[[nodiscard]] bytes::Parsed<PartitionTable> parse_partition_table(bytes::Reader region,
                                                                  bytes::Budget& budget);

/// "$FPT" at 0x10 or 0 with a number of partitions that a table can have.
[[nodiscard]] bool looks_like_partition_table(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::me
