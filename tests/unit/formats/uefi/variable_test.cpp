#include "formats/uefi/variable.h"

#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

using testing::hex_bytes;

base::Bytes secure_boot() {
  return testing::variable(kGlobalVariable, "SecureBoot", hex_bytes("01"));
}

TEST(UefiVariable, GivesNameAndData) {
  const base::Bytes sample = secure_boot();
  const auto variable = parse_variable(bytes::Reader(sample, 1000));
  ASSERT_TRUE(variable.has_value());
  EXPECT_EQ(variable->vendor, kGlobalVariable);
  EXPECT_TRUE(variable->named("SecureBoot"));
  EXPECT_FALSE(variable->named("SecureBoo"));
  EXPECT_EQ(bytes::to_hex(variable->data), "01");
  EXPECT_EQ(variable->data_offset, 1000U + 32 + 20);
  EXPECT_TRUE(variable->trailing.empty());
}

TEST(UefiVariable, DropsNulsThatTheLengthCountsIn) {
  const base::Bytes sample =
      testing::variable(kGlobalVariable, std::string_view("PK\0", 3), hex_bytes(""));
  const auto variable = parse_variable(bytes::Reader(sample));
  ASSERT_TRUE(variable.has_value());
  EXPECT_TRUE(variable->named("PK"));
}

TEST(UefiVariable, KeepsWhatFollowsTheData) {
  const base::Bytes sample = testing::joined({secure_boot(), hex_bytes("aabbcc")});
  const auto variable = parse_variable(bytes::Reader(sample));
  ASSERT_TRUE(variable.has_value());
  EXPECT_EQ(bytes::to_hex(variable->trailing), "aabbcc");
}

TEST(UefiVariable, RefusesAnAbsurdName) {
  base::Bytes sample = secure_boot();
  for (std::size_t i = 16; i < 24; ++i) sample[i] = std::byte{0xFF};
  const auto variable = parse_variable(bytes::Reader(sample));
  ASSERT_FALSE(variable.has_value());
  EXPECT_EQ(variable.error().field, "UnicodeNameLength");
  EXPECT_EQ(variable.error().offset, 16U);
}

TEST(UefiVariable, RefusesEveryPrefix) {
  testing::every_prefix(secure_boot(), [whole = secure_boot().size()](bytes::ByteSpan prefix) {
    EXPECT_EQ(parse_variable(bytes::Reader(prefix)).has_value(), prefix.size() == whole);
  });
}

TEST(UefiVariable, NeverReadsBeyondTheEvent) {
  testing::attack(secure_boot(), [](bytes::ByteSpan data) {
    const auto variable = parse_variable(bytes::Reader(data));
    if (!variable) return;
    EXPECT_LE(variable->data.size() + variable->trailing.size(), data.size());
  });
}

}  // namespace
}  // namespace assay::formats::uefi
