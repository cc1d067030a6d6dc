#include "formats/tcg/device_security.h"

#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

using namespace testing;
using namespace std::string_view_literals;

base::Bytes block(std::uint8_t index, std::uint8_t type, const base::Bytes& value) {
  bytes::Writer out;
  out.u8(index).u8(1).le16(static_cast<std::uint16_t>(value.size() + 3));
  out.u8(type).le16(static_cast<std::uint16_t>(value.size())).raw(value);
  return std::move(out).release();
}

base::Bytes pci_context() { return hex_bytes("0000 1000 8680 600b 01 000002 8680 0100"); }

base::Bytes path() {
  return joined(
      {node(2, 1, hex_bytes("d041030a00000000")), node(1, 1, hex_bytes("0001")), end_node()});
}

base::Bytes second_form(std::uint8_t authentication) {
  const base::Bytes device = path();
  const base::Bytes measurement = block(2, 1, hex_bytes("aabbccdd"));
  bytes::Writer out;
  out.raw(bytes::as_bytes("SPDM Device Sec2")).le16(2).u8(authentication).u8(0).le32(0);
  out.le32(1).le32(0).le32(static_cast<std::uint32_t>(8 + measurement.size())).le64(77);
  out.le64(device.size()).raw(device);
  out.le16(0x1200).u8(1).u8(0).le32(2).raw(measurement);
  out.raw(pci_context());
  return std::move(out).release();
}

TEST(DeviceSecurity, ReadsTheSecondForm) {
  const base::Bytes sample = second_form(0);
  bytes::Budget budget;
  const auto event = parse_device_security(bytes::Reader(sample), budget);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->form, 2);
  EXPECT_EQ(event->authentication, 0);
  ASSERT_EQ(event->measurements.size(), 1U);
  EXPECT_EQ(event->measurements[0].index, 2);
  EXPECT_EQ(bytes::to_hex(event->measurements[0].value), "aabbccdd");
  EXPECT_EQ(event->path.to_text(), "PciRoot(0x0)/Pci(0x1,0x0)");
  ASSERT_TRUE(event->pci.has_value());
  EXPECT_EQ(event->pci->vendor, 0x8086);
  EXPECT_EQ(event->pci->device, 0x0B60);
  EXPECT_EQ(event->pci->class_code, 0x020000U);
}

TEST(DeviceSecurity, SaysWhetherTheDeviceWasAuthenticated) {
  const Description good = described(EV_EFI_SPDM_FIRMWARE_BLOB, second_form(0), 2);
  EXPECT_EQ(good.what, "device PCI 8086:0b60 mutable firmware");
  EXPECT_EQ(good.text,
            "device PCI 8086:0b60 mutable firmware at PciRoot(0x0)/Pci(0x1,0x0), authenticated, "
            "measurement 2 mutable firmware: aabbccdd");
  const Description bad = described(EV_EFI_SPDM_FIRMWARE_BLOB, second_form(4), 2);
  EXPECT_EQ(bad.what, good.what);
  EXPECT_EQ(detail(bad, "authentication"), "authentication failed: the signature is invalid");
}

TEST(DeviceSecurity, ReadsTheFirstFormWithAndWithoutAPath) {
  const base::Bytes measurement = block(1, 0, hex_bytes("0102"));
  bytes::Writer head;
  head.raw(bytes::as_bytes("SPDM Device Sec\0"sv)).le16(1).le16(0).le32(2).le32(1);
  const base::Bytes device = path();
  bytes::Writer size;
  size.le64(device.size());
  const base::Bytes start = joined({bytes::copy(head.view()), measurement});
  for (const base::Bytes& sample :
       {joined({start, bytes::copy(size.view()), device, pci_context()}),
        joined({start, pci_context()})}) {
    bytes::Budget budget;
    const auto event = parse_device_security(bytes::Reader(sample), budget);
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->measurements.size(), 1U);
    ASSERT_TRUE(event->pci.has_value());
    EXPECT_EQ(event->pci->device, 0x0B60);
  }
}

TEST(DeviceSecurity, SpendsItsBudget) {
  bytes::Budget none(bytes::Limits{.items = 0});
  const auto event = parse_device_security(bytes::Reader(second_form(0)), none);
  ASSERT_FALSE(event.has_value());
  EXPECT_EQ(event.error().fault, bytes::Fault::budget);
}

TEST(DeviceSecurity, SurvivesHostileBytes) {
  const base::Bytes sample = second_form(0);
  const std::size_t needed = sample.size() - pci_context().size();
  every_prefix(sample, [&](bytes::ByteSpan data) {
    bytes::Budget budget;
    EXPECT_EQ(parse_device_security(bytes::Reader(data), budget).has_value(),
              data.size() >= needed);
  });
  attack(sample, [](bytes::ByteSpan data) {
    EXPECT_FALSE(described(EV_EFI_SPDM_FIRMWARE_BLOB, data, 2).what.empty());
  });
}

}  // namespace
}  // namespace assay::formats::tcg
