#include "formats/ima/boot_aggregate.h"

#include <gtest/gtest.h>
#include <map>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/corpus.h"
#include "support/mutate.h"
#include "unit/formats/ima/log_builder.h"

namespace assay::formats::ima {
namespace {

using crypto::Digest;
using crypto::HashAlg;

using Pcrs = std::map<std::pair<HashAlg, std::uint32_t>, Digest>;

PcrLookup lookup(const Pcrs& pcrs) {
  return [&pcrs](HashAlg bank, std::uint32_t pcr) -> const Digest* {
    const auto at = pcrs.find({bank, pcr});
    return at == pcrs.end() ? nullptr : &at->second;
  };
}

// PCR n of `bank` is H("n"), for 0 to `last`.
void fill(Pcrs& pcrs, HashAlg bank, std::uint32_t last) {
  crypto::HashEngine engine;
  for (std::uint32_t pcr = 0; pcr <= last; ++pcr)
    pcrs[{bank, pcr}] = engine.hash(bank, testing::ima::le32(pcr));
}

Digest over(const Pcrs& pcrs, HashAlg bank, HashAlg hash, std::uint32_t last) {
  bytes::Writer all;
  for (std::uint32_t pcr = 0; pcr <= last; ++pcr) all.raw(pcrs.at({bank, pcr}).span());
  return crypto::HashEngine().hash(hash, all.view());
}

EntryFields aggregate(std::string_view algorithm, const Digest& digest) {
  EntryFields fields;
  fields.path = "boot_aggregate";
  fields.digest = FileDigest{
      .algorithm = algorithm, .alg = hash_alg_from_kernel(algorithm), .value = digest.span()};
  return fields;
}

TEST(BootAggregate, names_bank_and_range) {
  Pcrs pcrs;
  fill(pcrs, HashAlg::sha1, 9);
  fill(pcrs, HashAlg::sha256, 9);
  struct Case {
    HashAlg bank, hash;
    std::uint32_t last;
    std::string_view written;
  };
  crypto::HashEngine engine;
  for (const Case& c :
       {Case{HashAlg::sha1, HashAlg::sha1, 7, "sha1"}, Case{HashAlg::sha1, HashAlg::sha1, 7, ""},
        Case{HashAlg::sha256, HashAlg::sha256, 9, "sha256"},
        Case{HashAlg::sha256, HashAlg::sha256, 7, "sha256"}}) {
    const Digest digest = over(pcrs, c.bank, c.hash, c.last);
    const auto match = match_boot_aggregate(aggregate(c.written, digest), lookup(pcrs), engine);
    ASSERT_TRUE(match) << c.written;
    EXPECT_EQ(match->bank, c.bank);
    EXPECT_EQ(match->hash, c.hash);
    EXPECT_EQ(match->last_pcr, c.last);
  }
}

TEST(BootAggregate, another_boot_does_not_match) {
  Pcrs pcrs;
  fill(pcrs, HashAlg::sha256, 9);
  const Digest digest = over(pcrs, HashAlg::sha256, HashAlg::sha256, 9);
  pcrs[{HashAlg::sha256, 4}] = Digest(HashAlg::sha256);
  crypto::HashEngine engine;
  EXPECT_FALSE(match_boot_aggregate(aggregate("sha256", digest), lookup(pcrs), engine));
}

TEST(BootAggregate, pcrs_that_are_not_known_match_nothing) {
  Pcrs pcrs;
  fill(pcrs, HashAlg::sha256, 9);
  const Digest digest = over(pcrs, HashAlg::sha256, HashAlg::sha256, 9);
  pcrs.erase({HashAlg::sha256, 8});
  crypto::HashEngine engine;
  EXPECT_FALSE(match_boot_aggregate(aggregate("sha256", digest), lookup(pcrs), engine));
  EXPECT_FALSE(match_boot_aggregate(aggregate("md5", digest), lookup(pcrs), engine));
  EntryFields other = aggregate("sha256", digest);
  other.path = "/init";
  EXPECT_FALSE(match_boot_aggregate(other, lookup(pcrs), engine));
}

TEST(BootAggregate, zeros_say_that_the_kernel_had_no_tpm) {
  EXPECT_TRUE(boot_aggregate_without_tpm(aggregate("sha1", Digest(HashAlg::sha1))));
  Pcrs pcrs;
  fill(pcrs, HashAlg::sha1, 7);
  const Digest digest = over(pcrs, HashAlg::sha1, HashAlg::sha1, 7);
  EXPECT_FALSE(boot_aggregate_without_tpm(aggregate("sha1", digest)));
}

TEST(BootAggregateCorpus, ties_each_captured_log_to_its_pcrs) {
  ASSAY_CORPUS_OR_SKIP(root);
  unsigned seen = 0;
  crypto::HashEngine engine;
  for (const auto& folder : std::filesystem::directory_iterator(root / "vm")) {
    const auto log_file = folder.path() / "ima_binary_runtime_measurements";
    if (!std::filesystem::exists(log_file)) continue;
    const base::Bytes log_bytes = testing::read_file(log_file.string());
    const base::Bytes pcr_bytes = testing::read_file((folder.path() / "pcrs_all.bin").string());
    Pcrs pcrs;
    for (std::uint32_t pcr = 0; pcr < pcr_bytes.size() / 32; ++pcr)
      pcrs[{HashAlg::sha256, pcr}] =
          Digest::from(HashAlg::sha256, std::span(pcr_bytes).subspan(pcr * 32UL, 32)).value();
    bytes::Budget budget;
    const auto log = parse_ima_log(bytes::Reader(log_bytes), budget);
    ASSERT_TRUE(log);
    const auto fields = decode(log->entries.front());
    ASSERT_TRUE(fields);
    const auto match = match_boot_aggregate(*fields, lookup(pcrs), engine);
    ASSERT_TRUE(match) << folder.path();
    EXPECT_EQ(match->bank, HashAlg::sha256);
    ++seen;
  }
  EXPECT_GE(seen, 1U);
}

}  // namespace
}  // namespace assay::formats::ima
