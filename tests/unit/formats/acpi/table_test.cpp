#include "formats/acpi/table.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/mutate.h"

namespace assay::formats::acpi {
namespace {

// DESCRIPTION_HEADER (ACPI 6.5, 5.2.6) around `body`, its Checksum set right.
base::Bytes table(std::string_view signature, bytes::ByteSpan body,
                  std::optional<std::uint32_t> length = std::nullopt) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(signature))
      .le32(length.value_or(static_cast<std::uint32_t>(36 + body.size())))
      .u8(4)
      .u8(0);
  w.raw(bytes::as_bytes("OEMID "))
      .raw(bytes::as_bytes("TABLE   "))
      .le32(7)
      .raw(bytes::as_bytes("ASSY"))
      .le32(1)
      .raw(body);
  auto out = std::move(w).release();
  unsigned sum = 0;
  for (const std::byte b : out) sum += static_cast<unsigned>(b);
  out[9] = static_cast<std::byte>(256 - sum % 256);
  return out;
}

base::Bytes tpm2_body(std::uint32_t log_length, std::uint64_t log_address,
                      std::size_t parameters = 12) {
  bytes::Writer w;
  w.le16(1).le16(0).le64(0xFED40040).le32(6).zeros(parameters).le32(log_length).le64(log_address);
  return std::move(w).release();
}

TEST(Acpi, the_header_comes_out) {
  const auto bytes = table("DSDT", bytes::as_bytes("code"));
  const auto t = parse_table(bytes::Reader(bytes));
  ASSERT_TRUE(t) << t.error().describe();
  EXPECT_EQ(t->signature, "DSDT");
  EXPECT_EQ(t->length, 40U);
  EXPECT_EQ(t->oem_id, "OEMID ");
  EXPECT_EQ(t->oem_revision, 7U);
  EXPECT_TRUE(t->checksum_good);
  EXPECT_FALSE(t->tpm2);
  EXPECT_TRUE(looks_like_table(bytes));
}

TEST(Acpi, a_wrong_checksum_is_told_and_not_refused) {
  auto bytes = table("DSDT", bytes::as_bytes("code"));
  bytes.back() ^= std::byte{1};
  const auto t = parse_table(bytes::Reader(bytes));
  ASSERT_TRUE(t);
  EXPECT_FALSE(t->checksum_good);
}

TEST(Acpi, a_tpm2_table_says_where_the_log_lies) {
  const auto bytes = table("TPM2", tpm2_body(0x10000, 0x7F00'0000));
  const auto t = parse_table(bytes::Reader(bytes));
  ASSERT_TRUE(t && t->tpm2);
  EXPECT_EQ(t->tpm2->platform_class, 1);
  EXPECT_EQ(t->tpm2->control_area, 0xFED40040U);
  EXPECT_EQ(t->tpm2->log_length, 0x10000U);
  EXPECT_EQ(t->tpm2->log_address, 0x7F00'0000U);
  auto short_body = tpm2_body(0, 0, 0);
  short_body.resize(16);
  const auto short_bytes = table("TPM2", short_body);
  const auto without = parse_table(bytes::Reader(short_bytes));
  ASSERT_TRUE(without && without->tpm2);
  EXPECT_FALSE(without->tpm2->log_address);
}

TEST(Acpi, refusals_name_offset_and_field) {
  const auto refused = [](const base::Bytes& bytes, std::uint64_t offset, std::string_view field) {
    const auto t = parse_table(bytes::Reader(bytes));
    ASSERT_FALSE(t) << field;
    EXPECT_EQ(t.error().offset, offset) << field;
    EXPECT_EQ(t.error().field, field);
  };
  refused(base::Bytes(35), 0, "DESCRIPTION_HEADER");
  refused(table("DSDT", {}, 37), 4, "Length");
  refused(table("DSDT", {}, 0xFFFFFFFF), 4, "Length");
  refused(table("ds\xFFt", {}), 0, "Signature");
  refused(table("TPM2", tpm2_body(0x2000000, 1)), 36 + 28, "TPM2.LogAreaMinimumLength");
  refused(table("TPM2", tpm2_body(0x1000, 0)), 36 + 32, "TPM2.LogAreaStartAddress");
}

TEST(Acpi, survives_every_prefix_and_mutation) {
  const auto bytes = table("TPM2", tpm2_body(0x10000, 0x7F00'0000));
  testing::every_prefix(bytes, [&](bytes::ByteSpan b) {
    EXPECT_EQ(parse_table(bytes::Reader(b)).has_value(), b.size() == bytes.size());
  });
  testing::mutations(bytes, 1000, 8, [](bytes::ByteSpan b) {
    const auto t = parse_table(bytes::Reader(b));
    (void)looks_like_table(b);
    if (!t) return;
    EXPECT_EQ(t->length, b.size());
  });
}

TEST(Acpi, captured_tables_are_recognised) {
  for (const char* name : {"APIC", "DSDT", "FACP", "TPM2", "WAET", "MCFG", "HPET"}) {
    const auto bytes =
        testing::read_source(std::string("samples/fleet/node-06/inventory/acpi/") + name);
    ASSERT_TRUE(looks_like_table(bytes)) << name;
    const auto t = parse_table(bytes::Reader(bytes));
    ASSERT_TRUE(t) << name << t.error().describe();
    EXPECT_EQ(t->signature, name);
  }
}

}  // namespace
}  // namespace assay::formats::acpi
