// Real logs: every event has words, and hardly any falls to bare bytes.
#include <filesystem>
#include <fmt/format.h>
#include <set>

#include "formats/tcg/trust_point.h"
#include "support/corpus.h"
#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

struct RealLog {
  base::Bytes bytes;
  EventLog log;
};

RealLog read_log(const std::filesystem::path& path) {
  RealLog real{testing::read_file(path), {}};
  bytes::Budget budget;
  auto log = parse_event_log(bytes::Reader(real.bytes), budget);
  EXPECT_TRUE(log.has_value()) << path;
  if (log) real.log = *std::move(log);
  return real;
}

TEST(DescribeCorpus, EveryEventHasWords) {
  ASSAY_CORPUS_OR_SKIP(root);
  std::size_t events = 0;
  std::size_t undecoded = 0;
  for (const auto& file : std::filesystem::directory_iterator(root / "boot/logs")) {
    if (file.path().extension() == ".json") continue;
    const RealLog real = read_log(file.path());
    bytes::Budget budget;
    for (const Event& event : real.log.events) {
      const Description said = describe(real.log, event, budget);
      EXPECT_FALSE(said.what.empty()) << file.path() << " event " << event.number;
      EXPECT_FALSE(said.text.empty()) << file.path() << " event " << event.number;
      EXPECT_LE(said.text.size(), 603U) << file.path() << " event " << event.number;
      EXPECT_EQ(said.text.find('\n'), std::string::npos);
      ++events;
      const bool known = !event_type_name(event.type).starts_with("0x");
      if (known && !testing::detail(said, "undecoded").empty()) ++undecoded;
    }
  }
  ASSERT_GT(events, 1000U);
  // Measured: 4 of 1,000. Half of them are hashes of Intel TXT, of which bytes are all there is.
  EXPECT_LT(undecoded * 1000, events * 6) << undecoded << " of " << events;
}

TEST(DescribeCorpus, WhatIsTheSameFromBootToBoot) {
  ASSAY_CORPUS_OR_SKIP(root);
  std::set<std::set<std::string>> seen;
  for (const int boot : {2, 3, 4}) {
    const RealLog real = read_log(
        root /
        fmt::format("boot/logs/immune-gmbh+guard-oss__dell-notebook-5eventlogs-WBCL.log{}of5."
                    "eventlog.bin",
                    boot));
    std::set<std::string> whats;
    bytes::Budget budget;
    for (const Event& event : real.log.events) whats.insert(describe(real.log, event, budget).what);
    EXPECT_GT(whats.size(), 20U);
    seen.insert(std::move(whats));
  }
  EXPECT_EQ(seen.size(), 1U) << "three boots of one machine";
}

TEST(DescribeCorpus, WindowsQuotesStandWhereTheyWereFound) {
  ASSAY_CORPUS_OR_SKIP(root);
  std::size_t sets = 0;
  for (const auto& [name, number] :
       {std::pair{"win-IMN-SUPERMICRO-no-epp-ev38", 38U}, std::pair{"win-r340-ev75", 75U}}) {
    const std::filesystem::path folder = root / "boot/sets" / name;
    if (!std::filesystem::exists(folder)) continue;
    ++sets;
    const RealLog real = read_log(folder / "eventlog.bin");
    bytes::Budget budget;
    const auto found = find_trust_point(real.log, budget);
    ASSERT_TRUE(found.has_value()) << name;
    EXPECT_EQ(found->event, number);
    EXPECT_EQ(bytes::to_hex(found->quote), bytes::to_hex(testing::read_file(folder / "quote.msg")));
    EXPECT_EQ(bytes::to_hex(found->signature),
              bytes::to_hex(testing::read_file(folder / "quote.sig.raw")));
    const base::Bytes nonce = testing::read_file(folder / "nonce.hex");
    EXPECT_TRUE(bytes::as_chars(nonce).starts_with(bytes::to_hex(found->nonce)));
    EXPECT_EQ(found->nonce.size(), 20U);
    EXPECT_EQ(bytes::to_hex(bytes::ByteSpan(real.bytes).subspan(found->quote_offset, 4)),
              "ff544347");
  }
  EXPECT_EQ(sets, 2U);
}

}  // namespace
}  // namespace assay::formats::tcg
