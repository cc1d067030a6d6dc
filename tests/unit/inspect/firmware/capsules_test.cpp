// Updates as vendors hand them out: capsules and packages, taken apart down to the firmware in
// them.
#include <algorithm>
#include <gtest/gtest.h>
#include <zlib.h>

#include "bytes/text.h"
#include "formats/pi/guids.h"
#include "inspect/firmware/inspect_image.h"
#include "support/capsule_builder.h"
#include "support/mutate.h"
#include "support/pi_builder.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;
using testing::put16;
using testing::put32;
using testing::put8;

constexpr std::string_view kImage = "3b6686bd-0d76-4030-b70e-b5519e2fc5a0";
constexpr std::string_view kFmp = "6dcbd5ed-e82d-4c44-bda1-7194199ad92a";
constexpr std::string_view kAptio = "14eebb90-890a-43db-aed1-5d3c4588a418";
constexpr auto kFile = pi::guid("11111111-2222-3333-4444-555555555555");

base::Bytes volume() {
  return testing::pi_volume({testing::pi_file(kFile, 1, bytes::as_bytes("body"))}, 1024, pi::kFfs2);
}
Tree look(bytes::ByteSpan image) {
  bytes::Budget budget({.items = 10'000, .bytes = 16U << 20U, .depth = 16});
  crypto::HashEngine hash;
  return inspect_image(image, budget, hash, {.artefact = "image", .threads = 1});
}
const Node* find(const Tree& tree, std::string_view type, std::string_view name = {}) {
  const auto it = std::ranges::find_if(tree.nodes, [&](const Node& node) {
    return node.type == type && (name.empty() || node.name == name);
  });
  return it == tree.nodes.end() ? nullptr : &*it;
}
bool holds_file(const Tree& tree) {
  return std::ranges::any_of(tree.nodes, [](const Node& node) { return node.guid == kFile; });
}
bool has(const Tree& tree, std::string_view code) {
  return std::ranges::any_of(tree.findings, [&](const auto& f) { return f.code == code; });
}

TEST(Capsules, a_volume_in_a_capsule_in_a_capsule) {
  const auto b = testing::capsule(kImage, testing::capsule(kImage, volume()));
  EXPECT_EQ(recognise_image(b)->kind, "uefi.capsule");
  const auto tree = look(b);
  EXPECT_TRUE(holds_file(tree));
  EXPECT_EQ(std::ranges::count(tree.nodes, Kind::capsule, &Node::kind), 2);
}

TEST(Capsules, nesting_without_end_is_refused) {
  auto b = volume();
  for (int i = 0; i < 40; ++i) b = testing::capsule(kImage, b);
  const auto tree = look(b);
  EXPECT_FALSE(holds_file(tree));
  EXPECT_TRUE(has(tree, "artefact.malformed"));
}

TEST(Capsules, fmp_has_driver_image_and_payload) {
  const auto firmware = volume();
  const auto image = testing::fmp_image(bytes::as_chars(firmware));
  const auto tree = look(testing::capsule(kFmp, testing::fmp_body(image)));
  EXPECT_NE(find(tree, "FMP driver"), nullptr);
  const Node* fmp = find(tree, "FMP image");
  ASSERT_NE(fmp, nullptr);
  EXPECT_EQ(fmp->version, "0x20");
  EXPECT_NE(find(tree, "Vendor code"), nullptr);
  EXPECT_TRUE(holds_file(tree));
  EXPECT_FALSE(has(tree, "firmware.capsule.unsigned"));
}

TEST(Capsules, one_without_signature_is_told) {
  base::Bytes body(100);
  put16(body, 0, 64);
  EXPECT_TRUE(has(look(testing::capsule(kAptio, body)), "firmware.capsule.unsigned"));
  EXPECT_TRUE(
      has(look(testing::capsule(kFmp, testing::fmp_body(volume()))), "firmware.capsule.unsigned"));
}

TEST(Capsules, dells_container_has_named_entries) {
  const auto b = testing::dell_pfs(volume());
  EXPECT_EQ(recognise_image(b)->kind, "uefi.capsule");
  const auto tree = look(b);
  const Node* bios = find(tree, "Dell PFS entry", "BIOS");
  ASSERT_NE(bios, nullptr);
  EXPECT_EQ(bios->version, "1.12.AB");
  EXPECT_TRUE(holds_file(tree));
  EXPECT_TRUE(tree.findings.empty());
}

// A Windows program with a zlib stream behind Dell's header of 16 bytes.
base::Bytes dell_program(const base::Bytes& content) {
  base::Bytes b(64);
  testing::put_text(b, 0, "MZ");
  uLongf size = compressBound(content.size());
  base::Bytes stream(size);
  compress2(bytes::as_uchars(std::span<std::byte>(stream)), &size,
            bytes::as_uchars(bytes::ByteSpan(content)), content.size(), 9);
  b.resize(80);
  put32(b, 64, static_cast<std::uint32_t>(size));
  put8(b, 68, 0xAA);
  constexpr std::array<std::uint8_t, 10> kMark = {0xEE, 0xAA, 0x76, 0x1B, 0xEC,
                                                  0xBB, 0x20, 0xF1, 0xE6, 0x51};
  for (std::size_t i = 0; i < kMark.size(); ++i) put8(b, 69 + i, kMark.at(i));
  unsigned sum = 0;
  for (std::size_t i = 64; i < 79; ++i) sum ^= static_cast<unsigned>(b[i]);
  put8(b, 79, static_cast<std::uint8_t>(sum));
  b.insert(b.end(), stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(size));
  return b;
}

TEST(Capsules, dells_program_is_unpacked) {
  const auto tree = look(dell_program(testing::dell_pfs(volume())));
  EXPECT_NE(find(tree, "Dell PFS section", "firmware"), nullptr);
  EXPECT_NE(find(tree, "Dell PFS entry", "BIOS"), nullptr);
  EXPECT_TRUE(holds_file(tree));
}

TEST(Capsules, insydes_program_holds_an_image) {
  const auto firmware = volume();
  base::Bytes b(64 + 24);
  testing::put_text(b, 0, "MZ");
  testing::put_text(b, 64, "$_IFLASH_BIOSIMG");
  put32(b, 80, static_cast<std::uint32_t>(firmware.size()));
  put32(b, 84, static_cast<std::uint32_t>(firmware.size()));
  b.insert(b.end(), firmware.begin(), firmware.end());
  const auto tree = look(b);
  EXPECT_NE(find(tree, "Insyde iFlash part", "firmware image"), nullptr);
  EXPECT_TRUE(holds_file(tree));
}

TEST(Capsules, bios_guards_blocks_hold_the_firmware) {
  const auto firmware = volume();
  base::Bytes b(32 + 0x30);
  put32(b, 0, 32);
  testing::put_text(b, 8, "_AMIPFAT");
  put16(b, 32, 2);
  testing::put_text(b, 36, "BOARD");
  put32(b, 32 + 0x20, static_cast<std::uint32_t>(firmware.size()));
  b.insert(b.end(), firmware.begin(), firmware.end());
  const auto tree = look(b);
  EXPECT_NE(find(tree, "BIOS Guard block", "BOARD"), nullptr);
  EXPECT_TRUE(holds_file(tree));
}

TEST(Capsules, survive_every_prefix_and_mutation) {
  const auto firmware = volume();
  const auto fmp =
      testing::capsule(kFmp, testing::fmp_body(testing::fmp_image(bytes::as_chars(firmware))));
  for (const auto& b : {fmp, testing::dell_pfs(firmware), dell_program(firmware)})
    testing::mutations(b, 300, 19, [](bytes::ByteSpan part) {
      const auto tree = look(part);
      for (const auto& node : tree.nodes) {
        if (node.buffer == 0) {
          EXPECT_LE(node.offset + node.size, part.size());
        }
      }
    });
}

}  // namespace
}  // namespace assay::inspect::firmware
