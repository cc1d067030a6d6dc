#include "inspect/firmware/extract_names.h"

#include <gtest/gtest.h>
#include <set>

namespace assay::inspect::firmware {
namespace {

TEST(PathStep, is_never_more_than_one_plain_step) {
  EXPECT_EQ(path_step("Setup"), "Setup");
  EXPECT_EQ(path_step("../../etc/passwd"), "_._.._etc_passwd");
  EXPECT_EQ(path_step(".."), "_.");
  EXPECT_EQ(path_step("/"), "_");
  EXPECT_EQ(path_step(".hidden"), "_hidden");
  EXPECT_EQ(path_step("a b\n\x1b[2J"), "a_b___2J");
  EXPECT_EQ(path_step("ü"), "__");
  EXPECT_EQ(path_step(std::string_view("a\0b", 3)), "a_b");
  EXPECT_EQ(path_step("abcdef", 3), "abc");
  EXPECT_EQ(path_step(""), "");
}

TEST(Extracts, things_get_a_file_and_what_is_around_them_does_not) {
  Tree tree;
  tree.nodes.push_back({.kind = Kind::image, .size = 100});
  tree.nodes.push_back({.kind = Kind::padding, .parent = 0, .size = 10});
  tree.nodes.push_back(
      {.kind = Kind::file, .parent = 0, .size = 10, .type = "DXE driver", .name = "../Setup"});
  tree.nodes.push_back({.kind = Kind::section, .parent = 2, .size = 5, .type = "PE32 image"});
  tree.nodes.push_back({.kind = Kind::file,
                        .parent = 0,
                        .size = 10,
                        .type = "Raw",
                        .guid = formats::uefi::kShimLock});
  tree.nodes.push_back({.kind = Kind::microcode, .parent = 0, .size = 0, .type = "Intel"});
  const auto found = extracts(tree);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].file, "00002-_._Setup.ffs");
  EXPECT_EQ(found[1].file, "00003-PE32_image.efi");
  EXPECT_EQ(found[2].file, "00004-605dab50-e046-4300-abb6-3dd810dd8b23.ffs");
}

TEST(Extracts, files_of_one_name_do_not_meet) {
  Tree tree;
  tree.nodes.push_back({.kind = Kind::image, .size = 100});
  std::set<std::string> names;
  for (int i = 0; i < 20; ++i)
    tree.nodes.push_back(
        {.kind = Kind::entry, .parent = 0, .size = 1, .name = std::string(500, 'x')});
  for (const auto& e : extracts(tree)) {
    names.insert(e.file);
    EXPECT_LE(e.file.size(), 96U);
  }
  EXPECT_EQ(names.size(), 20U);
}

}  // namespace
}  // namespace assay::inspect::firmware
