// IFWI: how Intel's engine firmware is laid out from CSME 13 and on Atoms since Apollo Lake. A
// layout table names data and boot partitions; each boot partition starts with a BPDT, the table
// of its parts. Layouts 1.6 and 1.7, BPDT versions 1 and 2. Values only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::me {

/// A named span of the region; empty parts are left out.
struct LayoutPart {
  std::string_view name;     ///< "Data", "Boot 1", …, "Temp"
  std::uint64_t offset = 0;  ///< from the region's start
  std::uint64_t size = 0;
};

struct Layout {
  std::uint8_t minor = 6;  ///< of version 1.x: 6 or 7
  bool checksum_good = true;
  std::uint64_t size = 0;  ///< of the table itself, ROM bypass vector included
  std::vector<LayoutPart> parts{};
};

struct BootPart {
  std::uint16_t type = 0;
  std::uint16_t flags = 0;
  std::uint64_t offset = 0;  ///< from the BPDT's start
  std::uint64_t size = 0;
};

struct BootPartition {
  std::uint8_t version = 1;
  bool recovery = false;  ///< the signature of a copy
  bool checksum_good = true;
  std::uint16_t major = 0, minor = 0, hotfix = 0, build = 0;  ///< of the tool that laid it out
  std::uint64_t size = 0;                                     ///< header and entries
  std::vector<BootPart> parts;                                ///< only those with bytes
};

/// "SMIP", "RBE", "BUP", …; empty for a type without a name.
[[nodiscard]] std::string_view boot_part_name(std::uint16_t type) noexcept;

/// The region from its start. An error where neither layout's parts lie in the region, in order.
[[nodiscard]] bytes::Parsed<Layout> parse_layout(bytes::Reader region);
[[nodiscard]] bytes::Parsed<BootPartition> parse_boot_partition(bytes::Reader reader,
                                                                bytes::Budget& budget);
[[nodiscard]] bool looks_like_boot_partition(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::me
