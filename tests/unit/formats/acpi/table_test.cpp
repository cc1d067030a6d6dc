#include "formats/acpi/table.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/mutate.h"

namespace assay::formats::acpi {
namespace {

bytes::Parsed<Table> parse(bytes::ByteSpan bytes) { return parse_table(bytes::Reader(bytes)); }

/// DESCRIPTION_HEADER (5.2.6) around `body`, with a good checksum.
base::Bytes table(std::string_view signature, bytes::ByteSpan body) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(signature)).le32(static_cast<std::uint32_t>(36 + body.size())).u8(4).u8(0);
  w.raw(bytes::as_bytes("MAKER MAKERTAB")).le32(3).raw(bytes::as_bytes("TEST")).le32(1).raw(body);
  base::Bytes bytes = std::move(w).release();
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  bytes[9] = static_cast<std::byte>((256 - sum % 256) % 256);
  return bytes;
}

/// The TPM2 table's own part, with 12 bytes of start method parameters.
base::Bytes tpm2(std::uint32_t log_length = 0x10000, std::uint64_t log_address = 0x1E7DC000) {
  bytes::Writer w;
  w.le16(1).le16(0).le64(0xFED40040).le32(7).zeros(12).le32(log_length).le64(log_address);
  return table("TPM2", w.view());
}

TEST(AcpiTable, reads_the_header) {
  const base::Bytes bytes = table("SSDT", base::Bytes(5));
  const auto t = parse(bytes);
  ASSERT_TRUE(t) << t.error().describe();
  EXPECT_EQ(t->signature, "SSDT");
  EXPECT_EQ(t->length, 41U);
  EXPECT_EQ(t->revision, 4);
  EXPECT_EQ(t->oem_id, "MAKER ");
  EXPECT_EQ(t->oem_table_id, "MAKERTAB");
  EXPECT_EQ(t->oem_revision, 3U);
  EXPECT_TRUE(t->checksum_good);
  EXPECT_FALSE(t->tpm2);
}

TEST(AcpiTable, the_tpm2_table_says_where_the_log_is) {
  const auto t = parse(tpm2());
  ASSERT_TRUE(t) << t.error().describe();
  ASSERT_TRUE(t->tpm2);
  EXPECT_EQ(t->tpm2->platform_class, 1);
  EXPECT_EQ(t->tpm2->control_area, 0xFED40040U);
  EXPECT_EQ(t->tpm2->start_method, 7U);
  EXPECT_EQ(t->tpm2->log_length, 0x10000U);
  EXPECT_EQ(t->tpm2->log_address, 0x1E7DC000U);
}

TEST(AcpiTable, an_older_tpm2_table_has_no_log_area) {
  bytes::Writer w;
  w.le16(0).le16(0).le64(1).le32(6);
  const auto t = parse(table("TPM2", w.view()));
  ASSERT_TRUE(t);
  ASSERT_TRUE(t->tpm2);
  EXPECT_FALSE(t->tpm2->log_length);
  EXPECT_FALSE(t->tpm2->log_address);
}

TEST(AcpiTable, refuses_a_log_area_that_cannot_be) {
  EXPECT_TRUE(parse(tpm2(16U << 20U, 1)));
  EXPECT_EQ(parse(tpm2((16U << 20U) + 1, 1)).error().field, "TPM2.LogAreaMinimumLength");
  EXPECT_EQ(parse(tpm2(1, 0)).error().field, "TPM2.LogAreaStartAddress");
  EXPECT_TRUE(parse(tpm2(0, 0)));
}

TEST(AcpiTable, tells_a_bad_checksum_and_refuses_a_wrong_length_or_signature) {
  base::Bytes bytes = tpm2();
  bytes[9] ^= std::byte{1};
  EXPECT_FALSE(parse(bytes)->checksum_good);
  bytes = tpm2();
  bytes.push_back(std::byte{0});
  EXPECT_EQ(parse(bytes).error().field, "Length");
  bytes = tpm2();
  bytes[0] = std::byte{'t'};
  EXPECT_EQ(parse(bytes).error().field, "Signature");
}

TEST(AcpiTable, is_told_from_other_files_by_its_header) {
  EXPECT_TRUE(looks_like_table(tpm2()));
  EXPECT_TRUE(looks_like_table(testing::read_source("samples/fleet/node-01/inventory/acpi/DSDT")));
  EXPECT_FALSE(looks_like_table(base::Bytes(64)));
  EXPECT_FALSE(looks_like_table(base::Bytes(64, std::byte{0xFF})));
  EXPECT_FALSE(looks_like_table(bytes::ByteSpan(tpm2()).first(35)));
}

TEST(AcpiTable, reads_what_firmware_wrote) {
  const base::Bytes bytes = testing::read_source("samples/fleet/node-01/inventory/acpi/TPM2");
  const auto t = parse(bytes);
  ASSERT_TRUE(t) << t.error().describe();
  EXPECT_TRUE(t->checksum_good);
  ASSERT_TRUE(t->tpm2);
  EXPECT_EQ(t->tpm2->log_address, 0x1E7DC000U);
}

TEST(AcpiTable, no_truncated_prefix_is_a_table) {
  const base::Bytes bytes = tpm2();
  testing::every_prefix(bytes::ByteSpan(bytes).first(bytes.size() - 1),
                        [](bytes::ByteSpan cut) { ASSERT_FALSE(parse(cut)) << cut.size(); });
}

TEST(AcpiTable, mutations_end_in_a_table_of_the_files_length_or_an_error) {
  testing::mutations(tpm2(), 1000, 12, [](bytes::ByteSpan mutant) {
    (void)looks_like_table(mutant);
    const auto t = parse(mutant);
    if (t) {
      ASSERT_EQ(t->length, mutant.size());
    }
  });
}

}  // namespace
}  // namespace assay::formats::acpi
