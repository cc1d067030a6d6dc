#include "reference/learn.h"

#include <gtest/gtest.h>

#include "formats/tcg/event_types.h"
#include "unit/reference/boots.h"

namespace assay::reference {
namespace {

using namespace formats::tcg;
using namespace testing;

TEST(Learn, one_boot_is_its_events) {
  const auto r = learned({a_log("fw 1", "kernel", "root=/dev/vda1 ro")});
  EXPECT_EQ(r.learned_from, std::vector<std::string>{"server-1"});
  EXPECT_EQ(r.slots.size(), 12U);
  for (const auto& s : r.slots) {
    EXPECT_EQ(s.values.size(), 1U);
    EXPECT_FALSE(s.varies || s.optional);
  }
  for (std::size_t i = 1; i < r.slots.size(); ++i) EXPECT_LE(r.slots[i - 1].pcr, r.slots[i].pcr);
  EXPECT_EQ(r.pcrs.at(HashAlg::sha256).at(4).size(), 1U);
}

TEST(Learn, sub_populations_are_alternatives) {
  const auto a = a_log("fw 1", "kernel", "ro");
  const auto b = a_log("fw 2", "kernel", "ro");
  const auto r = learned({a, a, b, b});
  const auto& firmware = slot(r, 0, EV_S_CRTM_VERSION);
  EXPECT_EQ(firmware.values.size(), 2U);
  EXPECT_FALSE(firmware.varies);
  EXPECT_EQ(slot(r, 9, EV_IPL).values.size(), 1U);
}

TEST(Learn, each_hosts_own_words_become_a_pattern) {
  std::vector<EventLogBuilder> logs;
  for (const char* id : {"11", "22", "33", "44"})
    logs.push_back(a_log("fw 1", "kernel", "root=UUID=" + std::string(id) + " ro quiet"));
  const auto reference = learned(logs);
  const auto& line = slot(reference, 8, EV_IPL);
  EXPECT_TRUE(line.varies);
  EXPECT_TRUE(matches_pattern(line.pattern, "kernel command line: root=UUID=99 ro quiet"))
      << line.pattern;
  EXPECT_FALSE(
      matches_pattern(line.pattern, "kernel command line: root=UUID=99 ro quiet init=/bin/sh"))
      << line.pattern;
}

TEST(Learn, two_values_without_a_pattern_stay_two_values) {
  const auto r = learned({a_log("fw 1", "kernel A", "ro"), a_log("fw 1", "kernel B", "ro")});
  const auto& kernel = slot(r, 9, EV_IPL);
  EXPECT_FALSE(kernel.varies);
  EXPECT_EQ(kernel.values.size(), 2U);
}

TEST(Learn, what_some_lack_is_optional) {
  auto with = a_log("fw 1", "kernel", "ro");
  with.event(5, EV_EFI_ACTION, "Exit Boot Services Invocation");
  const auto without = a_log("fw 1", "kernel", "ro");
  for (const auto& logs : {std::vector{with, without}, std::vector{without, with}}) {
    const auto r = learned(logs);
    EXPECT_TRUE(slot(r, 5, EV_EFI_ACTION).optional);
    EXPECT_FALSE(slot(r, 5, EV_SEPARATOR).optional);
  }
}

TEST(Learn, pcr_values_that_differ_everywhere_are_not_kept) {
  const auto r = learned({a_log("fw 1", "k", "root=UUID=1"), a_log("fw 1", "k", "root=UUID=2")});
  EXPECT_FALSE(r.pcrs.at(HashAlg::sha256).contains(8));
  EXPECT_TRUE(r.pcrs.at(HashAlg::sha256).contains(0));
}

void expect_refused(const GoodBoot& made, std::string_view why) {
  const auto result = Boot::look(made);
  BootLearner learner("test");
  const auto added = learner.add("server-1", result);
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().message.find("server-1"), std::string::npos);
  EXPECT_NE(added.error().message.find(why), std::string::npos) << added.error().message;
  EXPECT_FALSE(std::move(learner).finish());
}

TEST(Learn, refuses_what_would_teach_a_fault) {
  GoodBoot no_log;
  no_log.files.erase("boot/eventlog.bin");
  expect_refused(no_log, "no event log");

  GoodBoot cut;
  cut.files["boot/eventlog.bin"].pop_back();
  expect_refused(cut, "broken");

  GoodBoot forged;
  forged.files["boot/quote.sig"] = TpmKey().sign(forged.files["boot/quote.msg"]);
  expect_refused(forged, "does not verify");

  GoodBoot unexplained;
  unexplained.pcrs.extend(4, text_bytes("not in the log"));
  unexplained.quote_again({});
  expect_refused(unexplained, "does not explain");

  GoodBoot undecided = unexplained;
  undecided.files.erase("boot/pcrs.json");
  expect_refused(undecided, "does not reproduce");
}

TEST(Learn, nothing_gives_nothing) { EXPECT_FALSE(BootLearner("empty").finish()); }

}  // namespace
}  // namespace assay::reference
