// What stands around volumes, in whole images made in the test: regions, the management engine,
// microcode, the firmware interface table, AMD's directories.
#include <algorithm>
#include <gtest/gtest.h>

#include "inspect/firmware/inspect_image.h"
#include "support/flash_builder.h"
#include "support/me_builder.h"
#include "support/mutate.h"

namespace assay::inspect::firmware {
namespace {

using testing::place;
using testing::put32;
using testing::put64;
using testing::put8;

constexpr std::size_t kMe = 0x3000;
constexpr std::size_t kBios = 0x8000;
constexpr std::size_t kEnd = 0x10000;

Tree look(bytes::ByteSpan image) {
  bytes::Budget budget({.items = 10'000, .bytes = 16U << 20U, .depth = 48});
  crypto::HashEngine hash;
  return inspect_image(image, budget, hash, {.artefact = "image", .threads = 1});
}
const Node* find(const Tree& tree, std::string_view type, std::string_view name = {}) {
  const auto it = std::ranges::find_if(tree.nodes, [&](const Node& node) {
    return node.type == type && (name.empty() || node.name == name);
  });
  return it == tree.nodes.end() ? nullptr : &*it;
}
bool has(const Tree& tree, std::string_view code) {
  return std::ranges::any_of(tree.findings, [&](const auto& f) { return f.code == code; });
}
std::string attribute(const Node* node, std::string_view name) {
  if (node == nullptr) return "no node";
  const auto it = std::ranges::find(node->attributes, name, &Attribute::name);
  return it == node->attributes.end() ? "no attribute" : it->value;
}

// Siblings stand one behind the other, inside their parent.
void expect_sound(const Tree& tree) {
  std::vector<std::uint64_t> ends(tree.nodes.size(), 0);
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    ASSERT_LT(node.parent, i);
    const Node& parent = tree.nodes[node.parent];
    if (node.buffer != parent.buffer) continue;
    EXPECT_GE(node.offset, parent.offset) << tree.path_of(static_cast<std::uint32_t>(i));
    EXPECT_LE(node.offset + node.size, parent.offset + parent.size)
        << tree.path_of(static_cast<std::uint32_t>(i));
    EXPECT_GE(node.offset, ends[node.parent]) << tree.path_of(static_cast<std::uint32_t>(i));
    ends[node.parent] = node.offset + node.size;
  }
}

base::Bytes gbe_copy() {
  base::Bytes b(4096, std::byte{0xFF});
  testing::fill(b, 0, 128, 0);
  put8(b, 0, 0x02);
  testing::put16(b, 126, 0xBABA - 2);
  return b;
}
// A manifest with two LZMA modules behind it.
base::Bytes old_engine(std::uint8_t content) {
  auto manifest = testing::me_manifest(2);
  testing::put_me_module(manifest, 0, "BUP", 0x400, 0x80);
  testing::put_me_module(manifest, 1, "KERNEL", 0x480, 0x80);
  manifest.resize(0x500, static_cast<std::byte>(content));
  testing::fill(manifest, 0x284 + 12 + 0xC0, 0x400 - 0x284 - 12 - 0xC0, 0);
  return manifest;
}
base::Bytes whole(std::uint32_t host_write = 0x00A) {
  base::Bytes image(kEnd, std::byte{0xFF});
  place(image, 0, testing::flash_descriptor(kMe, kBios, kEnd, host_write));
  place(image, 0x1000, gbe_copy());
  auto me = testing::me_region(kBios - kMe, {{"FTPR", 0x1000, 0x1000}, {"NFTP", 0x2000, 0x1000}});
  place(me, 0x1000, testing::me_code_partition());
  place(me, 0x2000, old_engine(0x11));
  place(image, kMe, me);
  place(image, 0x9000, testing::intel_microcode());
  place(image, 0xA000, testing::intel_acm());
  testing::fill(image, 0xB000, 64, 0);
  testing::put_fit_entry(image, 0xB010, 0x9000, 0, 1);
  testing::put_fit_entry(image, 0xB020, 0xA000, 0x30, 2);
  testing::put_fit_entry(image, 0xB030, 0xFFC0, 64, 7);
  testing::put_fit_header(image, 0xB000, 4);
  return image;
}

TEST(FlashParts, a_whole_dump_has_regions_engine_microcode_and_table) {
  const auto tree = look(whole());
  expect_sound(tree);
  EXPECT_EQ(tree.nodes.front().type, "Intel image");
  ASSERT_NE(find(tree, "Region", "BIOS"), nullptr);
  EXPECT_EQ(find(tree, "Region", "BIOS")->offset, kBios);
  EXPECT_EQ(attribute(find(tree, "Region", "GbE"), "MAC address"), "02:00:00:00:00:00");
  const Node* me = find(tree, "Region", "ME");
  ASSERT_NE(me, nullptr);
  EXPECT_EQ(me->version, "11.8.50.3425");
  EXPECT_EQ(attribute(me, "Family"), "CSME");
  EXPECT_EQ(attribute(find(tree, "ME partition", "FTPR"), "Signature"), "present");
  EXPECT_NE(find(tree, "ME module", "rbe"), nullptr);
  EXPECT_NE(find(tree, "ME module", "KERNEL"), nullptr);
  const Node* update = find(tree, "Intel microcode");
  ASSERT_NE(update, nullptr);
  EXPECT_EQ(update->name, "06-55-07");
  EXPECT_EQ(update->version, "0x5003901");
  EXPECT_EQ(attribute(update, "Named by"), "FIT");
  EXPECT_EQ(attribute(find(tree, "Intel ACM"), "Date"), "2015-06-11");
  EXPECT_EQ(attribute(find(tree, "FIT"), "Checksum"), "good");
  EXPECT_TRUE(has(tree, "firmware.bootguard.missing"));
  EXPECT_EQ(tree.findings.size(), 1U);
}

TEST(FlashParts, a_descriptor_that_the_host_may_write_is_told) {
  EXPECT_FALSE(has(look(whole(0x00A)), "firmware.descriptor.unlocked"));
  EXPECT_TRUE(has(look(whole(0x00B)), "firmware.descriptor.unlocked"));
  EXPECT_TRUE(has(look(whole(0x00E)), "firmware.descriptor.unlocked"));
}

TEST(FlashParts, a_descriptor_alone_is_not_a_dump_that_was_cut_off) {
  const auto descriptor = testing::flash_descriptor(kMe, kBios, kEnd);
  EXPECT_EQ(recognise_image(descriptor)->kind, "intel.descriptor");
  const auto tree = look(descriptor);
  EXPECT_TRUE(tree.findings.empty());
  EXPECT_EQ(attribute(find(tree, "Region"), "BIOS region"), "0x8000, 32 KiB");
  const auto image = whole();
  EXPECT_TRUE(has(look(bytes::ByteSpan(image).first(0x8000)), "firmware.region.missing"));
}

TEST(FlashParts, regions_that_overlap_are_told) {
  auto image = whole();
  put32(image, 0x48, 0x00080003);
  EXPECT_TRUE(has(look(image), "firmware.region.overlap"));
  expect_sound(look(image));
}

TEST(FlashParts, an_engine_that_was_cut_down_is_told) {
  EXPECT_FALSE(has(look(whole()), "firmware.me.reduced"));
  auto erased = whole();
  place(erased, kMe + 0x2000, old_engine(0xFF));
  EXPECT_TRUE(has(look(erased), "firmware.me.reduced"));
  auto alone = testing::me_region(0x3000, {{"FTPR", 0x1000, 0x1000}});
  place(alone, 0x1000, testing::me_code_partition());
  EXPECT_EQ(recognise_image(alone)->kind, "intel.me");
  EXPECT_TRUE(has(look(alone), "firmware.me.reduced"));
}

TEST(FlashParts, an_engine_signed_for_debugging_or_not_at_all_is_told) {
  auto image = whole();
  put32(image, kMe + 0x1000 + 64 + 0x0C, 0x80000000);
  testing::fill(image, kMe + 0x2000 + 0x184, 256, 0);
  const auto tree = look(image);
  EXPECT_TRUE(has(tree, "firmware.me.not-production"));
  EXPECT_TRUE(has(tree, "firmware.me.unsigned"));
}

TEST(FlashParts, broken_checksums_are_told_where_they_are) {
  auto image = whole();
  image[0x9040] ^= std::byte{1};
  put8(image, kMe + 0x20, 1);
  put8(image, 0xB030, 1);
  put8(image, 0x1002, 1);
  const auto tree = look(image);
  EXPECT_TRUE(has(tree, "firmware.microcode.damaged"));
  EXPECT_TRUE(has(tree, "firmware.table.checksum"));
  EXPECT_TRUE(has(tree, "firmware.gbe.checksum"));
  EXPECT_EQ(attribute(find(tree, "FIT"), "Checksum"), "wrong");
}

TEST(FlashParts, a_table_that_names_what_is_not_there_is_told) {
  auto image = whole();
  testing::fill(image, 0xA000, 64, 0x77);
  EXPECT_TRUE(has(look(image), "firmware.fit.dangling"));
  testing::fill(image, 0xA000, 0x300, 0xFF);  // an empty slot
  EXPECT_FALSE(has(look(image), "firmware.fit.dangling"));
  place(image, 0xA000, testing::intel_acm(0x8000));
  EXPECT_TRUE(has(look(image), "firmware.acm.not-production"));
}

TEST(FlashParts, a_file_of_microcode_is_one) {
  auto file = testing::intel_microcode();
  const auto second = testing::intel_microcode(0x05003902);
  file.insert(file.end(), second.begin(), second.end());
  EXPECT_EQ(recognise_image(file)->kind, "cpu.microcode");
  const auto tree = look(file);
  EXPECT_EQ(std::ranges::count(tree.nodes, Kind::microcode, &Node::kind), 2);
  EXPECT_TRUE(tree.findings.empty());
}

TEST(FlashParts, amds_directories_are_followed_from_the_embedded_structure) {
  base::Bytes image(1U << 20U, std::byte{0xFF});
  testing::fill(image, 0x20000, 0x4C, 0);
  put32(image, 0x20000, 0x55AA55AA);
  put32(image, 0x20014, 0x40000);
  testing::fill(image, 0x40000, 48, 0);
  testing::put_text(image, 0x40000, "$PSP");
  put32(image, 0x40008, 2);
  put8(image, 0x40010, 1);
  put32(image, 0x40014, 0x200);
  put64(image, 0x40018, 0x50000);
  put8(image, 0x40020, 0x40);
  put64(image, 0x40028, 0x40000);  // back to itself
  testing::fill(image, 0x50000, 0x200, 0);
  testing::put_text(image, 0x50010, "$PS1");
  put32(image, 0x50030, 1);
  put32(image, 0x50060, 0x01020304);
  EXPECT_EQ(recognise_image(image)->type, "AMD image");
  const auto tree = look(image);
  expect_sound(tree);
  const Node* loader = find(tree, "AMD PSP entry", "PSP boot loader");
  ASSERT_NE(loader, nullptr);
  EXPECT_EQ(loader->version, "1.2.3.4");
  EXPECT_NE(find(tree, "AMD PSP directory", "$PSP"), nullptr);
  EXPECT_TRUE(has(tree, "firmware.table.checksum"));
}

TEST(FlashParts, survive_mutations_with_their_tree_sound) {
  testing::mutations(whole(), 1000, 18, [](bytes::ByteSpan part) { expect_sound(look(part)); });
}

}  // namespace
}  // namespace assay::inspect::firmware
