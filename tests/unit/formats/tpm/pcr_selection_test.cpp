#include "formats/tpm/pcr_selection.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "unit/formats/tpm/tpm_bytes.h"

namespace assay::formats::tpm {
namespace {

namespace tb = testing::tpm;

bytes::Parsed<PcrSelections> parse(bytes::ByteSpan bytes) {
  bytes::Reader r(bytes);
  return parse_pcr_selections(r);
}

TEST(PcrSelection, keeps_the_order_of_the_banks) {
  bytes::Writer w;
  w.be32(2);
  tb::selection(w, tb::kSha256, {0, 8, 23});
  tb::selection(w, tb::kSha1, {});
  const auto selections = parse(w.view());
  ASSERT_TRUE(selections);
  ASSERT_EQ(selections->size(), 2U);
  EXPECT_EQ((*selections)[0].bank(), crypto::HashAlg::sha256);
  EXPECT_EQ((*selections)[0].pcrs, std::bitset<32>("100000000000000100000001"));
  EXPECT_EQ(to_string(*selections), "sha256:0,8,23+sha1:none");
}

TEST(PcrSelection, writes_runs_short_and_names_unknown_banks_by_number) {
  bytes::Writer w;
  w.be32(2);
  tb::selection(w, 0x7FFF, {0, 1, 3, 4, 5});
  tb::selection(w, tb::kSha1, {22, 23});
  EXPECT_EQ(to_string(*parse(w.view())), "0x7fff:0,1,3-5+sha1:22,23");
  EXPECT_EQ(to_string(PcrSelections{}), "none");
}

TEST(PcrSelection, has_limits) {
  bytes::Writer most;
  most.be32(16);
  for (int i = 0; i < 16; ++i) tb::selection(most, tb::kSha1, {1});
  EXPECT_TRUE(parse(most.view()));
  const auto many = parse(tb::hex("00000011"));
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().field, "pcrSelect.count");
  const auto wide = parse(tb::hex("00000001000b050000000000"));
  ASSERT_FALSE(wide);
  EXPECT_EQ(wide.error().offset, 6U);
}

TEST(PcrSelection, prefixes_are_errors_and_mutations_stay_in_bounds) {
  bytes::Writer w;
  w.be32(2);
  tb::selection(w, tb::kSha256, {0, 1, 2});
  tb::selection(w, tb::kSha1, {10});
  testing::every_prefix(w.view().first(w.size() - 1),
                        [](bytes::ByteSpan cut) { ASSERT_FALSE(parse(cut)); });
  testing::mutations(w.view(), 1000, 9, [](bytes::ByteSpan mutant) {
    if (const auto selections = parse(mutant)) {
      ASSERT_LE(selections->size(), 16U);
    }
  });
}

}  // namespace
}  // namespace assay::formats::tpm
