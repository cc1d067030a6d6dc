// SPDM measurement blocks (DMTF DSP0274, 10.11.1): what a device says about its own firmware and
// configuration, block by block, as a digest or as the bytes themselves. Views into the caller's
// bytes.
#pragma once

#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::spdm {

struct MeasurementBlock {
  std::uint8_t index = 0;
  std::uint8_t specification = 0;  ///< bit 0: DMTF
  std::uint8_t type = 0;           ///< DMTFSpecMeasurementValueType without its top bit
  bool raw = false;                ///< the bytes themselves rather than their digest
  bytes::ByteSpan value;           ///< for another specification, the whole Measurement
  std::uint64_t offset = 0;        ///< of the block

  [[nodiscard]] bool dmtf() const noexcept { return (specification & 1U) != 0; }
};

/// "mutable firmware" (10.11.1, table "DMTFSpecMeasurementValueType").
[[nodiscard]] std::string_view measurement_type(std::uint8_t type) noexcept;

/// MeasurementRecord: exactly `count` blocks. Costs one item each.
[[nodiscard]] bytes::Parsed<std::vector<MeasurementBlock>> parse_measurement_record(
    bytes::Reader reader, unsigned count, bytes::Budget& budget);

}  // namespace assay::formats::spdm
