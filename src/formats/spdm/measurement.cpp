#include "formats/spdm/measurement.h"

#include <array>

namespace assay::formats::spdm {

std::string_view measurement_type(std::uint8_t type) noexcept {
  static constexpr std::array<std::string_view, 11> kTypes{"immutable ROM",
                                                           "mutable firmware",
                                                           "hardware configuration",
                                                           "firmware configuration",
                                                           "measurement manifest",
                                                           "device mode",
                                                           "firmware version",
                                                           "firmware security version",
                                                           "hash-extended measurement",
                                                           "informational",
                                                           "structured measurement manifest"};
  return type < kTypes.size() ? kTypes[type] : "other";
}

bytes::Parsed<std::vector<MeasurementBlock>> parse_measurement_record(bytes::Reader r,
                                                                      unsigned count,
                                                                      bytes::Budget& budget) {
  std::vector<MeasurementBlock> out;
  for (unsigned i = 0; i < count; ++i) {
    ASSAY_CHECK(budget.items(1, r.offset(), "NumberOfBlocks"));
    MeasurementBlock b;
    b.offset = r.offset();
    ASSAY_TRY(b.index, r.u8("Index"));
    ASSAY_TRY(b.specification, r.u8("MeasurementSpecification"));
    ASSAY_TRY(const auto size, r.le16("MeasurementSize"));
    ASSAY_TRY(auto body, r.sub(size, "Measurement"));
    if (b.dmtf()) {
      ASSAY_TRY(const auto type, body.u8("DMTFSpecMeasurementValueType"));
      b.type = type & 0x7FU;
      b.raw = (type & 0x80U) != 0;
      ASSAY_TRY(const auto length, body.le16("DMTFSpecMeasurementValueSize"));
      ASSAY_TRY(b.value, body.take(length, "DMTFSpecMeasurementValue"));
      ASSAY_CHECK(body.finish("Measurement"));
    } else {
      b.value = body.whole();
    }
    out.push_back(b);
  }
  ASSAY_CHECK(r.finish("MeasurementRecord"));
  return out;
}

}  // namespace assay::formats::spdm
