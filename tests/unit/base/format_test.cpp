#include "base/format.h"

#include <gtest/gtest.h>
#include <string>

namespace assay::base {
namespace {

TEST(Append, keeps_what_stands_and_adds_what_fmt_would_give) {
  std::string out = "Pci(";
  append(out, "0x{:x},{})", 31U, std::string("a"));
  EXPECT_EQ(out, "Pci(0x1f,a)");
  append(out, "{{}}");
  EXPECT_EQ(out, "Pci(0x1f,a){}");
}

TEST(Append, takes_text_longer_than_any_buffer_on_the_stack) {
  std::string out;
  const std::string longer(5000, 'x');
  append(out, "{}{:>4}", longer, 7);
  EXPECT_EQ(out, longer + "   7");
}

}  // namespace
}  // namespace assay::base
