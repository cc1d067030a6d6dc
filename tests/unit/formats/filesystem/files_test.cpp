#include "formats/filesystem/files.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/filesystem/ordered.h"

namespace assay::formats::filesystem {
namespace {

TEST(Files, content_lies_in_the_image_or_beside_it) {
  const auto image = bytes::as_bytes(std::string_view("0123456789"));
  Files files;
  files.contents = bytes::copy(bytes::as_bytes(std::string_view("abc")));
  EXPECT_EQ(bytes::as_chars(files.content_of({.size = 2, .in_image = true, .at = 3}, image)), "34");
  EXPECT_EQ(bytes::as_chars(files.content_of({.size = 2, .at = 1}, image)), "bc");
  EXPECT_TRUE(files.content_of({.size = 9, .at = 1}, image).empty());
  EXPECT_TRUE(files.content_of({.type = Type::directory, .size = 1}, image).empty());
}

TEST(Files, types_of_modes) {
  EXPECT_EQ(type_of_mode(0100644), Type::file);
  EXPECT_EQ(type_of_mode(0040755), Type::directory);
  EXPECT_EQ(name(type_of_mode(0120777)), "symbolic link");
  EXPECT_EQ(type_of_mode(0), Type::other);
  EXPECT_EQ(joined("", "a"), "a");
  EXPECT_EQ(joined("a", "b"), "a/b");
}

TEST(Files, problems_are_counted_beyond_those_kept) {
  Files files;
  for (int i = 0; i < 20; ++i) files.note({});
  EXPECT_EQ(files.problem_count, 20U);
  EXPECT_EQ(files.problems.size(), Files::kMostProblems);
}

TEST(BitFields, fill_from_the_end_that_the_byte_order_has) {
  const std::array bytes{std::byte{0x12}, std::byte{0x34}};
  BitFields little(bytes, Order::little);
  EXPECT_EQ(little.next(4), 2U);
  EXPECT_EQ(little.next(12), 0x341U);
  BitFields big(bytes, Order::big);
  EXPECT_EQ(big.next(4), 1U);
  EXPECT_EQ(big.next(12), 0x234U);
  EXPECT_EQ(big.next(8), 0U);
}

}  // namespace
}  // namespace assay::formats::filesystem
