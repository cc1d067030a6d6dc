// Every real event log: the PCRs that it replays to, against those of an independent replay.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bytes/text.h"
#include "inspect/artefact.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;
using nlohmann::json;

json read_json(const stdfs::path& path) {
  return json::parse(bytes::as_chars(testing::read_file(path.string())));
}

TEST(Logs, replay_to_the_expected_pcrs_in_every_bank) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto expected = read_json(corpus / "boot/logs/expected.json");
  crypto::HashEngine hash;
  std::size_t logs = 0;
  for (const auto& [name, wanted] : expected.items()) {
    SCOPED_TRACE(name);
    const auto bytes = testing::read_file((corpus / "boot/logs" / name).string());
    const auto found =
        inspect::inspect(name, bytes, {.want_text = true, .want_detail = true}, hash);
    ASSERT_EQ(found.size(), 1U);
    const auto& a = found[0];
    EXPECT_EQ(a.kind, "tcg.eventlog");
    EXPECT_EQ(a.sha256, wanted["sha256"]);
    EXPECT_EQ(a.size, wanted["size"]);
    EXPECT_EQ(json::parse(a.detail.dump())["banks"], wanted["banks"]);
    EXPECT_EQ(a.detail["events"].size(), wanted["events"]);
    EXPECT_FALSE(a.text.empty());
    for (const auto& e : a.detail["events"]) {
      const auto checked = e["checked"].get<std::string>();
      EXPECT_TRUE(checked == "digest-of-data" || checked == "not-derivable" ||
                  checked == "mismatch")
          << checked;
      EXPECT_FALSE(e["describes"].get<std::string>().empty());
    }
    ++logs;
  }
  EXPECT_GE(logs, 70U);
}

TEST(Logs, each_is_in_the_list) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  const auto expected = read_json(corpus / "boot/logs/expected.json");
  for (const auto& entry : stdfs::directory_iterator(corpus / "boot/logs")) {
    if (entry.path().extension() == ".json") continue;
    EXPECT_TRUE(expected.contains(entry.path().filename().string())) << entry.path();
  }
}

// Malformed and adversarial logs: refused, or flagged; each with its place.
TEST(BadLogs, are_refused_or_flagged_with_the_place) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  std::size_t files = 0;
  for (const auto& entry : stdfs::directory_iterator(corpus / "boot/bad")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto bytes = testing::read_file(entry.path().string());
    const auto found = inspect::inspect(entry.path().string(), bytes, {}, hash);
    ASSERT_EQ(found.size(), 1U);
    const auto& a = found[0];
    ASSERT_FALSE(a.findings.empty());
    const auto& f = a.findings.front();
    EXPECT_FALSE(f.why.empty());
    ASSERT_FALSE(f.cites.empty());
    EXPECT_TRUE(f.cites[0].at.find("offset") != std::string::npos ||
                f.cites[0].at.find("event") != std::string::npos)
        << f.cites[0].at;
    if (a.refused) {
      ASSERT_TRUE(a.refused->offset);
      EXPECT_LE(*a.refused->offset, bytes.size());
      EXPECT_NE(a.refused->message.find(':'), std::string::npos) << "field: what was expected";
    }
    ++files;
  }
  EXPECT_GE(files, 18U);
}

TEST(BadLogs, altered_words_under_an_unchanged_digest_are_caught_though_replay_matches) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  const auto bytes = testing::read_file((corpus / "boot/bad/uefi_event_log_invalid.bin").string());
  const auto found = inspect::inspect("log", bytes, {}, hash);
  std::size_t mismatches = 0;
  for (const auto& e : found.at(0).detail["events"])
    mismatches += e["checked"] == "mismatch" ? 1U : 0U;
  EXPECT_GE(mismatches, 1U);
  EXPECT_EQ(found[0].findings.front().code, "boot.event.mismatch");
}

TEST(Ima, every_log_is_read_and_says_what_is_wrong_with_it) {
  ASSAY_CORPUS_OR_SKIP(corpus);
  crypto::HashEngine hash;
  std::size_t files = 0;
  std::size_t most = 0;
  for (const auto& entry : stdfs::directory_iterator(corpus / "boot/ima")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto bytes = testing::read_file(entry.path().string());
    const auto found = inspect::inspect("ima.log", bytes, {}, hash);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, "ima.log");
    EXPECT_TRUE(found[0].refused || found[0].detail.contains("entries"));
    EXPECT_TRUE(!found[0].refused || found[0].refused->offset);
    if (found[0].detail.contains("entries"))
      most = std::max<std::size_t>(most, found[0].detail["entries"].size());
    ++files;
  }
  EXPECT_GE(files, 8U);
  EXPECT_GE(most, 16'169U);
}

}  // namespace
}  // namespace assay
