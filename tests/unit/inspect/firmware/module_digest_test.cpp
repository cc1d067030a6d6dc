// A module as a new build leaves it, and the changes beside its executable that are no new build.
#include "inspect/firmware/module_digest.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {
namespace {

crypto::Digest digest(std::string_view text) {
  return crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes::as_bytes(text));
}

Node node(std::uint32_t parent, std::string type, std::string_view bytes) {
  return {.kind = Kind::section,
          .parent = parent,
          .type = std::move(type),
          .digest = digest(bytes),
          .attributes = {}};
}

// A driver: dependency, executable, name.
Tree driver() {
  Tree tree;
  tree.nodes.push_back(node(kNone, "DXE driver", "whole"));
  tree.nodes[0].attributes = {{"Attributes", "0x40"}};
  tree.nodes.push_back(node(0, "DXE dependency", "TRUE"));
  tree.nodes.push_back(node(0, "PE32 image", "built monday"));
  tree.nodes[2].attributes = {{std::string(kNormalised), "same code"}};
  tree.nodes.push_back(node(0, "UI", "Driver"));
  return tree;
}

std::optional<crypto::Digest> of(const Tree& tree) {
  std::vector<std::vector<std::uint32_t>> children(tree.nodes.size());
  for (std::uint32_t i = 1; i < tree.nodes.size(); ++i) children[tree.nodes[i].parent].push_back(i);
  return module_digest(tree, children, 0);
}

TEST(ModuleDigest, the_executable_counts_without_what_a_build_changes) {
  auto other = driver();
  other.nodes[0].digest = digest("another whole");
  other.nodes[2].digest = digest("built tuesday");
  EXPECT_EQ(of(other), of(driver()));
  other.nodes[2].attributes[0].value = "other code";
  EXPECT_NE(of(other), of(driver()));
}

TEST(ModuleDigest, all_beside_the_executable_counts_as_it_is) {
  for (const std::size_t part : {1U, 3U}) {
    auto other = driver();
    other.nodes[part].digest = digest("changed");
    EXPECT_NE(of(other), of(driver())) << part;
  }
  auto more = driver();
  more.nodes.push_back(node(0, "Raw", "code without a format"));
  EXPECT_NE(of(more), of(driver()));
}

TEST(ModuleDigest, a_file_that_its_volume_no_longer_takes_is_another) {
  for (const Attribute& a :
       {Attribute{"State", "deleted"}, Attribute{std::string(kChecksum), "x"}}) {
    auto other = driver();
    other.nodes[0].attributes.push_back(a);
    EXPECT_NE(of(other), of(driver())) << a.name;
  }
  auto fixed = driver();
  fixed.nodes[0].attributes[0].value = "0x44";
  EXPECT_NE(of(fixed), of(driver()));
}

TEST(ModuleDigest, nothing_where_no_executable_is_known) {
  auto raw = driver();
  raw.nodes[2].attributes.clear();
  EXPECT_EQ(of(raw), std::nullopt);
}

}  // namespace
}  // namespace assay::inspect::firmware
