#include "formats/ima/ima_log.h"

#include <gtest/gtest.h>

#include "formats/ima/fields.h"
#include "formats/ima/template_digest.h"
#include "support/corpus.h"
#include "support/mutate.h"
#include "unit/formats/ima/log_builder.h"

namespace assay::formats::ima {
namespace {

using crypto::HashAlg;
using testing::ima::LogBuilder;

bytes::Parsed<ImaLog> parse(bytes::ByteSpan log) {
  bytes::Budget budget;
  return parse_ima_log(bytes::Reader(log), budget);
}

TEST(ImaLog, reads_each_entry_as_views_into_the_log) {
  const base::Bytes bytes =
      LogBuilder().ng("boot_aggregate").legacy("/init").pcr(11).ng("/usr/bin/sh").bytes();
  const auto log = parse(bytes);
  ASSERT_TRUE(log);
  EXPECT_FALSE(log->broken);
  EXPECT_EQ(log->digest_alg, HashAlg::sha1);
  EXPECT_TRUE(log->digest_alg_confirmed);
  EXPECT_EQ(log->pcrs, (1U << 10) | (1U << 11));
  ASSERT_EQ(log->entries.size(), 3U);

  const Entry& first = log->entries[0];
  EXPECT_EQ(first.number, 0U);
  EXPECT_EQ(first.pcr, 10U);
  EXPECT_EQ(first.offset, 0U);
  EXPECT_EQ(first.template_name, "ima-ng");
  EXPECT_EQ(first.template_digest.data(), bytes.data() + 4);
  EXPECT_EQ(first.data_offset, 4U + 20 + 4 + 6 + 4);
  EXPECT_EQ(first.template_data.size(), 4U + 8 + 32 + 4 + 15);
  EXPECT_FALSE(first.is_violation);
  EXPECT_FALSE(first.is_legacy());

  const Entry& legacy = log->entries[1];
  EXPECT_EQ(legacy.offset, first.data_offset + first.template_data.size());
  EXPECT_TRUE(legacy.is_legacy());
  EXPECT_EQ(legacy.template_data.size(), 20U + 4 + 5);
  EXPECT_EQ(log->entries[2].pcr, 11U);
  EXPECT_EQ(log->entries[2].number, 2U);
}

TEST(ImaLog, an_all_zero_template_digest_is_a_violation) {
  const base::Bytes bytes = LogBuilder().ng("/a").violation("/b").bytes();
  const auto log = parse(bytes);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->entries.size(), 2U);
  EXPECT_FALSE(log->entries[0].is_violation);
  EXPECT_TRUE(log->entries[1].is_violation);
}

TEST(ImaLog, finds_the_width_of_the_template_digests) {
  for (const HashAlg alg : {HashAlg::sha1, HashAlg::sha256, HashAlg::sha384, HashAlg::sha512}) {
    const base::Bytes bytes =
        LogBuilder(alg).ng("boot_aggregate").violation("/tmp/x").legacy("/init").bytes();
    const auto log = parse(bytes);
    ASSERT_TRUE(log) << crypto::name(alg);
    EXPECT_EQ(log->digest_alg, alg);
    EXPECT_TRUE(log->digest_alg_confirmed);
    EXPECT_EQ(log->entries.size(), 3U);
    EXPECT_FALSE(log->broken);
    EXPECT_TRUE(looks_like_ima_log(bytes));
  }
}

TEST(ImaLog, a_big_endian_machines_log_reads_as_any_other) {
  for (const HashAlg alg : {HashAlg::sha1, HashAlg::sha256, HashAlg::sha384, HashAlg::sha512}) {
    const base::Bytes bytes =
        LogBuilder(alg, true).ng("boot_aggregate").violation("/tmp/x").legacy("/init").bytes();
    EXPECT_TRUE(looks_like_ima_log(bytes));
    const auto log = parse(bytes);
    ASSERT_TRUE(log) << crypto::name(alg);
    EXPECT_FALSE(log->broken);
    EXPECT_EQ(log->order, ByteOrder::big);
    EXPECT_EQ(log->digest_alg, alg);
    EXPECT_TRUE(log->digest_alg_confirmed);
    EXPECT_EQ(log->pcrs, 1U << 10);
    ASSERT_EQ(log->entries.size(), 3U);
    crypto::HashEngine engine;
    for (const Entry& entry : log->entries) {
      EXPECT_NE(check_template_digest(entry, alg, engine), TemplateDigest::mismatch);
      EXPECT_TRUE(decode(entry)) << entry.number;
    }
    EXPECT_EQ(decode(log->entries[0])->path, "boot_aggregate");
    EXPECT_EQ(decode(log->entries[2])->path, "/init");
  }
}

TEST(ImaLog, a_log_that_changes_its_byte_order_is_broken_there) {
  base::Bytes bytes = LogBuilder(HashAlg::sha1, true).ng("boot_aggregate").bytes();
  const std::size_t whole = bytes.size();
  const base::Bytes little = LogBuilder().ng("/init").bytes();
  bytes.insert(bytes.end(), little.begin(), little.end());
  const auto log = parse(bytes);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->entries.size(), 1U);
  ASSERT_TRUE(log->broken);
  EXPECT_EQ(log->broken->offset, whole);
  EXPECT_EQ(log->broken->field, "pcr");
}

TEST(ImaLog, every_truncated_prefix_of_a_big_endian_log_gives_only_whole_entries) {
  const base::Bytes bytes =
      LogBuilder(HashAlg::sha256, true).ng("boot_aggregate").ng("/bin/sh").bytes();
  const std::size_t first = parse(bytes)->entries[1].offset;
  testing::every_prefix(bytes, [&](bytes::ByteSpan part) {
    const auto log = parse(part);
    ASSERT_EQ(log.has_value(), part.size() >= first) << part.size();
    if (!log) return;
    EXPECT_EQ(log->entries.size(), part.size() == bytes.size() ? 2U : 1U);
  });
}

TEST(ImaLog, a_log_of_violations_has_a_width_but_no_confirmed_algorithm) {
  const base::Bytes bytes = LogBuilder(HashAlg::sha384).violation("/a").violation("/b").bytes();
  const auto log = parse(bytes);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->digest_alg, HashAlg::sha384);
  EXPECT_FALSE(log->digest_alg_confirmed);
  EXPECT_EQ(log->entries.size(), 2U);
}

TEST(ImaLog, a_forged_first_entry_does_not_hide_the_algorithm_that_later_ones_confirm) {
  const crypto::Digest lie = crypto::HashEngine().hash(HashAlg::sha256, {});
  const base::Bytes data =
      LogBuilder::joined({testing::ima::d_ng("sha1", 1, 20), testing::ima::n_ng("/forged")});
  const auto bytes =
      LogBuilder(HashAlg::sha256).with_digest(lie.span(), "ima-ng", data).ng("/true").bytes();
  const auto log = parse(bytes);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->digest_alg, HashAlg::sha256);
  EXPECT_TRUE(log->digest_alg_confirmed);
}

TEST(ImaLog, keeps_what_came_before_a_bad_entry) {
  base::Bytes bytes = LogBuilder().ng("/good").bytes();
  const std::size_t good = bytes.size();
  const base::Bytes next = LogBuilder().ng("/cut").bytes();
  bytes.insert(bytes.end(), next.begin(), next.end() - 1);
  const auto log = parse(bytes);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->entries.size(), 1U);
  ASSERT_TRUE(log->broken);
  EXPECT_EQ(log->broken->fault, bytes::Fault::truncated);
  EXPECT_EQ(log->broken->field, "template data");
  EXPECT_EQ(log->broken->offset, good + 4 + 20 + 4 + 6 + 4);
}

struct Refused {
  const char* field;
  std::uint64_t offset;
  base::Bytes bytes;
};

TEST(ImaLog, refusals_name_offset_and_field) {
  const base::Bytes zeros(20);
  const auto header = [&](std::uint32_t pcr, std::uint32_t size, std::string_view name) {
    bytes::Writer out;
    out.le32(pcr).raw(zeros).le32(size).raw(bytes::as_bytes(name));
    return out;
  };
  const std::vector<Refused> cases{
      {"pcr", 0, {}},
      {"pcr", 0, std::move(header(64, 6, "ima-ng").le32(0)).release()},
      {"template digest", 4, std::move(bytes::Writer().le32(10).zeros(19)).release()},
      {"template name size", 24, std::move(header(10, 0, "")).release()},
      {"template name size", 24, std::move(header(10, 256, std::string(256, 'a'))).release()},
      {"template name", 28, std::move(header(10, 0xFF, "ima-ng")).release()},
      {"template name", 28, std::move(header(10, 6, "ima ng").le32(0)).release()},
      {"template data", 38, std::move(header(10, 6, "ima-ng").le32(0xFFFFFFFF)).release()},
      {"d", 31, std::move(header(10, 3, "ima").zeros(19)).release()},
      {"n", 55, std::move(header(10, 3, "ima").zeros(20).le32(0xFFFFFFFF).u8('/')).release()},
  };
  for (const Refused& refused : cases) {
    const auto log = parse(refused.bytes);
    ASSERT_FALSE(log) << refused.field;
    EXPECT_EQ(log.error().field, refused.field);
    EXPECT_EQ(log.error().offset, refused.offset) << refused.field;
  }
}

TEST(ImaLog, each_entry_costs_one_item) {
  const base::Bytes bytes = LogBuilder().ng("/a").ng("/b").ng("/c").bytes();
  bytes::Budget enough({.items = 3});
  const auto whole = parse_ima_log(bytes::Reader(bytes), enough);
  ASSERT_TRUE(whole);
  EXPECT_FALSE(whole->broken);
  EXPECT_EQ(enough.left().items, 0U);

  bytes::Budget short_of({.items = 2});
  const auto part = parse_ima_log(bytes::Reader(bytes), short_of);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->entries.size(), 2U);
  ASSERT_TRUE(part->broken);
  EXPECT_EQ(part->broken->fault, bytes::Fault::budget);

  bytes::Budget none({.items = 0});
  EXPECT_FALSE(parse_ima_log(bytes::Reader(bytes), none));
}

TEST(ImaLog, every_truncated_prefix_gives_only_whole_entries) {
  const base::Bytes bytes = LogBuilder().ng("/a").legacy("/b").ng("/c").bytes();
  const auto whole = parse(bytes);
  ASSERT_TRUE(whole);
  testing::every_prefix(bytes, [&](bytes::ByteSpan prefix) {
    const auto log = parse(prefix);
    std::size_t complete = 0;
    for (const Entry& entry : whole->entries)
      if (entry.data_offset + entry.template_data.size() <= prefix.size()) ++complete;
    ASSERT_EQ(log ? log->entries.size() : 0, complete) << prefix.size();
    const bool at_an_edge =
        complete > 0 && whole->entries[complete - 1].data_offset +
                                whole->entries[complete - 1].template_data.size() ==
                            prefix.size();
    if (log) {
      ASSERT_EQ(log->broken.has_value(), !at_an_edge) << prefix.size();
    }
  });
}

TEST(ImaLog, mutations_never_give_views_outside_the_log) {
  const base::Bytes bytes = LogBuilder().ng("/a").legacy("/b").violation("/c").ng("/d").bytes();
  crypto::HashEngine engine;
  testing::mutations(bytes, 1000, 7, [&](bytes::ByteSpan mutant) {
    const auto log = parse(mutant);
    if (!log) return;
    std::uint64_t end = 0;
    for (const Entry& entry : log->entries) {
      ASSERT_EQ(entry.offset, end);
      end = entry.data_offset + entry.template_data.size();
      ASSERT_LE(end, mutant.size());
      ASSERT_EQ(entry.template_digest.size(), crypto::digest_size(log->digest_alg));
      (void)decode(entry);
      (void)check_template_digest(entry, log->digest_alg, engine);
    }
    ASSERT_EQ(log->broken.has_value(), end != mutant.size());
  });
}

TEST(ImaLog, is_told_from_other_files_by_its_first_entry) {
  EXPECT_TRUE(looks_like_ima_log(LogBuilder().ng("/a").bytes()));
  EXPECT_TRUE(looks_like_ima_log(LogBuilder().legacy("/a").bytes()));
  EXPECT_TRUE(looks_like_ima_log(LogBuilder().entry("d-ng|n-ng", {{}, {}}).bytes()));
  EXPECT_TRUE(looks_like_ima_log(LogBuilder().entry("ima-future", {{}}).bytes()));
  EXPECT_FALSE(looks_like_ima_log(LogBuilder().entry("other", {{}}).bytes()));
  EXPECT_FALSE(looks_like_ima_log(LogBuilder().entry("a|b", {{}}).bytes()));
  EXPECT_FALSE(looks_like_ima_log({}));
  EXPECT_FALSE(looks_like_ima_log(base::Bytes(4096)));
  EXPECT_FALSE(looks_like_ima_log(base::Bytes(4096, std::byte{0xFF})));
}

TEST(ImaLogCorpus, every_log_is_read_and_its_text_is_what_was_measured) {
  ASSAY_CORPUS_OR_SKIP(root);
  unsigned whole = 0;
  crypto::HashEngine engine;
  for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
    const std::string name = file.path().filename().string();
    const bool in_ima = file.path().parent_path().filename() == "ima";
    if (!in_ima && name != "ima_binary_runtime_measurements") continue;
    const base::Bytes bytes = testing::read_file(file.path().string());
    EXPECT_TRUE(looks_like_ima_log(bytes)) << file.path();
    const auto log = parse(bytes);
    // Some samples are cut in the middle of an entry; nothing else may be wrong with any.
    if (!log) {
      EXPECT_EQ(log.error().fault, bytes::Fault::truncated) << file.path();
      continue;
    }
    if (log->broken) {
      EXPECT_EQ(log->broken->fault, bytes::Fault::truncated) << file.path();
    } else {
      ++whole;
    }
    for (const Entry& entry : log->entries) {
      const auto fields = decode(entry);
      ASSERT_TRUE(fields) << file.path() << ": " << fields.error().describe();
      EXPECT_TRUE(fields->template_known);
      EXPECT_FALSE(fields->path.empty());
      const auto check = check_template_digest(entry, log->digest_alg, engine);
      EXPECT_NE(check, TemplateDigest::mismatch) << file.path() << ": " << entry.number;
    }
  }
  EXPECT_GE(whole, 1U);
}

TEST(ImaLogCorpus, event_logs_and_other_artefacts_are_not_taken_for_one) {
  ASSAY_CORPUS_OR_SKIP(root);
  for (const auto& file : std::filesystem::directory_iterator(root / "boot" / "logs"))
    EXPECT_FALSE(looks_like_ima_log(testing::read_file(file.path().string()))) << file.path();
}

}  // namespace
}  // namespace assay::formats::ima
