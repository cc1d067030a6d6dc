#include "reference/firmware_reference.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "reference/file.h"

namespace assay::reference {
namespace {

using inspect::firmware::Content;
using inspect::firmware::Item;

Item item(std::string key, std::string_view content, Content kind) {
  crypto::HashEngine hash;
  Item out;
  out.key = out.self = out.what = out.path = std::move(key);
  out.type = "DXE driver";
  out.content = kind;
  out.size = content.size();
  out.digest = hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(content));
  return out;
}

GoldenImage image(std::string_view code, std::string_view serial) {
  return {.file = "firmware/bios.bin",
          .kind = "uefi.image",
          .sha256 = {},
          .items = {item("driver", code, Content::code), item("serial", serial, Content::settings)},
          .varies = {}};
}

TEST(FirmwareReference, what_differs_between_two_of_the_same_code_varies) {
  FirmwareReference r;
  learn_image(r, image("1", "A"));
  learn_image(r, image("1", "B"));
  ASSERT_EQ(r.images.size(), 1U);
  EXPECT_EQ(r.images[0].varies, std::vector<std::string>{"serial"});
  ASSERT_EQ(r.images[0].items.size(), 1U);
  EXPECT_EQ(r.images[0].items[0].key, "driver");
  const auto compared = without_varying(r.images[0], image("1", "C").items);
  ASSERT_EQ(compared.size(), 1U);
  EXPECT_EQ(compared[0].key, "driver");
}

TEST(FirmwareReference, other_code_is_another_golden_image) {
  FirmwareReference r;
  learn_image(r, image("1", "A"));
  learn_image(r, image("2", "A"));
  EXPECT_EQ(r.images.size(), 2U);
}

TEST(FirmwareReference, the_file_gives_back_what_was_learned_and_refuses_other_lines) {
  Reference r;
  r.name = "golden";
  learn_image(r.firmware, image("1", "A"));
  r.firmware.images[0].items[0].normalised = r.firmware.images[0].items[1].digest;
  r.firmware.images[0].items[0].what = "a \"quoted\" name";
  const auto text = to_toml(r);
  const auto back = parse_reference(text, "r.toml");
  ASSERT_TRUE(back) << back.error().describe();
  ASSERT_EQ(back->firmware.images.size(), 1U);
  const auto& items = back->firmware.images[0].items;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].what, "a \"quoted\" name");
  EXPECT_EQ(items[0].digest, r.firmware.images[0].items[0].digest);
  EXPECT_EQ(items[0].normalised, r.firmware.images[0].items[0].normalised);
  EXPECT_EQ(items[1].content, Content::settings);
  auto broken = text;
  broken.replace(broken.find("settings"), 8, "nonsense");
  EXPECT_FALSE(parse_reference(broken, "r.toml"));
}

}  // namespace
}  // namespace assay::reference
