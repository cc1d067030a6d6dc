#include "inspect/boot/revocations.h"

#include <gtest/gtest.h>

#include "inspect/boot/inspect_boot.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::inspect::boot {
namespace {

using namespace formats::tcg;
using testing::EventLogBuilder;
using testing::GoodBoot;
using testing::HashAlg;
using testing::hex_bytes;
using testing::text_bytes;

crypto::Digest digest_of(std::string_view text) {
  return crypto::HashEngine().hash(HashAlg::sha256, bytes::as_bytes(text));
}

// EFI_SIGNATURE_LIST of EFI_CERT_SHA256_GUID (UEFI 2.10, 32.4.1).
base::Bytes signature_list(const std::vector<crypto::Digest>& digests) {
  bytes::Writer w;
  w.raw(hex_bytes("2616c4c14c509240aca941f936934328"));
  w.le32(static_cast<std::uint32_t>(28 + 48 * digests.size())).le32(0).le32(48);
  for (const auto& d : digests) w.zeros(16).raw(d.span());
  return std::move(w).release();
}

// EFI_VARIABLE_AUTHENTICATION_2: a time and a WIN_CERTIFICATE_UEFI_GUID of `certificate` bytes.
base::Bytes authenticated(bytes::ByteSpan lists, unsigned year, unsigned month, unsigned day,
                          std::uint32_t certificate = 40) {
  bytes::Writer w;
  w.le16(static_cast<std::uint16_t>(year))
      .u8(static_cast<std::uint8_t>(month))
      .u8(static_cast<std::uint8_t>(day))
      .zeros(12);
  w.le32(certificate).le16(0x0200).le16(0x0EF1).zeros(certificate - 8).raw(lists);
  return std::move(w).release();
}

base::Result<void> add(Revocations& r, bytes::ByteSpan file, const std::string& name = "list") {
  bytes::Budget budget;
  return r.add(file, name, budget);
}

TEST(Revocations, the_same_digests_come_out_of_every_form) {
  const auto one = digest_of("one");
  const auto two = digest_of("two");
  const auto lists = signature_list({one, two});
  bytes::Writer efivarfs;
  efivarfs.le32(0x27).raw(lists);
  const std::string text = "# revoked\n" + one.hex() + "\n" + two.hex() + " , a comment\r\n\n";
  for (const auto& file :
       {lists, bytes::copy(efivarfs.view()), authenticated(lists, 2023, 5, 9), text_bytes(text)}) {
    Revocations r;
    EXPECT_TRUE(r.empty());
    ASSERT_TRUE(add(r, file, "the list"));
    ASSERT_NE(r.find(one), nullptr);
    EXPECT_EQ(*r.find(one), "the list");
    EXPECT_NE(r.find(two), nullptr);
    EXPECT_EQ(r.find(digest_of("three")), nullptr);
  }
}

TEST(Revocations, the_newest_dated_list_that_the_platform_holds_dates_it) {
  const auto a = digest_of("a");
  const auto b = digest_of("b");
  const auto c = digest_of("c");
  Revocations r;
  ASSERT_TRUE(add(r, authenticated(signature_list({a}), 2020, 7, 29)));
  ASSERT_TRUE(add(r, authenticated(signature_list({a, b}), 2023, 5, 9)));
  ASSERT_TRUE(add(r, authenticated(signature_list({a, b, c}), 2025, 1, 1)));
  ASSERT_TRUE(add(r, signature_list({a})));  // undated
  EXPECT_EQ(r.date_of({b, a}), base::parse_rfc3339("2023-05-09"));
  EXPECT_EQ(r.date_of({a}), base::parse_rfc3339("2020-07-29"));
  EXPECT_EQ(r.date_of({c, b, a}), base::parse_rfc3339("2025-01-01"));
  EXPECT_EQ(r.date_of({b}), std::nullopt);
}

TEST(Revocations, what_holds_no_digest_is_an_error_that_names_the_file) {
  for (const auto& file : {base::Bytes{}, text_bytes("not hex\n"), text_bytes("abcd\n"),
                           hex_bytes("0102030405060708090a0b0c")}) {
    Revocations r;
    const auto added = add(r, file, "dbx.bin");
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().file, "dbx.bin");
    EXPECT_TRUE(r.empty());
  }
}

TEST(Revocations, survive_every_prefix_and_mutation) {
  const auto file = authenticated(signature_list({digest_of("one"), digest_of("two")}), 2023, 5, 9);
  const auto one = digest_of("one");
  const auto try_it = [&](bytes::ByteSpan b) {
    Revocations r;
    const bool added = add(r, b).has_value();
    EXPECT_EQ(added, !r.empty());
    EXPECT_TRUE(r.find(one) == nullptr || b.size() >= 32U);
  };
  testing::every_prefix(file, try_it);
  testing::mutations(file, 1000, 5, try_it);
}

class Ran : public ::testing::Test {
 protected:
  BootResult look(const GoodBoot& boot) {
    auto context = boot.context(hash);
    context.revocations = &revocations;
    return inspect_boot(boot.evidence(), context);
  }
  crypto::HashEngine hash;
  Revocations revocations;
};

TEST_F(Ran, a_revoked_loader_is_found) {
  ASSERT_TRUE(add(revocations, text_bytes(digest_of("the boot loader").hex()), "hashes.txt"));
  const auto r = look(GoodBoot());
  EXPECT_EQ(testing::codes(r.findings), "boot.image.revoked");
  EXPECT_NE(r.findings[0].why.find("hashes.txt"), std::string::npos);
}

TEST_F(Ran, calling_itself_something_else_does_not_hide_it) {
  ASSERT_TRUE(add(revocations, text_bytes(digest_of("the boot loader").hex())));
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, "1.0").separators();
  log.event(4, EV_COMPACT_HASH, text_bytes("harmless"), text_bytes("the boot loader"));
  EXPECT_TRUE(testing::has_code(look(GoodBoot("s", log)).findings, "boot.image.revoked"));
}

TEST_F(Ran, the_platforms_own_dbx_counts) {
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, "1.0");
  log.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", hex_bytes("01"));
  log.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "dbx",
               signature_list({digest_of("the boot loader")}));
  log.separators().event(4, EV_EFI_BOOT_SERVICES_APPLICATION, text_bytes("path"),
                         text_bytes("the boot loader"));
  const auto r = look(GoodBoot("s", log));
  EXPECT_EQ(testing::codes(r.findings), "boot.image.revoked");
  EXPECT_EQ(r.facts.dbx_entries, 1U);
}

TEST_F(Ran, an_older_sbat_level_than_demanded_is_found) {
  EventLogBuilder log = GoodBoot::default_log();
  log.variable(EV_EFI_VARIABLE_AUTHORITY, "SbatLevel", text_bytes("sbat,1,2022052400\ngrub,2\n"));
  const GoodBoot boot("s", log);
  EXPECT_EQ(look(boot).facts.sbat_level, "2022052400");
  EXPECT_EQ(testing::codes(look(boot).findings), "");
  revocations.minimum_sbat = "2022052400";
  EXPECT_EQ(testing::codes(look(boot).findings), "");
  revocations.minimum_sbat = "2023012900";
  EXPECT_EQ(testing::codes(look(boot).findings), "boot.image.revoked");
}

}  // namespace
}  // namespace assay::inspect::boot
