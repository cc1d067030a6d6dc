// Which engine a management engine region is for, told from what its partition table and manifests
// say: names of partitions, version numbers, directories. A judgement of names, no signature.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "formats/me/partition_table.h"

namespace assay::formats::me {

enum class Family : std::uint8_t {
  unknown,
  me,        ///< Management Engine, to version 10
  csme,      ///< Converged Security and Management Engine, from 11 on
  txe,       ///< Trusted Execution Engine (Atom)
  sps,       ///< Server Platform Services
  ignition,  ///< only what starts the chipset (Purley's "ignition" firmware)
};

/// `major` is FTPR's version; `converged` that FTPR is a $CPD; `rom_and_manufacturing_only` that
/// it holds no module but "rbe" and "manuf".
[[nodiscard]] Family family_of(std::span<const Partition> partitions, std::uint16_t major,
                               bool converged, bool rom_and_manufacturing_only) noexcept;
[[nodiscard]] std::string_view name(Family family) noexcept;

/// Kind of firmware in $SKU's attributes of ME 7 to 10 ("5 MB", "1.5 MB", "slim", "SPS"); empty
/// for one without a name.
[[nodiscard]] std::string_view sku_name(std::uint64_t attributes) noexcept;

/// What a partition is for ("recovery image", "file system"); empty where not known.
[[nodiscard]] std::string_view partition_purpose(std::string_view name) noexcept;

}  // namespace assay::formats::me
