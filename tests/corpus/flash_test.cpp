// Real descriptors, management engine regions, microcode files and whole dumps: each is told for
// what it is, with the versions that its makers gave it.
#include <algorithm>
#include <gtest/gtest.h>

#include "formats/archive/decompress.h"
#include "formats/microcode/intel.h"
#include "inspect/firmware/inspect_image.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
namespace firmware = inspect::firmware;
using firmware::Kind;
using firmware::Node;
using firmware::Tree;

struct Looked {
  base::Bytes bytes;
  std::string kind;
  Tree tree;
};
Looked look(const stdfs::path& path) {
  Looked out;
  out.bytes = testing::read_file(path.string());
  if (path.extension() == ".xz") {
    bytes::Budget budget;
    out.bytes = formats::archive::decompress(formats::archive::Container::xz,
                                             bytes::Reader(out.bytes), budget)
                    .value();
  }
  if (const auto* row = firmware::recognise_image(out.bytes)) out.kind = std::string(row->kind);
  bytes::Budget budget(firmware::kImageLimits);
  crypto::HashEngine hash;
  out.tree = firmware::inspect_image(out.bytes, budget, hash, {.artefact = path.string()});
  return out;
}
const Node* find(const Tree& tree, std::string_view type, std::string_view name) {
  const auto it = std::ranges::find_if(
      tree.nodes, [&](const Node& node) { return node.type == type && node.name == name; });
  return it == tree.nodes.end() ? nullptr : &*it;
}
std::string attribute(const Node& node, std::string_view name) {
  const auto it = std::ranges::find(node.attributes, name, &firmware::Attribute::name);
  return it == node.attributes.end() ? std::string() : it->value;
}
std::size_t count(const Tree& tree, std::string_view code) {
  return static_cast<std::size_t>(
      std::ranges::count_if(tree.findings, [&](const auto& f) { return f.code == code; }));
}

TEST(Flash, descriptors_tell_chipset_and_lock) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  struct Wanted {
    std::string_view file;
    std::string_view chipset;
    bool unlocked;
  };
  for (const Wanted& wanted : {Wanted{"fbg1701", "Bay Trail, Braswell", true},
                               Wanted{"google_link", "6/7 series, C600 (Cougar Point)", false},
                               Wanted{"ocp_tiogapass", "C620 (Lewisburg)", true},
                               Wanted{"samsung_lumpy", "6/7 series, C600 (Cougar Point)", false}}) {
    for (const auto& entry : stdfs::directory_iterator(corpus / "firmware/coreboot-blobs")) {
      if (entry.path().stem().string().find(wanted.file) == std::string::npos ||
          !entry.path().stem().string().starts_with("descriptor"))
        continue;
      SCOPED_TRACE(entry.path().string());
      const auto looked = look(entry.path());
      EXPECT_EQ(looked.kind, "intel.descriptor");
      const Node* node = find(looked.tree, "Region", "Descriptor");
      ASSERT_NE(node, nullptr);
      EXPECT_EQ(attribute(*node, "Chipset"), wanted.chipset);
      EXPECT_EQ(count(looked.tree, "firmware.descriptor.unlocked"), wanted.unlocked ? 1U : 0U);
      EXPECT_EQ(count(looked.tree, "artefact.malformed"), 0U);
    }
  }
}

TEST(Flash, engines_have_family_and_version_and_a_cut_down_one_is_told) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  struct Wanted {
    std::string_view file;
    std::string_view family;
    std::string_view version;
    bool reduced;
  };
  for (const Wanted& wanted :
       {Wanted{"coreboot-blobs/me_google_link.bin", "ME", "8.0.20.1513", false},
        Wanted{"coreboot-blobs/me_samsung_lumpy.bin", "ME", "7.1.40.1161", false},
        Wanted{"fiano/MeRegion.bin", "ignition", "1.0.2.29", false},
        Wanted{"supermicro/x9spu-f_me.bin", "ME", "8.0.10.1464", false},
        Wanted{"supermicro/x9spu-f_me_cleaned.bin", "ME", "8.0.10.1464", true}}) {
    SCOPED_TRACE(std::string(wanted.file));
    const auto looked = look(corpus / "firmware" / wanted.file);
    EXPECT_EQ(looked.kind, "intel.me");
    const Node& root = looked.tree.nodes.front();
    EXPECT_EQ(attribute(root, "Family"), wanted.family);
    EXPECT_EQ(root.version, wanted.version);
    EXPECT_EQ(count(looked.tree, "firmware.me.reduced") > 0, wanted.reduced);
    EXPECT_EQ(count(looked.tree, "artefact.malformed"), 0U);
    EXPECT_EQ(count(looked.tree, "firmware.table.checksum"), 0U);
  }
}

TEST(Flash, every_update_of_every_microcode_file_is_whole) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  std::size_t files = 0;
  for (const auto& entry : stdfs::directory_iterator(corpus / "firmware/intel-microcode")) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("06-")) continue;
    SCOPED_TRACE(name);
    ++files;
    const auto bytes = testing::read_file(entry.path().string());
    bytes::Budget budget;
    const auto updates = formats::microcode::parse_intel_updates(bytes::Reader(bytes), budget);
    ASSERT_TRUE(updates);
    std::uint64_t covered = 0;
    for (const auto& update : *updates) {
      EXPECT_TRUE(update.checksum_good);
      EXPECT_TRUE(update.extended_checksums_good);
      EXPECT_FALSE(update.date_text().empty());
      EXPECT_TRUE(std::ranges::any_of(update.processors, [&](const auto& processor) {
        return formats::microcode::processor_name(processor.signature) == name;
      })) << "Linux names the file after the processor";
      covered += update.size;
    }
    EXPECT_EQ(covered, bytes.size());
    EXPECT_EQ(look(entry.path()).kind, "cpu.microcode");
  }
  EXPECT_GT(files, 0U);
}

TEST(Flash, a_servers_dump_has_regions_microcode_and_its_table) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto looked = look(corpus / "firmware/zx-du99d4/DU994005.bin.xz");
  const Tree& tree = looked.tree;
  EXPECT_EQ(looked.kind, "uefi.image");
  ASSERT_NE(find(tree, "Region", "ME"), nullptr);
  EXPECT_EQ(attribute(*find(tree, "Region", "ME"), "Family"), "SPS");
  EXPECT_EQ(find(tree, "Region", "ME")->version, "3.1.3.38");
  ASSERT_NE(find(tree, "FIT", ""), nullptr);
  EXPECT_NE(find(tree, "Intel ACM", "startup ACM"), nullptr);
  std::size_t named = 0;
  for (const Node& node : tree.nodes) {
    if (node.kind != Kind::microcode) continue;
    EXPECT_EQ(attribute(node, "Checksum"), "good");
    named += attribute(node, "Named by") == "FIT" ? 1U : 0U;
  }
  EXPECT_EQ(named, 5U);
  EXPECT_EQ(count(tree, "firmware.bootguard.missing"), 1U);
}

}  // namespace
}  // namespace assay
