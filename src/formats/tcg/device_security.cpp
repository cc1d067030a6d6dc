#include "formats/tcg/device_security.h"

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::tcg {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t kMeasurementBlocks = 0;
constexpr std::uint32_t kCertificateChain = 1;
constexpr std::uint32_t kPci = 1;

bytes::Parsed<SpdmMeasurement> measurement_block(bytes::Reader& reader, bytes::Budget& budget) {
  SpdmMeasurement block;
  ASSAY_CHECK(budget.items(1, reader.offset(), "SpdmMeasurementBlock"));
  ASSAY_TRY(const auto head, reader.fixed<4>("SpdmMeasurementBlock"));
  block.index = bytes::u8_at<0>(head);
  ASSAY_TRY(auto body, reader.sub(bytes::le16_at<2>(head), "MeasurementSize"));
  block.value = body.whole();
  // MeasurementSpecification bit 0: DMTF.
  if ((bytes::u8_at<1>(head) & 1U) == 0) return block;
  ASSAY_TRY(const auto dmtf, body.fixed<3>("DMTFSpecMeasurementValueType"));
  ASSAY_TRY(block.value, body.take(bytes::le16_at<1>(dmtf), "DMTFSpecMeasurementValueSize"));
  block.value_type = bytes::u8_at<0>(dmtf);
  block.dmtf = true;
  return block;
}

bytes::Parsed<void> device_path(bytes::Reader& reader, bytes::Budget& budget,
                                DeviceSecurityEvent& event) {
  ASSAY_TRY(const std::uint64_t size, reader.le64("DevicePathLength"));
  ASSAY_TRY(const auto path, reader.sub(size, "DevicePath"));
  ASSAY_TRY(event.path, uefi::parse_device_path(path, budget));
  return {};
}

// The context is for people; one that does not fit is left out.
void device_context(bytes::Reader& reader, DeviceSecurityEvent& event) {
  if (event.device_type != kPci) return;
  const auto head = reader.fixed<4>("PciContext");
  if (!head) return;
  const auto body = reader.fixed<12>("PciContext");
  if (!body) return;
  event.pci = PciIdentity{
      .vendor = bytes::le16_at<0>(*body),
      .device = bytes::le16_at<2>(*body),
      .revision = bytes::u8_at<4>(*body),
      .class_code = bytes::u8_at<5>(*body) | (std::uint32_t{bytes::le16_at<6>(*body)} << 8U),
      .subsystem_vendor = bytes::le16_at<8>(*body),
      .subsystem = bytes::le16_at<10>(*body)};
}

bytes::Parsed<DeviceSecurityEvent> first_form(bytes::Reader& reader, bytes::Budget& budget) {
  DeviceSecurityEvent event;
  // Version, Length, SpdmHashAlg, DeviceType.
  ASSAY_TRY(const auto head, reader.fixed<12>("Version"));
  event.hash_algorithm = bytes::le32_at<4>(head);
  event.device_type = bytes::le32_at<8>(head);
  ASSAY_TRY(auto block, measurement_block(reader, budget));
  event.measurements.push_back(block);
  // Firmware from before the profile's 1.06 leaves the path out: what follows is the context.
  bytes::Reader with_path = reader;
  if (device_path(with_path, budget, event)) reader = with_path;
  device_context(reader, event);
  return event;
}

bytes::Parsed<void> sub_header(std::uint32_t type, bytes::Reader& reader, bytes::Budget& budget,
                               DeviceSecurityEvent& event) {
  if (type == kMeasurementBlocks) {
    ASSAY_TRY(const auto head, reader.fixed<8>("SpdmVersion"));
    event.hash_algorithm = bytes::le32_at<4>(head);
    for (unsigned i = 0; i < bytes::u8_at<2>(head); ++i) {
      ASSAY_TRY(auto block, measurement_block(reader, budget));
      event.measurements.push_back(block);
    }
  } else if (type == kCertificateChain) {
    ASSAY_TRY(const auto head, reader.fixed<8>("SpdmVersion"));
    event.hash_algorithm = bytes::le32_at<4>(head);
    event.certificate_chain = reader.rest();
  }
  return {};
}

bytes::Parsed<DeviceSecurityEvent> second_form(bytes::Reader& reader, bytes::Budget& budget) {
  DeviceSecurityEvent event;
  event.form = 2;
  // Version, AuthState, Reserved, Length, DeviceType, SubHeaderType, SubHeaderLength, SubHeaderUID.
  ASSAY_TRY(const auto head, reader.fixed<28>("Version"));
  event.authentication = bytes::u8_at<2>(head);
  event.device_type = bytes::le32_at<8>(head);
  ASSAY_CHECK(device_path(reader, budget, event));
  ASSAY_TRY(auto sub, reader.sub(bytes::le32_at<16>(head), "SubHeaderLength"));
  ASSAY_CHECK(sub_header(bytes::le32_at<12>(head), sub, budget, event));
  device_context(reader, event);
  return event;
}

}  // namespace

bytes::Parsed<DeviceSecurityEvent> parse_device_security(bytes::Reader reader,
                                                         bytes::Budget& budget) {
  const std::uint64_t at = reader.offset();
  ASSAY_TRY(const auto signature, reader.take(16, "Signature"));
  if (bytes::starts_with(signature, "SPDM Device Sec\0"sv)) return first_form(reader, budget);
  if (bytes::starts_with(signature, "SPDM Device Sec2"sv)) return second_form(reader, budget);
  return bytes::bad_value(at, "Signature", "\"SPDM Device Sec\" or \"SPDM Device Sec2\"");
}

}  // namespace assay::formats::tcg
