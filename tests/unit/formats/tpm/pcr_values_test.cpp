#include "formats/tpm/pcr_values.h"

#include <gtest/gtest.h>

#include "formats/tpm/attest.h"
#include "support/mutate.h"
#include "unit/formats/tpm/tpm_bytes.h"

namespace assay::formats::tpm {
namespace {

namespace tb = testing::tpm;
using crypto::HashAlg;

base::Result<PcrValues> parse(bytes::ByteSpan bytes, const PcrSelections* selections = nullptr,
                              bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_pcr_values(bytes::Reader(bytes), selections, budget);
}
base::Result<PcrValues> parse(std::string_view text) { return parse(bytes::as_bytes(text)); }

std::string repeated(std::string_view pair, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += pair;
  return out;
}
std::string json() {
  return R"({"sha1":{"0":")" + repeated("11", 20) + R"("},"sha256":{"7":")" + repeated("22", 32) +
         R"("}})";
}

// One row of the C structure TPMS_PCR_SELECTION, little-endian, one byte of padding.
void c_selection(bytes::Writer& w, std::uint16_t bank, std::uint32_t pcrs) {
  w.le16(bank).u8(3).le32(pcrs).u8(0);
}
// tpm2_quote -o: SHA-1 PCR 0 and SHA-256 PCR 7 behind one another.
base::Bytes serialized(std::uint32_t lists = 1, std::uint32_t digests = 2) {
  bytes::Writer w;
  w.le32(2);
  c_selection(w, tb::kSha1, 1U << 0U);
  c_selection(w, tb::kSha256, 1U << 7U);
  w.zeros(std::size_t{14} * 8);
  w.le32(lists).le32(digests);
  w.le16(20).raw(tb::filled(20, 0x11)).zeros(44);
  w.le16(32).raw(tb::filled(32, 0x22)).zeros(32);
  w.zeros(std::size_t{6} * 66);
  return std::move(w).release();
}
constexpr std::string_view kPcrread =
    "  sha1:\n    0 : 0x1111111111111111111111111111111111111111\n  sha256:\n"
    "    7 : 0x2222222222222222222222222222222222222222222222222222222222222222\n  sha384:\n";

PcrSelections two_banks() {
  PcrSelections out(2);
  out[0].hash = tb::kSha1;
  out[0].pcrs.set(0);
  out[1].hash = tb::kSha256;
  out[1].pcrs.set(7);
  return out;
}
base::Bytes plain() {
  return std::move(bytes::Writer().raw(tb::filled(20, 0x11)).raw(tb::filled(32, 0x22))).release();
}

void expect_both_values(const base::Result<PcrValues>& values) {
  ASSERT_TRUE(values) << values.error().message;
  ASSERT_EQ(values->banks.size(), 2U);
  ASSERT_NE(values->find(HashAlg::sha1, 0), nullptr);
  EXPECT_EQ(values->find(HashAlg::sha1, 0)->hex(), repeated("11", 20));
  ASSERT_NE(values->find(HashAlg::sha256, 7), nullptr);
  EXPECT_EQ(values->find(HashAlg::sha256, 7)->hex(), repeated("22", 32));
  EXPECT_EQ(values->find(HashAlg::sha256, 0), nullptr);
  EXPECT_EQ(values->find(HashAlg::sha256, 99), nullptr);
  EXPECT_EQ(values->find(HashAlg::sha384, 7), nullptr);
}

TEST(PcrValues, four_forms_say_the_same) {
  expect_both_values(parse(json()));
  expect_both_values(parse(serialized()));
  expect_both_values(parse(kPcrread));
  const auto selections = two_banks();
  expect_both_values(parse(plain(), &selections));
}

TEST(PcrValues, plain_digests_need_the_selection_of_their_quote) {
  EXPECT_FALSE(parse(plain()));
  auto other = two_banks();
  other[1].pcrs.set(8);
  EXPECT_FALSE(parse(plain(), &other)) << "one value too few";
}

TEST(PcrValues, json_is_refused_where_a_bank_an_index_or_a_size_is_wrong) {
  for (const char* text :
       {"[]", "{\"md5\":{}}", "{\"sha1\":[]}", "{\"sha1\":{\"24\":\"00\"}}",
        "{\"sha1\":{\"-1\":\"00\"}}", "{\"sha1\":{\"0x0\":\"00\"}}", "{\"sha1\":{\"0\":\"00\"}}",
        "{\"sha1\":{\"0\":0}}", "{\"sha1\":{\"\":\"\"}}"})
    EXPECT_FALSE(parse(text)) << text;
  EXPECT_TRUE(parse(R"({"sha1":{"0":"0X)" + repeated("aB", 20) + "\"}}"));
}

TEST(PcrValues, a_serialized_file_must_have_as_many_digests_as_it_selects) {
  EXPECT_FALSE(parse(serialized(1, 1)));
  EXPECT_FALSE(parse(serialized(1, 9))) << "a TPML_DIGEST holds eight";
  EXPECT_FALSE(parse(serialized(2, 2))) << "two lists stated, one there";
  EXPECT_FALSE(parse(serialized(0xFFFFFFFF, 2)));
  base::Bytes wide = serialized();
  wide[6] = std::byte{5};  // sizeofSelect of the first row
  EXPECT_EQ(parse(wide).error().offset, 6U);
}

TEST(PcrValues, digests_behind_the_selection_are_counted_and_belong_to_no_pcr) {
  EXPECT_EQ(parse(serialized())->surplus, 0U);
  const auto more = parse(serialized(1, 4));
  expect_both_values(more);
  EXPECT_EQ(more->surplus, 2U);
  EXPECT_EQ(more->banks[0].present.count() + more->banks[1].present.count(), 2U);
}

TEST(PcrValues, text_without_values_is_no_file_of_values) {
  EXPECT_FALSE(parse(""));
  EXPECT_FALSE(parse("  sha256:\n"));
  EXPECT_FALSE(parse("  sha256:\n 0 : 0x11\n"));
  EXPECT_FALSE(parse("sha"));
}

TEST(PcrValues, json_pays_its_budget) {
  EXPECT_FALSE(parse(bytes::as_bytes(json()), nullptr, {.items = 2}));
  EXPECT_TRUE(parse(bytes::as_bytes(json()), nullptr, {.items = 8}));
  EXPECT_FALSE(parse(bytes::as_bytes(json()), nullptr, {.depth = 1}));
}

// Part 3, 18.4: H over the selected values, in the order of the selection.
TEST(PcrDigest, is_over_the_values_in_the_order_of_the_selection) {
  crypto::HashEngine hash;
  const auto values = parse(json()).value();
  EXPECT_EQ(pcr_digest(values, two_banks(), HashAlg::sha256, hash),
            hash.hash(HashAlg::sha256, plain()));
  auto more = two_banks();
  more[0].pcrs.set(1);
  EXPECT_FALSE(pcr_digest(values, more, HashAlg::sha256, hash)) << "a selected value is missing";
}

TEST(PcrDigest, is_what_a_tpm_signed) {
  const base::Bytes message = testing::read_source("samples/fleet/node-01/boot/quote.msg");
  const auto quote = parse_attest(bytes::Reader(message)).value().quote.value();
  const auto values = parse(testing::read_source("samples/fleet/node-01/boot/pcrs.json"));
  ASSERT_TRUE(values) << values.error().message;
  crypto::HashEngine hash;
  const auto digest = pcr_digest(*values, quote.selections, HashAlg::sha256, hash);
  ASSERT_TRUE(digest);
  EXPECT_TRUE(bytes::equal(digest->span(), quote.pcr_digest));
}

TEST(PcrValues, no_truncated_prefix_of_a_binary_or_json_form_is_accepted) {
  const auto selections = two_banks();
  const auto refuse_prefixes = [](bytes::ByteSpan whole, const PcrSelections* of_quote) {
    testing::every_prefix(whole.first(whole.size() - 1), [&](bytes::ByteSpan cut) {
      ASSERT_FALSE(parse(cut, of_quote)) << cut.size();
    });
  };
  const std::string text = json();
  refuse_prefixes(bytes::as_bytes(text), nullptr);
  refuse_prefixes(serialized(), nullptr);
  refuse_prefixes(plain(), &selections);
}

TEST(PcrValues, mutations_give_values_of_their_banks_size_or_an_error) {
  const auto selections = two_banks();
  const std::string text = json();
  for (const base::Bytes& whole : {serialized(), plain(), bytes::copy(bytes::as_bytes(text)),
                                   bytes::copy(bytes::as_bytes(kPcrread))})
    testing::mutations(whole, 1000, 10, [&](bytes::ByteSpan mutant) {
      const auto values = parse(mutant, &selections);
      if (!values) return;
      for (const PcrBank& bank : values->banks)
        for (std::size_t pcr = 0; pcr < kPcrs; ++pcr)
          if (bank.present[pcr]) {
            ASSERT_EQ(bank.value[pcr].alg(), bank.alg);
          }
    });
}

}  // namespace
}  // namespace assay::formats::tpm
