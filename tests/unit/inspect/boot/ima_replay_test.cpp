#include "inspect/boot/ima_replay.h"

#include <chrono>
#include <gtest/gtest.h>
#include <iostream>
#include <nlohmann/json.hpp>

#include "support/corpus.h"
#include "support/mutate.h"
#include "unit/formats/ima/log_builder.h"

namespace assay::inspect::boot {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using formats::ima::Entry;
using formats::ima::ImaLog;
using testing::ima::LogBuilder;

struct Parsed {
  explicit Parsed(base::Bytes raw) : bytes(std::move(raw)) {
    bytes::Budget budget;
    log = formats::ima::parse_ima_log(bytes::Reader(bytes), budget).value();
  }
  base::Bytes bytes;
  ImaLog log;
};

const base::Bytes kOnes(64, std::byte{0xFF});

// A TPM bank that does what each kernel does, apart from the code under test.
struct Bank {
  explicit Bank(HashAlg alg) : pcr(alg) {}

  void as_digest(const Entry& entry) {
    extend(entry.is_violation ? ones(pcr.size()) : entry.template_digest);
  }
  void rehashed(const Entry& entry) {
    const Digest digest = engine.hash(pcr.alg(), entry.template_data);
    extend(entry.is_violation ? ones(pcr.size()) : digest.span());
  }
  void padded(const Entry& entry) {
    base::Bytes value = bytes::copy(entry.is_violation ? ones(20) : entry.template_digest);
    value.resize(pcr.size());
    extend(value);
  }
  void extend(bytes::ByteSpan digest) { engine.extend(pcr, digest); }
  static bytes::ByteSpan ones(std::size_t n) { return bytes::ByteSpan(kOnes).first(n); }

  Digest pcr;
  crypto::HashEngine engine;
};

base::Bytes three_entries_and_a_violation() {
  return LogBuilder().ng("boot_aggregate").violation("/tmp/raced").ng("/init").ng("/sh").bytes();
}

TEST(ImaReplay, template_digests_fill_the_bank_of_their_own_algorithm) {
  const Parsed p(three_entries_and_a_violation());
  Bank tpm(HashAlg::sha1);
  for (const Entry& entry : p.log.entries) tpm.as_digest(entry);
  const ImaReplay r =
      replay_ima(p.log, HashAlg::sha1, 10, Digest(HashAlg::sha1), tpm.pcr, tpm.engine);
  EXPECT_TRUE(r.matched);
  EXPECT_EQ(r.method, ImaMethod::template_digest);
  EXPECT_EQ(r.entries, 4U);
  EXPECT_EQ(r.covered, 4U);
  EXPECT_EQ(r.uncovered, 0U);
  EXPECT_EQ(r.last_covered, 3U);
  EXPECT_EQ(r.violations, 1U);
  EXPECT_TRUE(r.mismatches.empty());
  EXPECT_EQ(r.value, tpm.pcr);
}

TEST(ImaReplay, newer_kernels_hash_the_template_data_for_each_bank) {
  const Parsed p(three_entries_and_a_violation());
  for (const HashAlg alg : {HashAlg::sha256, HashAlg::sha384, HashAlg::sha512}) {
    Bank tpm(alg);
    for (const Entry& entry : p.log.entries) tpm.rehashed(entry);
    const ImaReplay r = replay_ima(p.log, alg, 10, Digest(alg), tpm.pcr, tpm.engine);
    EXPECT_TRUE(r.matched) << crypto::name(alg);
    EXPECT_EQ(r.method, ImaMethod::rehashed);
    EXPECT_EQ(r.covered, 4U);
  }
}

TEST(ImaReplay, older_kernels_pad_the_sha1_digest) {
  const Parsed p(three_entries_and_a_violation());
  Bank tpm(HashAlg::sha256);
  for (const Entry& entry : p.log.entries) tpm.padded(entry);
  const ImaReplay r =
      replay_ima(p.log, HashAlg::sha256, 10, Digest(HashAlg::sha256), tpm.pcr, tpm.engine);
  EXPECT_TRUE(r.matched);
  EXPECT_EQ(r.method, ImaMethod::padded_sha1);
  EXPECT_EQ(r.covered, 4U);
}

TEST(ImaReplay, a_sha256_log_serves_every_bank) {
  const Parsed p(LogBuilder(HashAlg::sha256).ng("boot_aggregate").ng("/init").bytes());
  Bank own(HashAlg::sha256);
  Bank other(HashAlg::sha1);
  Bank padded(HashAlg::sha384);
  for (const Entry& entry : p.log.entries) {
    own.as_digest(entry);
    other.rehashed(entry);
    base::Bytes value = bytes::copy(padded.engine.hash(HashAlg::sha1, entry.template_data).span());
    value.resize(48);
    padded.extend(value);
  }
  const auto method = [&](Bank& bank) {
    return replay_ima(p.log, bank.pcr.alg(), 10, Digest(bank.pcr.alg()), bank.pcr, bank.engine)
        .method;
  };
  EXPECT_EQ(method(own), ImaMethod::template_digest);
  EXPECT_EQ(method(other), ImaMethod::rehashed);
  EXPECT_EQ(method(padded), ImaMethod::padded_sha1);
}

TEST(ImaReplay, entries_after_the_quote_are_counted_as_uncovered) {
  const Parsed p(three_entries_and_a_violation());
  Bank tpm(HashAlg::sha256);
  for (const Entry& entry : std::span(p.log.entries).first(3)) tpm.rehashed(entry);
  const ImaReplay r =
      replay_ima(p.log, HashAlg::sha256, 10, Digest(HashAlg::sha256), tpm.pcr, tpm.engine);
  EXPECT_TRUE(r.matched);
  EXPECT_EQ(r.covered, 3U);
  EXPECT_EQ(r.uncovered, 1U);
  EXPECT_EQ(r.last_covered, 2U);
}

TEST(ImaReplay, starts_from_what_the_boot_left_in_the_pcr) {
  const Parsed p(LogBuilder().ng("boot_aggregate").bytes());
  Bank tpm(HashAlg::sha256);
  tpm.extend(tpm.engine.hash(HashAlg::sha256, bytes::as_bytes("boot loader")).span());
  const Digest start = tpm.pcr;
  tpm.rehashed(p.log.entries[0]);
  EXPECT_TRUE(replay_ima(p.log, HashAlg::sha256, 10, start, tpm.pcr, tpm.engine).matched);
  EXPECT_FALSE(
      replay_ima(p.log, HashAlg::sha256, 10, Digest(HashAlg::sha256), tpm.pcr, tpm.engine).matched);
}

TEST(ImaReplay, only_entries_of_the_pcr_asked_for_take_part) {
  const Parsed p(LogBuilder().ng("boot_aggregate").pcr(11).ng("/policy").pcr(10).ng("/sh").bytes());
  Bank ten(HashAlg::sha1);
  ten.as_digest(p.log.entries[0]);
  ten.as_digest(p.log.entries[2]);
  Bank eleven(HashAlg::sha1);
  eleven.as_digest(p.log.entries[1]);
  const Digest zero(HashAlg::sha1);
  const ImaReplay r10 = replay_ima(p.log, HashAlg::sha1, 10, zero, ten.pcr, ten.engine);
  EXPECT_TRUE(r10.matched);
  EXPECT_EQ(r10.entries, 2U);
  EXPECT_EQ(r10.last_covered, 2U);
  const ImaReplay r11 = replay_ima(p.log, HashAlg::sha1, 11, zero, eleven.pcr, ten.engine);
  EXPECT_TRUE(r11.matched);
  EXPECT_EQ(r11.entries, 1U);
}

TEST(ImaReplay, a_tpm_that_saw_none_of_the_log_is_no_match) {
  const Parsed p(LogBuilder().ng("boot_aggregate").bytes());
  const Digest zero(HashAlg::sha256);
  crypto::HashEngine engine;
  const ImaReplay r = replay_ima(p.log, HashAlg::sha256, 10, zero, zero, engine);
  EXPECT_FALSE(r.matched);
  EXPECT_TRUE(r.nothing_extended);
  EXPECT_EQ(r.method, ImaMethod::none);
  EXPECT_EQ(r.uncovered, 1U);
}

TEST(ImaReplay, an_entry_left_out_matches_nothing_beyond_it) {
  const Parsed whole(LogBuilder().ng("boot_aggregate").ng("/implant").ng("/sh").bytes());
  const Parsed cut(LogBuilder().ng("boot_aggregate").ng("/sh").bytes());
  Bank tpm(HashAlg::sha256);
  for (const Entry& entry : whole.log.entries) tpm.rehashed(entry);
  Bank told(HashAlg::sha256);
  for (const Entry& entry : cut.log.entries) told.rehashed(entry);
  const ImaReplay r =
      replay_ima(cut.log, HashAlg::sha256, 10, Digest(HashAlg::sha256), tpm.pcr, tpm.engine);
  EXPECT_FALSE(r.matched);
  EXPECT_FALSE(r.nothing_extended);
  EXPECT_EQ(r.uncovered, 2U);
  EXPECT_EQ(r.value, told.pcr) << "what the log gives, to show beside what the TPM says";
}

TEST(ImaReplay, text_altered_under_a_kept_digest_is_named_though_the_sha1_replay_matches) {
  base::Bytes bytes = LogBuilder().ng("boot_aggregate").ng("/usr/bin/evil").bytes();
  Bank sha1(HashAlg::sha1);
  Bank sha256(HashAlg::sha256);
  for (const Entry& entry : Parsed(bytes).log.entries) {
    sha1.as_digest(entry);
    sha256.rehashed(entry);
  }
  bytes[bytes.size() - 2] = std::byte{'x'};
  const Parsed forged(std::move(bytes));
  const ImaReplay weak =
      replay_ima(forged.log, HashAlg::sha1, 10, Digest(HashAlg::sha1), sha1.pcr, sha1.engine);
  EXPECT_TRUE(weak.matched);
  EXPECT_EQ(weak.mismatches, std::vector<std::uint32_t>{1});
  const ImaReplay strong = replay_ima(forged.log, HashAlg::sha256, 10, Digest(HashAlg::sha256),
                                      sha256.pcr, sha256.engine);
  EXPECT_FALSE(strong.matched);
  EXPECT_EQ(strong.mismatches, std::vector<std::uint32_t>{1});
}

TEST(ImaReplay, a_legacy_entry_that_no_kernel_made_ends_the_replay) {
  const Parsed p(LogBuilder().ng("boot_aggregate").legacy(std::string(300, 'x')).ng("/sh").bytes());
  Bank tpm(HashAlg::sha256);
  tpm.rehashed(p.log.entries[0]);
  const Digest zero(HashAlg::sha256);
  const Digest before = tpm.pcr;
  EXPECT_TRUE(replay_ima(p.log, HashAlg::sha256, 10, zero, before, tpm.engine).matched);
  tpm.rehashed(p.log.entries[2]);
  EXPECT_FALSE(replay_ima(p.log, HashAlg::sha256, 10, zero, tpm.pcr, tpm.engine).matched);
}

TEST(ImaReplay, values_of_another_bank_match_nothing) {
  const Parsed p(LogBuilder().ng("boot_aggregate").bytes());
  crypto::HashEngine engine;
  const Digest sha1(HashAlg::sha1);
  const Digest sha256(HashAlg::sha256);
  EXPECT_FALSE(replay_ima(p.log, HashAlg::sha256, 10, sha1, sha256, engine).matched);
  EXPECT_FALSE(replay_ima(p.log, HashAlg::sha256, 10, sha256, sha1, engine).matched);
  EXPECT_FALSE(replay_ima(p.log, HashAlg::none, 10, Digest(), Digest(), engine).matched);
}

TEST(ImaReplay, mutated_logs_never_match_beyond_their_first_change) {
  const base::Bytes bytes = three_entries_and_a_violation();
  const Parsed whole(bytes);
  Bank tpm(HashAlg::sha256);
  for (const Entry& entry : whole.log.entries) tpm.rehashed(entry);
  testing::mutations(bytes, 1000, 5, [&](bytes::ByteSpan mutant) {
    bytes::Budget budget;
    const auto log = formats::ima::parse_ima_log(bytes::Reader(mutant), budget);
    if (!log) return;
    const ImaReplay r =
        replay_ima(*log, HashAlg::sha256, 10, Digest(HashAlg::sha256), tpm.pcr, tpm.engine);
    if (!r.matched) return;
    // Then every covered entry says what the original said (a violation's text is never covered).
    ASSERT_EQ(r.covered, 4U);
    std::size_t i = 0;
    for (const Entry& entry : log->entries) {
      if (entry.pcr != 10 || i == 4) continue;
      const Entry& original = whole.log.entries[i++];
      if (original.is_violation) continue;
      ASSERT_TRUE(bytes::equal(entry.template_data, original.template_data));
    }
  });
}

// --- real logs ---

Digest from_hex(HashAlg alg, const std::string& hex) {
  return Digest::from(alg, bytes::from_hex(hex).value()).value();
}

TEST(ImaReplayCorpus, a_real_log_gives_the_quoted_pcr_in_every_bank) {
  ASSAY_CORPUS_OR_SKIP(root);
  unsigned seen = 0;
  for (const auto& set : std::filesystem::directory_iterator(root / "boot" / "sets")) {
    const auto file = set.path() / "ima_binary_runtime_measurements";
    if (!std::filesystem::exists(file)) continue;
    const Parsed p(testing::read_file(file.string()));
    const auto pcrs = nlohmann::json::parse(
        bytes::to_string(testing::read_file((set.path() / "pcrs.json").string())));
    crypto::HashEngine engine;
    for (const auto& [bank, values] : pcrs.items()) {
      const HashAlg alg = crypto::hash_alg_from_name(bank).value();
      const Digest quoted = from_hex(alg, values.at("10").get<std::string>());
      const auto begin = std::chrono::steady_clock::now();
      const ImaReplay r = replay_ima(p.log, alg, 10, Digest(alg), quoted, engine);
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - begin;
      EXPECT_TRUE(r.matched) << set.path() << " " << bank;
      EXPECT_TRUE(r.mismatches.empty());
      RecordProperty(bank + "_ms", std::to_string(took.count()));
      std::cout << "  " << bank << ": " << r.covered << " of " << r.entries << " entries, "
                << name(r.method) << ", " << r.violations << " violations, " << took.count()
                << " ms\n";
      ++seen;
    }
  }
  EXPECT_GE(seen, 1U);
}

TEST(ImaReplayCorpus, captured_machines_give_their_pcr_10) {
  ASSAY_CORPUS_OR_SKIP(root);
  unsigned seen = 0;
  for (const auto& folder : std::filesystem::directory_iterator(root / "vm")) {
    const auto file = folder.path() / "ima_binary_runtime_measurements";
    if (!std::filesystem::exists(file)) continue;
    const Parsed p(testing::read_file(file.string()));
    const base::Bytes pcrs = testing::read_file((folder.path() / "pcrs_all.bin").string());
    const auto quoted =
        Digest::from(HashAlg::sha256, std::span(pcrs).subspan(std::size_t{10} * 32, 32));
    ASSERT_TRUE(quoted);
    crypto::HashEngine engine;
    const ImaReplay r =
        replay_ima(p.log, HashAlg::sha256, 10, Digest(HashAlg::sha256), *quoted, engine);
    ++seen;
    EXPECT_TRUE(r.matched) << folder.path();
    EXPECT_EQ(r.method, ImaMethod::rehashed);
    EXPECT_EQ(r.uncovered, 0U);
  }
  EXPECT_GE(seen, 1U);
}

}  // namespace
}  // namespace assay::inspect::boot
