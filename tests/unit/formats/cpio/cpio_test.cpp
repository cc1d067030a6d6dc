#include "formats/cpio/cpio.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/hostile.h"

namespace assay::formats::cpio {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

void pad(std::string& out) {
  while (out.size() % 4 != 0) out += '\0';
}

void add_new(std::string& out, std::string_view magic, unsigned mode, std::string_view name,
             std::string_view content, unsigned sum = 0) {
  out += fmt::format(
      "{}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}", magic, 1,
      mode, 10, 20, 1, 0, content.size(), 0, 0, 0, 0, name.size() + 1, sum);
  out += name;
  out += '\0';
  pad(out);
  out += content;
  pad(out);
}

std::string newc(std::string_view magic) {
  std::string out;
  add_new(out, magic, 0040755, ".", "");
  add_new(out, magic, 0100644, "etc/motd", "hello", 'h' + 'e' + 'l' + 'l' + 'o');
  add_new(out, magic, 0120777, "./link", "etc");
  add_new(out, magic, 0, "TRAILER!!!", "");
  return out;
}

std::string odc() {
  const auto entry = [](unsigned mode, std::string_view name, std::string_view content) {
    return fmt::format("070707{:06o}{:06o}{:06o}{:06o}{:06o}{:06o}{:06o}{:011o}{:06o}{:011o}{}{}{}",
                       1, 2, mode, 10, 20, 1, 0, 0, name.size() + 1, content.size(), name, '\0',
                       content);
  };
  return entry(0100644, "etc/motd", "hello") + entry(0120777, "link", "etc") +
         entry(0, "TRAILER!!!", "");
}

TEST(Cpio, each_form_lists_the_same) {
  for (const auto& text : {newc("070701"), newc("070702"), odc()}) {
    const std::string more = text + "what follows is not its own";
    Budget budget;
    const auto out = parse_cpio(Reader(bytes::as_bytes(more)), budget);
    ASSERT_TRUE(out) << out.error().describe();
    EXPECT_TRUE(out->trailer);
    EXPECT_EQ(out->size, text.size());
    EXPECT_EQ(out->files.problem_count, 0U);
    ASSERT_EQ(out->files.entries.size(), 2U);
    const auto& file = out->files.entries[0];
    EXPECT_EQ(file.path, "etc/motd");
    EXPECT_EQ(file.gid, 20U);
    EXPECT_EQ(bytes::as_chars(out->files.content_of(file, bytes::as_bytes(more))), "hello");
    EXPECT_EQ(out->files.entries[1].path, "link");
    EXPECT_EQ(out->files.entries[1].target, "etc");
  }
}

TEST(Cpio, a_wrong_sum_is_noted) {
  auto text = newc("070702");
  text[text.find("hello")] = 'H';
  Budget budget;
  const auto out = parse_cpio(Reader(bytes::as_bytes(text)), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->files.problem_count, 1U);
}

TEST(Cpio, what_breaks_off_keeps_what_came_before) {
  const auto text = newc("070701").substr(0, 300);
  Budget budget;
  const auto out = parse_cpio(Reader(bytes::as_bytes(text)), budget);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->trailer);
  EXPECT_EQ(out->files.entries.size(), 1U);
  EXPECT_EQ(out->files.problem_count, 1U);
}

TEST(Cpio, hostile_input) {
  EXPECT_FALSE(looks_like_cpio({}));
  for (const auto& text : {newc("070702"), odc()})
    testing::survives(bytes::as_bytes(text), [](ByteSpan b, Budget& budget) {
      (void)looks_like_cpio(b);
      (void)parse_cpio(Reader(b), budget);
    });
}

}  // namespace
}  // namespace assay::formats::cpio
