// Real quotes, checked with the program as a person would, against what meta.json says of each set.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "bytes/text.h"
#include "support/corpus.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
using nlohmann::json;
using testing::Ran;

json read_json(const stdfs::path& path) {
  return json::parse(bytes::as_chars(testing::read_file(path.string())));
}

std::string first_line(const stdfs::path& path) {
  const auto text = bytes::to_string(testing::read_file(path.string()));
  return text.substr(0, text.find_first_of("\r\n"));
}

struct Set {
  stdfs::path folder;
  json meta;

  [[nodiscard]] bool has(const char* file) const { return stdfs::exists(folder / file); }
  [[nodiscard]] std::string nonce() const {
    return has("nonce.hex") ? first_line(folder / "nonce.hex") : "";
  }
  [[nodiscard]] std::string ak() const {
    return has("ak.tpmt_public") ? "ak.tpmt_public" : has("ak.pem") ? "ak.pem" : "";
  }
  [[nodiscard]] std::vector<std::string> command() const {
    std::vector<std::string> c{"check-quote", "--json",    "--quote", "quote.msg",
                               "--signature", "quote.sig", "--ak",    ak()};
    const auto add = [&](const char* option, const char* file) {
      if (has(file)) c.insert(c.end(), {option, file});
    };
    add("--pcrs", "pcrs.json");
    add("--log", "eventlog.bin");
    add("--ima", "ima_binary_runtime_measurements");
    if (!nonce().empty()) c.insert(c.end(), {"--nonce", nonce()});
    return c;
  }
};

// Sets with a quote and a key; the corpus may hold more than are known here.
std::vector<Set> quote_sets(const stdfs::path& corpus) {
  std::vector<Set> out;
  for (const auto& entry : stdfs::directory_iterator(corpus / "boot/sets")) {
    Set set{entry.path(), read_json(entry.path() / "meta.json")};
    if (set.has("quote.msg") && set.has("quote.sig") && !set.ak().empty())
      out.push_back(std::move(set));
  }
  return out;
}

void expect_replay(const json& got, const json& eventlog) {
  for (const auto& bank : {"sha1", "sha256", "sha384"}) {
    const auto key = std::string("replay_") + bank;
    if (!eventlog.contains(key)) continue;
    for (const unsigned pcr : eventlog[key]["match"])
      EXPECT_EQ(got[bank][std::to_string(pcr)], "match") << bank << pcr;
    for (const unsigned pcr : eventlog[key]["mismatch"]) {
      // Windows' cap of the SHA-1 bank is told apart from a log that lies.
      const auto state = got[bank][std::to_string(pcr)];
      EXPECT_TRUE(state == "mismatch" || (bank == std::string_view("sha1") && state == "capped"))
          << bank << pcr << state;
    }
  }
}

TEST(Sets, say_what_meta_says) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  std::size_t sets = 0;
  std::size_t with_log = 0;
  for (const Set& set : quote_sets(corpus)) {
    SCOPED_TRACE(set.folder.filename().string());
    const Ran ran = testing::run_assay(set.command(), set.folder);
    ASSERT_LE(ran.exit, 1) << ran.err;
    const auto got = json::parse(ran.out);
    const auto& meta = set.meta;
    EXPECT_EQ(got["signature"], meta["signature_verifies"] == true ? "valid" : "invalid");
    if (!set.nonce().empty()) {
      EXPECT_EQ(got["nonce"], meta.value("nonce_equals_extraData", true) ? "match" : "mismatch");
    }
    if (set.has("pcrs.json")) {
      EXPECT_EQ(got["pcr_digest"], meta["pcrDigest_matches_pcrs"].empty() ? "mismatch" : "match");
    }
    if (meta.contains("eventlog")) expect_replay(got["log"], meta["eventlog"]);
    with_log += set.has("eventlog.bin") ? 1U : 0U;
    if (set.folder.filename().string().starts_with("NEG")) {
      EXPECT_EQ(ran.exit, 1);
    }
    ++sets;
  }
  EXPECT_GE(sets, 23U);
  EXPECT_GE(with_log, 13U);
}

TEST(Sets, the_exit_code_follows_from_what_is_printed) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const Set& set : quote_sets(corpus)) {
    SCOPED_TRACE(set.folder.filename().string());
    const Ran ran = testing::run_assay(set.command(), set.folder);
    const auto got = json::parse(ran.out);
    bool fails = got["signature"] != "valid" || got["nonce"] == "mismatch" ||
                 got["pcr_digest"] == "mismatch" || got["ek"] == "untrusted";
    std::set<std::string> states;
    for (const auto& bank : got["log"])
      for (const auto& state : bank) states.insert(state.get<std::string>());
    fails = fails || states.contains("mismatch");
    const bool quoted =
        states.contains("match") || states.contains("capped") || states.contains("mismatch");
    if (set.has("eventlog.bin")) fails = fails || !quoted;
    EXPECT_EQ(ran.exit, fails ? 1 : 0) << ran.out;
  }
}

TEST(Sets, another_nonce_a_flipped_bit_or_another_key_is_refused) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const Set& set : quote_sets(corpus)) {
    SCOPED_TRACE(set.folder.filename().string());
    const testing::ScratchFolder scratch;
    auto message = testing::read_file((set.folder / "quote.msg").string());
    message[message.size() - 1] ^= std::byte{1};
    const auto altered = scratch.path() / "quote.msg";
    ASSERT_TRUE(base::PosixFileSystem().write_atomically(altered, message));
    const Ran flipped = testing::run_assay({"check-quote", "--json", "--quote", altered.string(),
                                            "--signature", "quote.sig", "--ak", set.ak()},
                                           set.folder);
    EXPECT_EQ(flipped.exit, 1);
    EXPECT_EQ(json::parse(flipped.out)["signature"], "invalid");
    const Ran replayed =
        testing::run_assay({"check-quote", "--json", "--quote", "quote.msg", "--signature",
                            "quote.sig", "--ak", set.ak(), "--nonce", "deadbeef"},
                           set.folder);
    EXPECT_EQ(replayed.exit, 1);
    EXPECT_EQ(json::parse(replayed.out)["nonce"], "mismatch");
  }
}

Ran check(const stdfs::path& corpus, const std::string& name) {
  const Set set{corpus / "boot/sets" / name, read_json(corpus / "boot/sets" / name / "meta.json")};
  return testing::run_assay(set.command(), set.folder);
}

TEST(Sets, a_log_that_does_not_give_pcr_0_is_named_so) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const char* name : {"NEG-guard-failed-1", "guard-dl160-fwupd-report"}) {
    const auto got = json::parse(check(corpus, name).out);
    EXPECT_EQ(got["log"]["sha256"]["0"], "mismatch") << name;
    std::vector<std::string> unexplained;
    for (const auto& f : got["findings"])
      if (f["code"] == "boot.pcr.unexplained") unexplained.push_back(f["subject"]);
    EXPECT_EQ(unexplained, std::vector<std::string>{"PCR 0"}) << name;
  }
}

TEST(Sets, a_capped_bank_is_healthy) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const Ran ran = check(corpus, "guard-IMN-SUPERMICRO-no-epp");
  EXPECT_EQ(ran.exit, 0);
  const auto got = json::parse(ran.out);
  for (unsigned pcr = 0; pcr < 8; ++pcr)
    EXPECT_EQ(got["log"]["sha1"][std::to_string(pcr)], "capped") << pcr;
}

TEST(Sets, a_quote_that_windows_keeps_in_its_log_covers_what_came_before_it) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  for (const char* name : {"win-IMN-SUPERMICRO-no-epp-ev38", "win-r340-ev75"}) {
    const Ran ran = check(corpus, name);
    const auto got = json::parse(ran.out);
    EXPECT_EQ(got["signature"], "valid");
    for (const unsigned pcr : {0U, 1U, 2U, 3U, 4U, 5U, 6U})
      EXPECT_EQ(got["log"]["sha256"][std::to_string(pcr)], "match") << name << pcr;
    EXPECT_EQ(ran.exit, 0) << ran.out;
  }
}

json audit(const stdfs::path& corpus, const std::vector<std::string>& names,
           std::vector<std::string> more = {}) {
  std::vector<std::string> c{"audit", "--json", "--as-of", "2026-11-22T00:00:00Z"};
  for (const auto& name : names) c.push_back((corpus / "boot/sets" / name).string());
  c.insert(c.end(), more.begin(), more.end());
  const Ran ran = testing::run_assay(c);
  EXPECT_EQ(ran.exit, 1) << ran.err;
  return json::parse(ran.out)["servers"];
}

TEST(Audit, an_earlier_quote_of_the_same_boot_shows_what_was_extended_later) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto servers = audit(corpus, {"NEG-guard-failed-1", "guard-good-1"});
  bool critical = false;
  for (const auto& f : servers[0]["findings"]) {
    const bool about =
        f["code"] == "boot.pcr.extended-later" || f["code"] == "boot.pcr.unexplained";
    critical = critical || (about && f["subject"] == "PCR 0" && f["severity"] == "critical");
  }
  EXPECT_TRUE(critical) << servers[0].dump(1);
  EXPECT_EQ(servers[0]["verdict"], "contraindicated");
  EXPECT_EQ(servers[1]["verdict"], "warning");
}

TEST(Audit, one_firmwares_quirk_alone_is_a_warning) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto servers = audit(corpus, {"guard-dl160-fwupd-report"});
  EXPECT_EQ(servers[0]["verdict"], "warning");
  for (const auto& f : servers[0]["findings"]) EXPECT_NE(f["severity"], "critical") << f["why"];
}

}  // namespace
}  // namespace assay
