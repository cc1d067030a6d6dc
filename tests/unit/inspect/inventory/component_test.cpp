#include "inspect/inventory/component.h"

#include <gtest/gtest.h>

namespace assay::inspect::inventory {
namespace {

TEST(CleanText, what_vendors_write_for_nothing_is_nothing) {
  for (const auto* text : {"", "   ", "To Be Filled By O.E.M.", "Not Specified", "NOT SPECIFIED",
                           "--", "....", "0000", "0123456789", "xxxxxxxx", "N/A", "None"})
    EXPECT_EQ(clean_text(text), "") << text;
}

TEST(CleanText, what_is_something_stays) {
  for (const auto* text : {"0", "F", "x", "00FF", "M393A4K40CB2-CTD", "Nonesuch", "10"})
    EXPECT_EQ(clean_text(text), text);
}

TEST(CleanText, blanks_are_trimmed_and_made_one) {
  EXPECT_EQ(clean_text("  Intel(R)   Xeon(R)\tE5  "), "Intel(R) Xeon(R) E5");
  EXPECT_EQ(clean_text("a\x1b[31mb"), "a\\x1b[31mb");
}

TEST(Component, attributes_are_sorted_and_replaced) {
  Component c;
  c.set("size", "16 GiB");
  c.set("mac", "00:11:22:33:44:55");
  c.set("size", "32 GiB");
  c.set("speed", "");
  ASSERT_EQ(c.attributes.size(), 2U);
  EXPECT_EQ(c.attributes[0].first, "mac");
  EXPECT_EQ(c.attribute("size"), "32 GiB");
  EXPECT_EQ(c.attribute("speed"), "");
}

TEST(PartClass, every_class_has_its_words) {
  for (std::size_t i = 0; i < kPartClasses; ++i) {
    EXPECT_FALSE(name(static_cast<PartClass>(i)).empty());
    EXPECT_FALSE(title(static_cast<PartClass>(i)).empty());
  }
}

}  // namespace
}  // namespace assay::inspect::inventory
