#include "formats/uefi/guid.h"

#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

TEST(Guid, ReadsItsFirstThreeFieldsLittleEndian) {
  const base::Bytes raw = testing::hex_bytes("61dfe48bca93d211aa0d00e098032b8c");
  bytes::Reader reader(raw);
  const auto guid = read_guid(reader, "VariableName");
  ASSERT_TRUE(guid.has_value());
  EXPECT_EQ(guid->to_string(), "8be4df61-93ca-11d2-aa0d-00e098032b8c");
  EXPECT_EQ(*guid, kGlobalVariable);
  EXPECT_EQ(known_name(*guid), "EFI_GLOBAL_VARIABLE");
}

TEST(Guid, ParsesWhatItPrintsAndNothingElse) {
  EXPECT_EQ(Guid::parse("8BE4DF61-93CA-11D2-AA0D-00E098032B8C"), kGlobalVariable);
  EXPECT_FALSE(Guid::parse("8be4df61-93ca-11d2-aa0d-00e098032b8"));
  EXPECT_FALSE(Guid::parse("8be4df61-93ca-11d2-aa0d-00e098032b8cc"));
  EXPECT_FALSE(Guid::parse("8be4df61x93ca-11d2-aa0d-00e098032b8c"));
  EXPECT_FALSE(Guid::parse("8be4df61-93ca-11d2-aa0d-00e098032b8g"));
}

TEST(Guid, ShowsAnUnknownOneAsItself) {
  EXPECT_EQ(known_name(testing::kTestOwner), "");
  EXPECT_EQ(name_or_text(testing::kTestOwner), "01020304-0506-0708-090a-0b0c0d0e0f10");
  EXPECT_EQ(name_or_text(kShimLock), "SHIM_LOCK");
}

TEST(Guid, NeedsSixteenBytes) {
  const base::Bytes raw(15);
  bytes::Reader reader(raw, 100);
  const auto guid = read_guid(reader, "SignatureType");
  ASSERT_FALSE(guid.has_value());
  EXPECT_EQ(guid.error().field, "SignatureType");
  EXPECT_EQ(guid.error().offset, 100U);
}

}  // namespace
}  // namespace assay::formats::uefi
