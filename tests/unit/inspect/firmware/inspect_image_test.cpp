// Whole images made in the test: what is in them comes out, each file once, wherever it is packed.
#include "inspect/firmware/inspect_image.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/pi/guids.h"
#include "formats/pi/section.h"
#include "inspect/firmware/image_json.h"
#include "support/mutate.h"
#include "support/pi_builder.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;
using pi::guid;
using testing::pi_file;
using testing::pi_section;
using testing::pi_sections;
using testing::pi_text;
using testing::pi_volume;

constexpr auto kDriver = guid("11111111-2222-3333-4444-555555555555");
constexpr auto kOuter = guid("22222222-2222-3333-4444-555555555555");
constexpr auto kPad = guid("ffffffff-ffff-ffff-ffff-ffffffffffff");
constexpr std::uint8_t kDxeDriver = 0x07;
constexpr std::uint8_t kVolumeFile = 0x0B;
constexpr std::uint8_t kPadFile = 0xF0;

base::Bytes driver(std::string_view name) {
  bytes::Writer version;
  version.le16(1).raw(pi_text("2.5"));
  return pi_file(kDriver, kDxeDriver,
                 pi_sections({pi_section(pi::kSectionPe32, bytes::as_bytes("MZ code")),
                              pi_section(pi::kSectionUi, pi_text(name)),
                              pi_section(pi::kSectionVersion, version.view())}));
}

Tree look(bytes::ByteSpan image, unsigned threads = 2) {
  bytes::Budget budget({.items = 10'000, .bytes = 16U << 20U, .depth = 48});
  crypto::HashEngine hash;
  return inspect_image(image, budget, hash, {.artefact = "image", .threads = threads});
}

const Node* find(const Tree& tree, const pi::Guid& name) {
  const auto it = std::find_if(tree.nodes.begin(), tree.nodes.end(), [&](const Node& node) {
    return node.kind == Kind::file && node.guid == name;
  });
  return it == tree.nodes.end() ? nullptr : &*it;
}

TEST(InspectImage, a_volume_with_one_driver) {
  const auto image = pi_volume({driver("Hello")}, 4096, pi::kFfs2);
  const Tree tree = look(image);
  EXPECT_TRUE(tree.findings.empty());
  const Node* file = find(tree, kDriver);
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->name, "Hello");
  EXPECT_EQ(file->version, "2.5");
  EXPECT_EQ(file->type, "DXE driver");
  EXPECT_EQ(file->offset, 72U);
  EXPECT_EQ(tree.path_of(static_cast<std::uint32_t>(file - tree.nodes.data())),
            pi::kFfs2.to_string() + "/" + kDriver.to_string() + "(Hello)");
  const auto json = image_json(tree);
  ASSERT_EQ(json["modules"].size(), 1U);
  EXPECT_EQ(json["modules"][0]["sha256"], file->digest.hex());
  EXPECT_EQ(image_summary(tree), "UEFI image, 4096 bytes: 1 volume, 1 file");
  EXPECT_NE(image_text(tree).find("DXE driver Hello"), std::string::npos);
}

// A volume in a packed section of a file of a volume.
base::Bytes packed_image(const base::Bytes& packed) {
  return pi_volume({pi_file(kOuter, kVolumeFile, packed)}, 8192, pi::kFfs3);
}
base::Bytes inner() {
  return pi_sections(
      {pi_section(pi::kSectionVolumeImage, pi_volume({driver("Inner")}, 1024, pi::kFfs2))});
}

TEST(InspectImage, each_packing_is_opened) {
  const auto size = static_cast<std::uint32_t>(inner().size());
  const base::Bytes packings[] = {
      testing::pi_guided_section(pi::kSectionLzma, 1, testing::pi_lzma(inner())),
      testing::pi_guided_section(pi::kSectionTiano, 1, testing::pi_tiano(inner(), 5)),
      testing::pi_compression_section(0, size, inner()),
      testing::pi_compression_section(1, size, testing::pi_tiano(inner(), 4)),
      testing::pi_compression_section(2, size, testing::pi_lzma(inner())),
  };
  for (const auto& packed : packings)
    for (const unsigned threads : {1U, 3U}) {
      const Tree tree = look(packed_image(packed), threads);
      EXPECT_TRUE(tree.findings.empty());
      const Node* file = find(tree, kDriver);
      ASSERT_NE(file, nullptr);
      EXPECT_EQ(file->name, "Inner");
      EXPECT_EQ(find(tree, kOuter)->name, "") << "a name belongs to the innermost file";
    }
}

TEST(InspectImage, a_crc_section_is_checked) {
  const auto data = inner();
  bytes::Writer crc;
  crc.le32(0);
  const Tree tree =
      look(packed_image(testing::pi_guided_section(pi::kSectionCrc32, 2, data, crc.view())));
  EXPECT_NE(find(tree, kDriver), nullptr);
  ASSERT_EQ(tree.findings.size(), 1U);
  EXPECT_EQ(tree.findings[0].code, "firmware.image.checksum");
}

TEST(InspectImage, volumes_hidden_in_pad_files_and_free_space_are_found_and_flagged) {
  const auto hidden = pi_volume({driver("Hidden")}, 1024, pi::kFfs2);
  base::Bytes body(64, std::byte{0xFF});
  body.insert(body.end(), hidden.begin(), hidden.end());
  const Tree in_pad = look(pi_volume({pi_file(kPad, kPadFile, body)}, 4096, pi::kFfs2));
  ASSERT_EQ(in_pad.findings.size(), 1U);
  EXPECT_EQ(in_pad.findings[0].code, "firmware.image.hidden");
  EXPECT_NE(find(in_pad, kDriver), nullptr);

  auto image = pi_volume({driver("Seen")}, 4096, pi::kFfs2);
  std::copy(hidden.begin(), hidden.end(), image.begin() + 2048);
  const Tree behind = look(image);
  ASSERT_EQ(behind.findings.size(), 1U);
  EXPECT_EQ(behind.findings[0].code, "firmware.image.hidden");
  EXPECT_EQ(image_json(behind)["modules"].size(), 2U);
  EXPECT_TRUE(
      look(pi_volume({driver("Seen"), pi_file(kPad, kPadFile, base::Bytes(64, std::byte{0xFF}))},
                     4096, pi::kFfs2))
          .findings.empty());
}

TEST(InspectImage, a_volume_longer_than_the_dump_is_shown_as_far_as_it_goes) {
  auto image = pi_volume({driver("Hello")}, 4096, pi::kFfs2);
  image.resize(2000);
  const Tree tree = look(image);
  EXPECT_NE(find(tree, kDriver), nullptr);
  ASSERT_EQ(tree.findings.size(), 1U);
  EXPECT_EQ(tree.findings[0].code, "firmware.image.overflow");
}

TEST(InspectImage, a_blank_flash_is_told) {
  const Tree tree = look(base::Bytes(65536, std::byte{0xFF}));
  ASSERT_EQ(tree.findings.size(), 1U);
  EXPECT_EQ(tree.findings[0].code, "firmware.image.blank");
}

TEST(InspectImage, leaves_cover_the_image) {
  const auto image =
      packed_image(testing::pi_guided_section(pi::kSectionLzma, 1, testing::pi_lzma(inner())));
  base::Bytes around(40, std::byte{0x77});
  around.insert(around.end(), image.begin(), image.end());
  const Tree tree = look(around);
  // Every byte of the image lies in a node without children in its own buffer, in a header, or in
  // alignment of at most seven bytes.
  std::vector<bool> parent(tree.nodes.size());
  for (const Node& node : tree.nodes)
    if (node.parent != kNone && tree.nodes[node.parent].buffer == node.buffer)
      parent[node.parent] = true;
  std::vector<bool> covered(around.size());
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    if (node.buffer != 0) continue;
    const std::uint64_t size = parent[i] ? node.header : node.size;
    for (std::uint64_t at = node.offset; at < node.offset + size; ++at) covered[at] = true;
  }
  EXPECT_LE(std::count(covered.begin(), covered.end(), false), 7);
}

TEST(InspectImage, the_same_tree_whatever_the_threads) {
  const auto packed = testing::pi_guided_section(pi::kSectionLzma, 1, testing::pi_lzma(inner()));
  const auto image = packed_image(pi_sections({packed, packed, packed}));
  const auto one = image_json(look(image, 1)).dump();
  for (const unsigned threads : {2U, 4U, 8U})
    EXPECT_EQ(image_json(look(image, threads)).dump(), one);
}

TEST(InspectImage, hostile_images) {
  const auto image = packed_image(
      pi_sections({testing::pi_guided_section(pi::kSectionLzma, 1, testing::pi_lzma(inner())),
                   testing::pi_compression_section(1, 100, testing::pi_tiano(inner(), 5))}));
  testing::every_prefix(image, [](bytes::ByteSpan part) { (void)image_text(look(part, 1)); });
  testing::mutations(image, 1000, 6,
                     [](bytes::ByteSpan part) { (void)image_json(look(part, 1)).dump(); });
}

// A header every 64 bytes, each with an extended header that cannot be.
TEST(InspectImage, false_headers_cost_little_and_are_told_once_and_for_all) {
  auto header = pi_volume({}, 512, pi::kFfs2);
  header.resize(64);
  header[48] = std::byte{64};
  header[52] = std::byte{0x80};
  base::Bytes image;
  for (int i = 0; i < 5000; ++i) image.insert(image.end(), header.begin(), header.end());
  const Tree tree = look(image, 1);
  EXPECT_EQ(tree.findings.size(), 1001U);
  EXPECT_NE(tree.findings.back().why.find("further findings"), std::string::npos);
}

// Volumes within raw files within volumes, until nothing more is opened.
TEST(InspectImage, nesting_ends_within_the_budget) {
  base::Bytes image = pi_volume({driver("Core")}, 1024, pi::kFfs2);
  for (std::uint64_t size = 2048; size <= (std::uint64_t{1} << 17U); size += 1024)
    image = pi_volume({pi_file(kOuter, 0x01, image)}, size, pi::kFfs2);
  const Tree tree = look(image);
  EXPECT_FALSE(tree.findings.empty());
  EXPECT_EQ(tree.findings.back().code, "artefact.malformed");
}

}  // namespace
}  // namespace assay::inspect::firmware
