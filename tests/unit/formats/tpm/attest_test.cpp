#include "formats/tpm/attest.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "unit/formats/tpm/tpm_bytes.h"

namespace assay::formats::tpm {
namespace {

namespace tb = testing::tpm;
using bytes::Reader;

base::Bytes certify() {
  bytes::Writer w;
  tb::attest_head(w, kAttestCertify);
  tb::tpm2b(w, tb::filled(34, 0x01));
  tb::tpm2b(w, tb::filled(34, 0x02));
  return std::move(w).release();
}

TEST(Attest, reads_a_quote) {
  const base::Bytes bytes = tb::quote();
  const auto attest = parse_attest(Reader(bytes));
  ASSERT_TRUE(attest) << attest.error().describe();
  EXPECT_EQ(attest->magic, kGeneratedValue);
  EXPECT_EQ(attest->type, kAttestQuote);
  EXPECT_TRUE(bytes::equal(attest->qualified_signer, tb::filled(34, 0xAA)));
  EXPECT_EQ(bytes::as_chars(attest->extra_data), "challenge");
  EXPECT_EQ(attest->clock.clock, 22365U);
  EXPECT_EQ(attest->clock.reset_count, 2U);
  EXPECT_EQ(attest->clock.restart_count, 1U);
  EXPECT_TRUE(attest->clock.safe);
  EXPECT_EQ(attest->firmware_version, 0x2019102300163636U);
  ASSERT_TRUE(attest->quote);
  EXPECT_FALSE(attest->certify);
  EXPECT_EQ(to_string(attest->quote->selections), "sha256:0,1,7");
  EXPECT_TRUE(bytes::equal(attest->quote->pcr_digest, tb::filled(32, 0xBB)));
  EXPECT_EQ(attest->signed_bytes.data(), bytes.data());
  EXPECT_EQ(attest->signed_bytes.size(), bytes.size());
}

TEST(Attest, the_size_in_front_of_a_tpm2b_is_not_signed) {
  const base::Bytes bytes = tb::with_size(tb::quote());
  const auto attest = parse_attest(Reader(bytes));
  ASSERT_TRUE(attest) << attest.error().describe();
  EXPECT_EQ(attest->signed_bytes.data(), bytes.data() + 2);
  EXPECT_TRUE(attest->quote);
}

TEST(Attest, reads_a_certification) {
  const base::Bytes bytes = certify();
  const auto attest = parse_attest(Reader(bytes));
  ASSERT_TRUE(attest) << attest.error().describe();
  ASSERT_TRUE(attest->certify);
  EXPECT_TRUE(bytes::equal(attest->certify->name, tb::filled(34, 0x01)));
  EXPECT_TRUE(bytes::equal(attest->certify->qualified_name, tb::filled(34, 0x02)));
}

TEST(Attest, another_kind_is_named_and_not_decoded) {
  bytes::Writer w;
  tb::attest_head(w, 0x8019);  // TPM_ST_ATTEST_TIME
  w.be64(1);
  const auto attest = parse_attest(Reader(w.view()));
  ASSERT_TRUE(attest);
  EXPECT_EQ(attest->type, 0x8019);
  EXPECT_FALSE(attest->quote || attest->certify);
}

TEST(Attest, a_wrong_magic_is_left_to_the_appraiser) {
  bytes::Writer w;
  tb::attest_head(w, 0x8019, 0x00544347);
  const auto attest = parse_attest(Reader(w.view()));
  ASSERT_TRUE(attest);
  EXPECT_EQ(attest->magic, 0x00544347U);
  EXPECT_FALSE(looks_like_attest(w.view()));
}

TEST(Attest, bytes_behind_the_structure_are_an_error) {
  base::Bytes bytes = tb::quote();
  bytes.push_back(std::byte{0});
  const auto attest = parse_attest(Reader(bytes));
  ASSERT_FALSE(attest);
  EXPECT_EQ(attest.error().fault, bytes::Fault::trailing);
  EXPECT_EQ(attest.error().offset, bytes.size() - 1);
}

TEST(Attest, is_told_from_other_files_by_its_magic) {
  EXPECT_TRUE(looks_like_attest(tb::quote()));
  EXPECT_TRUE(looks_like_attest(tb::with_size(tb::quote())));
  EXPECT_FALSE(looks_like_attest(tb::filled(145, 0)));
  EXPECT_FALSE(looks_like_attest(tb::hex("ff54434780")));
  EXPECT_FALSE(looks_like_attest({}));
}

TEST(Attest, reads_what_a_tpm_made) {
  const base::Bytes bytes = testing::read_source("samples/fleet/node-01/boot/quote.msg");
  const auto attest = parse_attest(Reader(bytes));
  ASSERT_TRUE(attest);
  ASSERT_TRUE(attest->quote);
  EXPECT_EQ(to_string(attest->quote->selections), "sha256:0-14");
  EXPECT_TRUE(
      bytes::equal(attest->extra_data, testing::read_source("samples/fleet/node-01/boot/nonce")));
}

TEST(Attest, no_truncated_prefix_is_a_quote) {
  const base::Bytes bytes = tb::quote();
  testing::every_prefix(bytes::ByteSpan(bytes).first(bytes.size() - 1), [](bytes::ByteSpan cut) {
    const auto attest = parse_attest(Reader(cut));
    ASSERT_FALSE(attest) << cut.size();
    ASSERT_LE(attest.error().offset, cut.size());
    ASSERT_FALSE(attest.error().field.empty());
  });
}

TEST(Attest, mutations_never_give_views_outside_the_bytes) {
  testing::mutations(tb::quote(), 1000, 6, [](bytes::ByteSpan mutant) {
    (void)looks_like_attest(mutant);
    const auto attest = parse_attest(Reader(mutant));
    if (!attest) return;
    const auto inside = [&](bytes::ByteSpan part) {
      return part.empty() ||
             (part.data() >= mutant.data() && part.size() <= mutant.size() &&
              static_cast<std::size_t>(part.data() - mutant.data()) <= mutant.size() - part.size());
    };
    ASSERT_TRUE(inside(attest->qualified_signer) && inside(attest->extra_data) &&
                inside(attest->signed_bytes));
    if (attest->quote) {
      ASSERT_TRUE(inside(attest->quote->pcr_digest));
      ASSERT_FALSE(to_string(attest->quote->selections).empty());
    }
  });
}

}  // namespace
}  // namespace assay::formats::tpm
