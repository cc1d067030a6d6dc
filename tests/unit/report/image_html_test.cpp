// Pages of firmware images: what is drawn where, what is marked, and that an image's own words
// never become markup.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "appraise/compare_firmware.h"
#include "inspect/firmware/image_inspector.h"
#include "inspect/firmware/items.h"
#include "report/image_diff_html.h"
#include "report/image_map.h"
#include "support/pi_builder.h"

namespace assay::report {
namespace {

using formats::uefi::Guid;
using inspect::firmware::LocalInspector;
using inspect::firmware::Tree;
using ::testing::HasSubstr;
using ::testing::Not;

const Guid kFfs2 = Guid::parse("8c8ce578-8a3d-4f1c-9935-896185c32dd3").value();
const Guid kFile = Guid::parse("1badb002-cafe-4bad-8bad-feedc0ffee00").value();

base::Bytes image(std::byte code, const std::string& name) {
  const base::Bytes body(256, code);
  const auto sections = testing::pi_sections(
      {testing::pi_section(0x19, body), testing::pi_section(0x15, testing::pi_text(name))});
  return testing::pi_volume({testing::pi_file(kFile, 0x02, sections)}, 4096, kFfs2);
}

Tree take(const base::Bytes& bytes) {
  auto tree = LocalInspector().inspect(
      bytes, {.artefact = "x.fd", .contents = inspect::firmware::Contents::included});
  EXPECT_TRUE(tree);
  return *std::move(tree);
}

std::string page(const base::Bytes& bytes, const std::string& path = "x.fd") {
  const auto tree = take(bytes);
  std::string out;
  write_html(ImageView{path, tree, bytes}, [&](std::string_view part) { out += part; });
  return out;
}

TEST(ImageHtml, entropy_is_bits_a_byte) {
  EXPECT_EQ(entropy({}), 0);
  EXPECT_EQ(entropy(base::Bytes(1000, std::byte{7})), 0);
  base::Bytes all(1024);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::byte>(i);
  EXPECT_DOUBLE_EQ(entropy(all), 8);
  base::Bytes two(64, std::byte{0});
  for (std::size_t i = 0; i < 32; ++i) two[i] = std::byte{1};
  EXPECT_DOUBLE_EQ(entropy(two), 1);
}

TEST(ImageHtml, names_what_is_in_it_and_closes_itself_to_the_outside) {
  const auto html = page(image(std::byte{0x11}, "Logo"));
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
  EXPECT_THAT(html, HasSubstr("<svg class=\"flash\""));
  EXPECT_THAT(html, HasSubstr("Logo"));
  EXPECT_THAT(html, HasSubstr("class=\"volume\""));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST(ImageHtml, words_of_an_image_are_no_markup) {
  const auto html = page(image(std::byte{0x11}, "<script>alert(1)</script>"), "a\"><b>.fd");
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, Not(HasSubstr("<b>.fd")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
}

TEST(ImageHtml, of_two_images_what_differs_is_marked_and_shown_from_the_byte_on) {
  const auto golden = image(std::byte{0x11}, "Logo");
  const auto observed = image(std::byte{0x12}, "Logo");
  const auto was = take(golden);
  const auto is = take(observed);
  const auto compared = appraise::compare_firmware("uefi.image", inspect::firmware::items_of(was),
                                                   inspect::firmware::items_of(is));
  std::string html;
  write_html(ImageView{"golden.fd", was, golden}, ImageView{"observed.fd", is, observed}, compared,
             [&](std::string_view part) { html += part; });
  EXPECT_THAT(html, HasSubstr("class=\"mark\""));
  EXPECT_THAT(html, HasSubstr("modified Logo"));
  EXPECT_THAT(html, HasSubstr("11 11 11"));
  EXPECT_THAT(html, HasSubstr("12 12 12"));
  EXPECT_THAT(html, HasSubstr("They part at byte"));
}

TEST(ImageHtml, of_the_same_image_nothing_is_marked) {
  const auto bytes = image(std::byte{0x11}, "Logo");
  const auto tree = take(bytes);
  const auto items = inspect::firmware::items_of(tree);
  std::string html;
  write_html(ImageView{"a", tree, bytes}, ImageView{"b", tree, bytes},
             appraise::compare_firmware("uefi.image", items, items),
             [&](std::string_view part) { html += part; });
  EXPECT_THAT(html, Not(HasSubstr("<rect class=\"mark\"")));
  EXPECT_THAT(html, HasSubstr("<p>None.</p>"));
}

}  // namespace
}  // namespace assay::report
