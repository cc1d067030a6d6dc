#include "inspect/boot/quote_check.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "bytes/writer.h"
#include "inspect/boot/inspect_boot.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::inspect::boot {
namespace {

using testing::GoodBoot;
using testing::QuoteOptions;
using testing::text_bytes;

BootResult look(const GoodBoot& boot) {
  static crypto::HashEngine hash;
  return inspect_boot(boot.evidence(), boot.context(hash));
}

TEST(QuoteCheck, a_good_quote_counts) {
  const auto r = look(GoodBoot());
  EXPECT_EQ(r.quote.signature, SignatureState::valid);
  EXPECT_EQ(r.quote.nonce, NonceState::match);
  EXPECT_EQ(r.quote.pcr_digest, DigestState::match);
  EXPECT_TRUE(r.quote.counts());
}

TEST(QuoteCheck, a_signed_structure_without_the_tpms_magic_is_no_quote) {
  GoodBoot boot;
  QuoteOptions o;
  o.magic = 0x41424344;
  boot.quote_again(o);
  const auto r = look(boot);
  EXPECT_EQ(r.quote.signature, SignatureState::valid) << "the key did sign it";
  EXPECT_TRUE(testing::has_code(r.findings, "boot.quote.not-tpm"));
  EXPECT_FALSE(r.quote.counts());
  EXPECT_FALSE(r.log_is_quoted());
}

TEST(QuoteCheck, a_certification_is_no_quote) {
  GoodBoot boot;
  QuoteOptions o;
  o.type = formats::tpm::kAttestCertify;
  boot.quote_again(o);
  const auto r = look(boot);
  EXPECT_TRUE(testing::has_code(r.findings, "boot.quote.not-tpm"));
  EXPECT_FALSE(r.quote.counts());
}

TEST(QuoteCheck, the_size_in_front_of_a_tpm2b_is_not_signed) {
  GoodBoot boot;
  const base::Bytes plain = boot.files["boot/quote.msg"];
  bytes::Writer w;
  w.be16(static_cast<std::uint16_t>(plain.size())).raw(plain);
  boot.files["boot/quote.msg"] = bytes::copy(w.view());
  EXPECT_EQ(testing::codes(look(boot).findings), "");
}

TEST(QuoteCheck, a_bare_der_signature_is_verified_too) {
  GoodBoot boot;
  boot.files["boot/quote.sig"] = boot.key.sign_der(boot.files["boot/quote.msg"]);
  EXPECT_EQ(look(boot).quote.signature, SignatureState::valid);
  boot.files["boot/quote.sig"] = boot.key.sign_der(text_bytes("another message"));
  EXPECT_EQ(look(boot).quote.signature, SignatureState::invalid);
}

TEST(QuoteCheck, another_keys_signature_is_invalid) {
  GoodBoot boot;
  boot.files["boot/quote.sig"] = testing::TpmKey().sign(boot.files["boot/quote.msg"]);
  const auto r = look(boot);
  EXPECT_EQ(r.quote.signature, SignatureState::invalid);
  EXPECT_TRUE(testing::has_code(r.findings, "boot.quote.invalid"));
}

TEST(QuoteCheck, without_a_signature_it_is_invalid) {
  GoodBoot boot;
  boot.files.erase("boot/quote.sig");
  const auto r = look(boot);
  EXPECT_EQ(r.quote.signature, SignatureState::invalid);
  EXPECT_TRUE(testing::has_code(r.findings, "boot.quote.invalid"));
}

TEST(QuoteCheck, every_bit_of_the_message_is_covered) {
  GoodBoot boot;
  const base::Bytes good = boot.files["boot/quote.msg"];
  for (std::size_t bit = 0; bit < good.size() * 8; bit += 5) {
    auto bytes = good;
    bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    boot.files["boot/quote.msg"] = bytes;
    EXPECT_FALSE(look(boot).quote.counts()) << bit;
  }
}

TEST(QuoteCheck, the_nonce_is_the_appraisers_or_it_proves_nothing) {
  GoodBoot boot;
  boot.nonces = {text_bytes("another challenge")};
  const auto other = look(boot);
  EXPECT_EQ(other.quote.nonce, NonceState::mismatch);
  EXPECT_EQ(testing::codes(other.findings), "boot.nonce.mismatch");

  boot.nonces.push_back(text_bytes("nonce of the appraiser"));  // one of several challenges
  EXPECT_EQ(look(boot).quote.nonce, NonceState::match);

  boot.nonces.clear();
  boot.files["boot/nonce"] = text_bytes("nonce of the appraiser");  // the suspect's own claim
  const auto none = look(boot);
  EXPECT_EQ(none.quote.nonce, NonceState::not_given);
  EXPECT_EQ(testing::codes(none.findings), "boot.freshness.unproven");
}

TEST(QuoteCheck, a_nonce_that_is_only_a_prefix_does_not_match) {
  GoodBoot boot;
  boot.nonces = {text_bytes("nonce of the appraise")};
  EXPECT_EQ(look(boot).quote.nonce, NonceState::mismatch);
}

TEST(QuoteCheck, values_that_lack_a_quoted_pcr_are_ignored) {
  GoodBoot boot;
  QuoteOptions fewer;
  fewer.selection = {{crypto::HashAlg::sha256, {0, 1, 2}}};
  boot.files["boot/pcrs.json"] = text_bytes(testing::pcrs_json(boot.pcrs, fewer));
  const auto r = look(boot);
  EXPECT_EQ(r.quote.pcr_digest, DigestState::mismatch);
  EXPECT_TRUE(testing::has_code(r.findings, "boot.pcr-digest.mismatch"));
}

// tpm2_quote -o over SHA-256 PCRs 0 to 9, with `more` digests behind them.
base::Bytes tools_file(const testing::Pcrs& pcrs, std::uint32_t more) {
  bytes::Writer w;
  w.le32(1).le16(0x000B).u8(3).le32(0x3FF).u8(0).zeros(std::size_t{15} * 8);
  w.le32(2);
  for (std::uint32_t list = 0, pcr = 0; list < 2; ++list) {
    const std::uint32_t count = list == 0 ? 8 : 2 + more;
    w.le32(count);
    for (std::uint32_t i = 0; i < 8; ++i, ++pcr) {
      if (i >= count) {
        w.zeros(66);
        continue;
      }
      w.le16(32).raw(pcrs.at(crypto::HashAlg::sha256, std::min(pcr, 23U)).span()).zeros(32);
    }
  }
  return std::move(w).release();
}

TEST(QuoteCheck, digests_behind_the_selection_of_a_tools_file_are_told_and_not_used) {
  GoodBoot boot;
  boot.files["boot/pcrs.json"] = tools_file(boot.pcrs, 0);
  EXPECT_EQ(testing::codes(look(boot).findings), "");
  boot.files["boot/pcrs.json"] = tools_file(boot.pcrs, 3);
  const auto r = look(boot);
  EXPECT_EQ(testing::codes(r.findings), "boot.pcr-values.surplus");
  EXPECT_NE(r.findings.front().why.find("3 digests"), std::string::npos) << r.findings.front().why;
  EXPECT_EQ(r.quote.pcr_digest, DigestState::match);
  EXPECT_EQ(r.quote.values->find(crypto::HashAlg::sha256, 10), nullptr);
}

TEST(QuoteCheck, truncated_parts_never_count_and_name_their_field) {
  const GoodBoot good;
  for (const char* path : {"boot/quote.msg", "boot/quote.sig"}) {
    const base::Bytes whole = good.files.at(path);
    testing::every_prefix(whole, [&](bytes::ByteSpan prefix) {
      if (prefix.size() == whole.size()) return;
      GoodBoot boot = good;
      boot.files[path] = bytes::copy(prefix);
      const auto r = look(boot);
      EXPECT_FALSE(r.quote.counts()) << path << prefix.size();
      EXPECT_FALSE(r.findings.empty());
    });
  }
}

}  // namespace
}  // namespace assay::inspect::boot
