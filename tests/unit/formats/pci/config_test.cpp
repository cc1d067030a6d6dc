#include "formats/pci/config.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "config_builder.h"
#include "support/mutate.h"

namespace assay::formats::pci {
namespace {

using testing::ConfigBuilder;
using testing::express_endpoint;

bytes::Parsed<Config> parse(bytes::ByteSpan b, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_config(bytes::Reader(b), budget);
}

std::vector<std::uint16_t> offsets(const Config& c) {
  std::vector<std::uint16_t> out;
  for (const Capability& one : c.capabilities) out.push_back(one.offset);
  return out;
}

TEST(PciConfig, an_endpoint_says_what_it_is_and_can) {
  const auto b = express_endpoint();
  const auto c = parse(b.bytes).value();
  EXPECT_EQ(c.vendor, 0x8086);
  EXPECT_EQ(c.device, 0x1521);
  EXPECT_EQ(c.class_code, 0x020000U);
  EXPECT_EQ(c.revision, 1);
  EXPECT_EQ(c.subsystem_vendor, 0x1028);
  EXPECT_EQ(c.subsystem_device, 0x0123);
  ASSERT_TRUE(c.rom);
  EXPECT_EQ(c.rom->address, 0xFE000000U);
  EXPECT_TRUE(c.rom->enabled);
  EXPECT_EQ(offsets(c), (std::vector<std::uint16_t>{0x40, 0x50, 0x70, 0x100, 0x140, 0x200}));
  EXPECT_TRUE(c.has(kCapVpd));
  EXPECT_TRUE(c.has(kExtSerialNumber, true));
  EXPECT_FALSE(c.has(kExtAer, true));
  ASSERT_TRUE(c.express);
  EXPECT_EQ(port_type_name(c.express->port_type), "Endpoint");
  EXPECT_EQ(c.express->most->text(), "8GT/s x4");
  EXPECT_EQ(c.express->now->text(), "5GT/s x2");
  EXPECT_EQ(c.express->port_number, 5);
  EXPECT_EQ(serial_text(c.serial.value()), "b4-96-91-ff-ff-a1-b2-c3");
  ASSERT_TRUE(c.sr_iov);
  EXPECT_EQ(c.sr_iov->total, 16);
  EXPECT_EQ(c.sr_iov->enabled, 3);
  EXPECT_EQ(c.sr_iov->vf_device, 0x1520);
  ASSERT_EQ(c.vendor_structures.size(), 1U);
  EXPECT_EQ(c.vendor_structures[0].vendor, 0x1E98);
  EXPECT_EQ(c.vendor_structures[0].length, 0x38);
  EXPECT_EQ(c.vendor_structures[0].revision, 1);
  EXPECT_TRUE(c.problems.empty());
}

TEST(PciConfig, bars_are_read_as_memory_wide_memory_and_io) {
  ConfigBuilder b(64);
  b.le(0x10, 4, 0xF0000008).le(0x14, 4, 0xE0000004).le(0x18, 4, 1).le(0x1C, 4, 0xC001);
  const auto c = parse(b.bytes).value();
  ASSERT_EQ(c.bars.size(), 3U);
  EXPECT_TRUE(c.bars[0].prefetchable);
  EXPECT_EQ(c.bars[1].address, 0x1E0000000U);
  EXPECT_TRUE(c.bars[1].wide);
  EXPECT_EQ(c.bars[2].index, 3);
  EXPECT_TRUE(c.bars[2].io);
  EXPECT_EQ(c.bars[2].address, 0xC000U);
}

TEST(PciConfig, the_last_bar_cannot_take_a_register_behind_the_table) {
  ConfigBuilder b(64);
  b.le(0x24, 4, 0xE0000004);
  EXPECT_FALSE(parse(b.bytes).value().bars.at(0).wide);
}

TEST(PciConfig, a_bridge_has_buses_a_slot_and_its_subsystem_in_a_capability) {
  ConfigBuilder b(256);
  b.le(8, 4, 0x06040000).le(0x0E, 1, 0x81).le(0x18, 3, 0x070504).list_at(0x40);
  b.capability(0x40, 0x0D, 0x50).le(0x44, 4, 0x225A17AA);
  b.capability(0x50, 0x10, 0).le(0x52, 2, 0x0142);
  b.le(0x64, 4, 40U << 19U | 0x60).le(0x6A, 2, 0x40);
  const auto c = parse(b.bytes).value();
  EXPECT_TRUE(c.multi_function);
  ASSERT_TRUE(c.buses);
  EXPECT_EQ(c.buses->primary, 4);
  EXPECT_EQ(c.buses->secondary, 5);
  EXPECT_EQ(c.buses->subordinate, 7);
  EXPECT_EQ(c.subsystem_vendor, 0x17AA);
  EXPECT_EQ(c.subsystem_device, 0x225A);
  ASSERT_TRUE(c.express && c.express->slot);
  EXPECT_EQ(c.express->slot->number, 40);
  EXPECT_TRUE(c.express->slot->hot_plug);
  EXPECT_TRUE(c.express->slot->card_present);
  EXPECT_FALSE(c.express->slot->power_controller);
}

TEST(PciConfig, a_part_of_the_root_complex_has_no_link) {
  ConfigBuilder b(256);
  b.list_at(0x40).capability(0x40, 0x10, 0).le(0x42, 2, 0x0092).le(0x4C, 4, 0xFFFFFFFF);
  const auto c = parse(b.bytes).value();
  ASSERT_TRUE(c.express);
  EXPECT_FALSE(c.express->most);
}

TEST(PciConfig, a_list_that_loops_is_read_once_and_told_with_its_pointer) {
  ConfigBuilder b(256);
  b.list_at(0x40).capability(0x40, 1, 0x50).capability(0x50, 5, 0x40);
  const auto c = parse(b.bytes).value();
  EXPECT_EQ(offsets(c), (std::vector<std::uint16_t>{0x40, 0x50}));
  ASSERT_EQ(c.problems.size(), 1U);
  EXPECT_EQ(c.problems[0].offset, 0x51U);

  auto e = express_endpoint();
  e.extended(0x200, 0x23, 1, 0x140);
  const auto looped = parse(e.bytes).value();
  EXPECT_EQ(looped.capabilities.size(), 6U);
  ASSERT_EQ(looped.problems.size(), 1U);
  EXPECT_EQ(looped.problems[0].offset, 0x202U);
}

TEST(PciConfig, a_pointer_into_the_header_is_told) {
  ConfigBuilder b(256);
  b.list_at(0x20);
  const auto c = parse(b.bytes).value();
  EXPECT_TRUE(c.capabilities.empty());
  ASSERT_EQ(c.problems.size(), 1U);
  EXPECT_EQ(c.problems[0].offset, 0x34U);
  auto e = express_endpoint();
  e.extended(0x100, 0x03, 1, 0x40);
  EXPECT_EQ(parse(e.bytes).value().problems.size(), 1U);
}

TEST(PciConfig, a_capability_that_the_space_cuts_is_told_and_the_rest_is_kept) {
  ConfigBuilder b(256);
  b.list_at(0xFC).capability(0xFC, 0x10, 0x40).capability(0x40, 1, 0);
  const auto c = parse(b.bytes).value();
  EXPECT_EQ(c.capabilities.size(), 2U);
  EXPECT_FALSE(c.express);
  ASSERT_EQ(c.problems.size(), 1U);
  EXPECT_EQ(c.problems[0].fault, bytes::Fault::truncated);
}

TEST(PciConfig, an_unprivileged_capture_is_no_broken_list) {
  const auto c = parse(bytes::ByteSpan(express_endpoint().bytes).first(64)).value();
  EXPECT_TRUE(c.capabilities_unread);
  EXPECT_TRUE(c.problems.empty());
  EXPECT_FALSE(parse(ConfigBuilder(64).bytes).value().capabilities_unread);
}

TEST(PciConfig, bytes_behind_256_of_a_part_without_express_are_no_list) {
  ConfigBuilder b(4096);
  b.list_at(0x40).capability(0x40, 1, 0).extended(0x100, 0x03, 1, 0x100);
  const auto c = parse(b.bytes).value();
  EXPECT_EQ(c.capabilities.size(), 1U);
  EXPECT_TRUE(c.problems.empty());
}

TEST(PciConfig, what_is_no_configuration_space_is_refused_with_the_place) {
  for (const std::size_t size : {0U, 63U, 65U, 255U, 4095U, 4097U})
    EXPECT_FALSE(parse(base::Bytes(size))) << size;
  const base::Bytes silent(256, std::byte{0xFF});
  EXPECT_EQ(parse(silent).error().field, "Vendor ID");
  ConfigBuilder b(64);
  b.le(0x0E, 1, 3);
  EXPECT_EQ(parse(b.bytes).error().offset, 0x0EU);
}

TEST(PciConfig, a_virtual_function_may_have_no_ids_of_its_own) {
  ConfigBuilder b(64);
  b.le(0, 4, 0xFFFFFFFF);
  EXPECT_EQ(parse(b.bytes).value().vendor, 0xFFFF);
}

TEST(PciConfig, the_budget_counts_capabilities) {
  const auto b = express_endpoint();
  EXPECT_TRUE(parse(b.bytes, {.items = 6, .bytes = 0, .depth = 1}));
  const auto c = parse(b.bytes, {.items = 5, .bytes = 0, .depth = 1});
  ASSERT_FALSE(c);
  EXPECT_EQ(c.error().fault, bytes::Fault::budget);
}

TEST(PciConfig, survives_every_prefix_and_mutation) {
  const auto b = express_endpoint();
  testing::every_prefix(b.bytes, [&](bytes::ByteSpan part) {
    const bool whole = part.size() == 64 || part.size() == 256 || part.size() == 4096;
    EXPECT_EQ(parse(part).has_value(), whole) << part.size();
  });
  testing::mutations(b.bytes, 1000, 3, [](bytes::ByteSpan part) {
    if (const auto c = parse(part)) {
      EXPECT_LE(c->capabilities.size(), 1024U);
    }
  });
}

TEST(PciConfig, is_recognised_by_what_it_holds) {
  EXPECT_TRUE(looks_like_config(express_endpoint().bytes));
  EXPECT_FALSE(looks_like_config(base::Bytes(256)));
  EXPECT_FALSE(looks_like_config(base::Bytes(256, std::byte{'a'})));
  EXPECT_FALSE(looks_like_config(bytes::ByteSpan(express_endpoint().bytes).first(100)));
}

}  // namespace
}  // namespace assay::formats::pci
