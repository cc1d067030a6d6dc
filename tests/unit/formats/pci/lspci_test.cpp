#include "formats/pci/lspci.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "config_builder.h"
#include "support/mutate.h"

namespace assay::formats::pci {
namespace {

bytes::Parsed<Lspci> parse(std::string_view text, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_lspci(bytes::Reader(bytes::as_bytes(text)), budget);
}

// As lspci prints it: 16 bytes a line.
std::string dump(bytes::ByteSpan b) {
  std::string out;
  for (std::size_t at = 0; at < b.size(); at += 16) {
    out += fmt::format("{:02x}:", at);
    for (const std::byte one : b.subspan(at, 16))
      out += fmt::format(" {:02x}", static_cast<unsigned>(one));
    out += '\n';
  }
  return out;
}

TEST(Lspci, plain_lines_give_class_name_and_revision) {
  const auto out = parse(
      "00:1f.2 SATA controller: Intel Corporation C610 [AHCI mode] (rev 05) (prog-if 01 [AHCI "
      "1.0])\n0001:03:00.1 Ethernet controller: Broadcom NetXtreme (Some rev) \n");
  ASSERT_EQ(out->devices.size(), 2U);
  const auto& d = out->devices[0];
  EXPECT_EQ(d.address.text(), "0000:00:1f.2");
  EXPECT_EQ(d.class_text, "SATA controller");
  EXPECT_EQ(d.device_text, "Intel Corporation C610 [AHCI mode]");
  EXPECT_EQ(d.revision, 5);
  EXPECT_EQ(d.interface, 1);
  EXPECT_FALSE(d.vendor);
  EXPECT_EQ(out->devices[1].address.domain, 1U);
  EXPECT_EQ(out->devices[1].line, 2U);
  EXPECT_EQ(out->devices[1].device_text, "Broadcom NetXtreme (Some rev)");
}

TEST(Lspci, numbers_come_out_of_n_and_nn) {
  const auto out = parse(
      "00:1f.3 0c05: 8086:8d22 (rev 05)\n"
      "00:02.0 Class 0604: Device 8086:2f04\n"
      "03:00.0 Ethernet controller [0200]: Intel Corporation I350 [8086:1521] (rev 01)\n"
      "\tSubsystem: Dell Device [1028:0123]\n"
      "\tKernel driver in use: igb\n"
      "\tPhysical Slot: 3-1\n"
      "\tNUMA node: 1, IOMMU group: 3\n"
      "\tExpansion ROM at fe000000 [disabled] [size=512K]\n"
      "\tCapabilities: [140 v1] Device Serial Number b4-96-91-ff-ff-a1-b2-c3\n"
      "\t\t\t[PN] Part number: G17305\n\t\t\t[SN] Serial number: ABC1\n");
  ASSERT_EQ(out->devices.size(), 3U);
  EXPECT_EQ(out->devices[0].class_id, 0x0C05);
  EXPECT_EQ(out->devices[0].vendor, 0x8086);
  EXPECT_EQ(out->devices[1].class_id, 0x0604);
  EXPECT_EQ(out->devices[1].device, 0x2F04);
  const auto& d = out->devices[2];
  EXPECT_EQ(d.class_text, "Ethernet controller");
  EXPECT_EQ(d.device, 0x1521);
  EXPECT_EQ(d.device_text, "Intel Corporation I350");
  EXPECT_EQ(d.subsystem_vendor, 0x1028);
  EXPECT_EQ(d.subsystem_device, 0x0123);
  EXPECT_EQ(d.driver, "igb");
  EXPECT_EQ(d.slot, "3-1");
  EXPECT_EQ(d.numa_node, 1);
  EXPECT_TRUE(d.rom_mentioned);
  EXPECT_EQ(d.serial, 0xB49691FFFFA1B2C3U);
  EXPECT_EQ(d.part_number, "G17305");
  EXPECT_EQ(d.serial_number, "ABC1");
}

TEST(Lspci, hex_dumps_are_decoded_whatever_stands_between_them) {
  const auto b = testing::express_endpoint();
  const auto text = "03:00.0 Ethernet controller: X\n\tFlags: fast devsel\n" + dump(b.bytes) +
                    "\n03:00.1 Ethernet controller: X\n" +
                    dump(bytes::ByteSpan(b.bytes).first(64)) + "\n03:00.2 No dump: X\n";
  const auto out = parse(text);
  ASSERT_EQ(out->devices.size(), 3U);
  ASSERT_TRUE(out->devices[0].config);
  EXPECT_EQ(out->devices[0].config->capabilities.size(), 6U);
  EXPECT_EQ(out->devices[0].dump_size, 4096U);
  ASSERT_TRUE(out->devices[1].config);
  EXPECT_TRUE(out->devices[1].config->capabilities_unread);
  EXPECT_FALSE(out->devices[2].config);
  EXPECT_EQ(out->ignored_lines, 0U);
}

TEST(Lspci, a_cut_or_disordered_dump_is_told_and_read_as_far_as_it_goes) {
  const auto b = testing::express_endpoint();
  const auto cut = parse("03:00.0 X: Y\n" + dump(bytes::ByteSpan(b.bytes).first(0x130)));
  ASSERT_TRUE(cut->devices[0].config);
  EXPECT_EQ(cut->devices[0].config->size, 256U);
  ASSERT_TRUE(cut->devices[0].dump_problem);
  EXPECT_EQ(cut->devices[0].dump_problem->offset, 0x130U);

  const auto twice =
      parse("03:00.0 X: Y\n" + dump(bytes::ByteSpan(b.bytes).first(64)) + "00: ff ff ff ff\n");
  EXPECT_TRUE(twice->devices[0].dump_problem);
  EXPECT_EQ(twice->devices[0].config->vendor, 0x8086);

  const auto silent = parse("03:00.0 X: Y\n" + dump(base::Bytes(64, std::byte{0xFF})));
  EXPECT_FALSE(silent->devices[0].config);
  EXPECT_TRUE(silent->devices[0].dump_problem);
}

TEST(Lspci, records_of_vmmnn_fill_the_same_fields) {
  const auto out = parse(
      "Slot:\t3b:00.0\nClass:\tEthernet controller [0200]\nVendor:\tMellanox Technologies [15b3]\n"
      "Device:\tMT27800 [ConnectX-5] [1017]\nSVendor:\tMellanox [15b3]\nSDevice:\tMCX556A [0007]\n"
      "PhySlot:\t2\nRev:\t01\nProgIf:\t00\nDriver:\tmlx5_core\nNUMANode:\t0\n\n"
      "Slot:\t0000:3b:00.1\nClass:\t0200\nVendor:\t15b3\nDevice:\t1017\n");
  ASSERT_EQ(out->devices.size(), 2U);
  const auto& d = out->devices[0];
  EXPECT_EQ(d.class_id, 0x0200);
  EXPECT_EQ(d.vendor, 0x15B3);
  EXPECT_EQ(d.vendor_text, "Mellanox Technologies");
  EXPECT_EQ(d.device, 0x1017);
  EXPECT_EQ(d.device_text, "MT27800 [ConnectX-5]");
  EXPECT_EQ(d.subsystem_device, 0x0007);
  EXPECT_EQ(d.subsystem_text, "MCX556A");
  EXPECT_EQ(d.slot, "2");
  EXPECT_EQ(d.revision, 1);
  EXPECT_EQ(d.driver, "mlx5_core");
  EXPECT_EQ(out->devices[1].device, 0x1017);
  EXPECT_EQ(out->devices[1].device_text, "");
}

TEST(Lspci, quoted_lines_of_mm_fill_the_same_fields) {
  const auto out = parse(
      "03:00.0 \"Ethernet controller [0200]\" \"Intel Corporation [8086]\" \"I350 \\\"G\\\" "
      "[1521]\" -r01 -p00 \"Dell [1028]\" \"Device [0123]\"\n03:00.1 \"0200\" \"8086\" \"1521\"");
  ASSERT_EQ(out->devices.size(), 2U);
  EXPECT_EQ(out->devices[0].vendor_text, "Intel Corporation");
  EXPECT_EQ(out->devices[0].device, 0x1521);
  EXPECT_EQ(out->devices[0].revision, 1);
  EXPECT_EQ(out->devices[0].subsystem_vendor, 0x1028);
  EXPECT_EQ(out->devices[0].subsystem_device, 0x0123);
  EXPECT_EQ(out->devices[1].vendor, 0x8086);
}

TEST(Lspci, lines_of_no_device_are_counted_and_a_text_without_any_is_refused) {
  const auto out = parse("pcilib: warning\n00:00.0 Host bridge: X\nnonsense\n");
  EXPECT_EQ(out->ignored_lines, 2U);
  EXPECT_FALSE(parse(""));
  EXPECT_FALSE(parse("nothing here\n00: 01 02\n"));
}

TEST(Lspci, the_budget_counts_lines) {
  EXPECT_TRUE(parse("00:00.0 A: B\n\tC: D\n", {.items = 2, .bytes = 0, .depth = 1}));
  EXPECT_FALSE(parse("00:00.0 A: B\n\tC: D\n", {.items = 1, .bytes = 0, .depth = 1}));
}

TEST(Lspci, is_recognised_in_each_form) {
  const auto looks = [](std::string_view text) { return looks_like_lspci(bytes::as_bytes(text)); };
  EXPECT_TRUE(looks("00:00.0 Host bridge: Intel\n"));
  EXPECT_TRUE(looks("10000:00:00.0 Host bridge: Intel\n"));
  EXPECT_TRUE(looks("Slot:\t00:00.0\nClass:\tHost bridge\n"));
  EXPECT_FALSE(looks("00:00.0\n"));
  EXPECT_FALSE(looks("10 abcdef ima-ng sha256:00 /bin/sh\n"));
  EXPECT_FALSE(looks("00:20.0 not a device\n"));
}

TEST(Lspci, survives_every_prefix_and_mutation) {
  const auto b = testing::express_endpoint();
  const std::string text =
      "03:00.0 Ethernet controller [0200]: A [8086:1521] (rev 01)\n\tSubsystem: "
      "B [1028:0123]\n" +
      dump(bytes::ByteSpan(b.bytes).first(256)) +
      "03:00.1 \"A [0200]\" \"B [8086]\" \"C [1521]\" -r01\n\nSlot:\t03:00.2\n";
  testing::every_prefix(bytes::as_bytes(text), [&](bytes::ByteSpan part) {
    const auto out = parse(bytes::as_chars(part));
    EXPECT_EQ(out.has_value(), part.size() >= 8) << part.size();
  });
  testing::mutations(bytes::as_bytes(text), 1000, 5, [](bytes::ByteSpan part) {
    if (const auto out = parse(bytes::as_chars(part))) {
      for (const auto& d : out->devices) EXPECT_LE(d.device_text.size(), part.size());
    }
  });
}

}  // namespace
}  // namespace assay::formats::pci
