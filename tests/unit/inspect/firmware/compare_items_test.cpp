#include "inspect/firmware/compare_items.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::inspect::firmware {
namespace {

crypto::Digest digest(std::string_view text) {
  crypto::HashEngine hash;
  return hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(text));
}

Item item(std::string key, std::string_view content, std::uint32_t parent = 0,
          Content kind = Content::code) {
  Item out;
  out.key = "image/" + key;
  out.self = key.substr(key.rfind('/') + 1);
  out.what = out.self;
  out.path = out.key;
  out.type = "DXE driver";
  out.content = kind;
  out.parent = parent;
  out.digest = digest(content);
  return out;
}

Item container(std::string key, std::string_view content, std::uint32_t parent) {
  Item out = item(std::move(key), content, parent, Content::data);
  out.container = true;
  return out;
}

std::vector<Item> image(std::string_view whole, std::vector<Item> parts) {
  Item root = container("", whole, kNone);
  root.key = "image";
  parts.insert(parts.begin(), std::move(root));
  return parts;
}

std::string told(const std::vector<Item>& golden, const std::vector<Item>& observed) {
  std::string out;
  for (const auto& d : compare_items(golden, observed).differences)
    out += std::string(name(d.change)) + ' ' +
           (d.change == ItemChange::removed ? golden[d.golden] : observed[d.observed]).what + '\n';
  return out;
}

TEST(CompareItems, one_module_inserted_one_changed_one_removed) {
  const auto golden = image("1", {item("v/a", "a"), item("v/b", "b"), item("v/c", "c")});
  const auto observed = image("2", {item("v/a", "a"), item("v/b", "B"), item("v/evil", "x")});
  EXPECT_EQ(told(golden, observed), "changed b\nadded evil\nremoved c\n");
  EXPECT_EQ(told(golden, golden), "");
}

TEST(CompareItems, the_same_bytes_elsewhere_are_moved) {
  EXPECT_EQ(told(image("1", {item("v/a", "a")}), image("2", {item("w/a", "a")})), "moved a\n");
  EXPECT_EQ(told(image("1", {item("v/a", "a")}), image("2", {item("w/a", "x")})),
            "added a\nremoved a\n");
}

TEST(CompareItems, equal_names_are_paired_by_their_bytes_first) {
  const auto golden = image("1", {item("v/a", "one"), item("v/a", "two")});
  EXPECT_EQ(told(golden, image("2", {item("v/a", "two"), item("v/a", "one")})), "repacked \n");
  EXPECT_EQ(told(golden, image("2", {item("v/a", "two"), item("v/a", "new")})), "changed a\n");
}

TEST(CompareItems, code_that_only_was_built_anew) {
  auto was = item("v/a", "built monday");
  auto now = item("v/a", "built tuesday");
  was.normalised = now.normalised = digest("the same code");
  EXPECT_EQ(told(image("1", {was}), image("2", {now})), "rebuilt a\n");
  now.normalised = digest("other code");
  EXPECT_EQ(told(image("1", {was}), image("2", {now})), "changed a\n");
}

TEST(CompareItems, a_byte_that_no_part_explains_is_told_of_its_innermost_container) {
  const auto golden =
      image("1", {container("v", "header 1", 0), item("v/a", "a", 1), item("b", "b")});
  const auto observed =
      image("2", {container("v", "header 2", 0), item("v/a", "a", 1), item("b", "b")});
  EXPECT_EQ(told(golden, observed), "repacked v\n");
  const auto changed =
      image("2", {container("v", "header 2", 0), item("v/a", "A", 1), item("b", "b")});
  EXPECT_EQ(told(golden, changed), "changed a\n");
}

TEST(CompareItems, most_of_the_code_changed_is_another_build) {
  std::vector<Item> was;
  std::vector<Item> now;
  for (int i = 0; i < 10; ++i) {
    was.push_back(item("v/m" + std::to_string(i), "1"));
    now.push_back(item("v/m" + std::to_string(i), i < 6 ? "2" : "1"));
  }
  EXPECT_TRUE(compare_items(image("1", was), image("2", now)).is_rebuild());
  now[5].digest = was[5].digest;
  EXPECT_FALSE(compare_items(image("1", was), image("2", now)).is_rebuild());
}

}  // namespace
}  // namespace assay::inspect::firmware
