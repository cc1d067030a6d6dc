#include "reference/departure.h"

#include <gtest/gtest.h>

#include "formats/tcg/event_types.h"
#include "unit/reference/boots.h"

namespace assay::reference {
namespace {

using namespace formats::tcg;
using namespace testing;

const auto kGolden = [] { return a_log("fw 1", "kernel", "root=/dev/vda1 ro"); };

std::vector<Departure> against_golden(const EventLogBuilder& log) {
  const auto reference = learned({kGolden()});
  const Boot boot(log);
  return compare(reference, boot.observed).departures;
}

TEST(Departure, the_same_boot_departs_nowhere) { EXPECT_TRUE(against_golden(kGolden()).empty()); }

TEST(Departure, a_changed_value_is_one_departure_with_both_words) {
  const auto d = against_golden(a_log("fw 1", "kernel", "root=/dev/vda1 ro init=/bin/sh"));
  ASSERT_EQ(d.size(), 1U);
  EXPECT_EQ(d[0].change, Change::changed);
  EXPECT_EQ(d[0].pcr, 8U);
  EXPECT_EQ(d[0].what, "kernel command line");
  EXPECT_NE(d[0].was.find("root=/dev/vda1 ro"), std::string::npos);
  EXPECT_NE(d[0].now.find("init=/bin/sh"), std::string::npos);
  EXPECT_TRUE(d[0].digest && d[0].event);
}

TEST(Departure, an_event_more_is_added_and_one_less_removed) {
  EventLogBuilder more = kGolden();
  more.event(2, EV_EFI_BOOT_SERVICES_DRIVER, text_bytes("slot 3"), text_bytes("an option ROM"));
  const auto added = against_golden(more);
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].change, Change::added);
  EXPECT_TRUE(added[0].was.empty());

  EventLogBuilder less;
  less.event(0, EV_S_CRTM_VERSION, "fw 1");
  less.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", hex_bytes("01")).separators();
  less.command_line("root=/dev/vda1 ro");
  const auto removed = against_golden(less);
  ASSERT_EQ(removed.size(), 1U);
  EXPECT_EQ(removed[0].change, Change::removed);
  EXPECT_EQ(removed[0].pcr, 9U);
  EXPECT_FALSE(removed[0].event || removed[0].digest);
}

TEST(Departure, the_same_words_over_another_measurement_still_depart) {
  const auto d =
      against_golden(a_log("fw 1", "another kernel of the same name", "root=/dev/vda1 ro"));
  ASSERT_EQ(d.size(), 1U);
  EXPECT_EQ(d[0].was, d[0].now);
}

TEST(Departure, an_optional_event_may_lack_and_may_not_change) {
  EventLogBuilder with = kGolden();
  with.event(5, EV_EFI_ACTION, "Exit Boot Services Invocation");
  const auto reference = learned({with, kGolden()});
  const Boot lacks(kGolden());
  EXPECT_TRUE(compare(reference, lacks.observed).departures.empty());
  EventLogBuilder other = kGolden();
  other.event(5, EV_EFI_ACTION, "Exit Boot Services Returned with Failure");
  const Boot changed(other);
  EXPECT_FALSE(compare(reference, changed.observed).departures.empty());
}

TEST(Departure, a_pattern_holds_only_for_words_that_were_measured) {
  std::vector<EventLogBuilder> logs;
  for (const char* id : {"11", "22", "33", "44"})
    logs.push_back(a_log("fw 1", "kernel", "root=UUID=" + std::string(id) + " ro"));
  const auto reference = learned(logs);
  const Boot fifth(a_log("fw 1", "kernel", "root=UUID=55 ro"));
  EXPECT_TRUE(compare(reference, fifth.observed).departures.empty());
  const Boot bad(a_log("fw 1", "kernel", "root=UUID=55 init=/bin/sh"));
  EXPECT_EQ(compare(reference, bad.observed).departures.size(), 1U);

  EventLogBuilder lie = a_log("fw 1", "kernel", "x");  // measured "x" …
  EventLogBuilder liar;
  liar.event(0, EV_S_CRTM_VERSION, "fw 1");
  liar.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", hex_bytes("01")).separators();
  liar.event(9, EV_IPL, text_bytes("/vmlinuz"), text_bytes("kernel"));
  const std::string said = "kernel_cmdline: root=UUID=55 ro" + std::string(1, '\0');
  liar.event(8, EV_IPL, text_bytes(said), text_bytes("x"));  // … and says something good
  const Boot lying(liar);
  const auto d = compare(reference, lying.observed).departures;
  ASSERT_EQ(d.size(), 1U);
  EXPECT_FALSE(d[0].words_proven);
}

TEST(Departure, a_quirk_that_the_reference_has_too_is_noted) {
  EventLogBuilder quirky = kGolden();
  quirky.event(5, EV_EFI_ACTION, text_bytes("firmware logs this"), text_bytes("and measures that"));
  const auto reference = learned({quirky});
  const Boot boot(quirky);
  const auto c = compare(reference, boot.observed);
  EXPECT_TRUE(c.departures.empty());
  EXPECT_EQ(c.shared_quirks.size(), 1U);
}

TEST(Departure, the_best_of_several_references_counts) {
  const auto old_one = learned({a_log("fw 1", "kernel 1", "ro")});
  auto new_one = learned({a_log("fw 2", "kernel 2", "ro")});
  new_one.name = "new";
  const Boot boot(a_log("fw 2", "kernel 2", "ro quiet"));
  const auto best = compare_best({&old_one, &new_one}, boot.observed);
  EXPECT_EQ(best.reference->name, "new");
  EXPECT_EQ(best.departures.size(), 1U);
}

TEST(Departure, without_a_shared_bank_nothing_is_compared_and_it_is_said) {
  const auto reference = learned({kGolden()});
  EventLogBuilder sha1({HashAlg::sha1});
  sha1.event(0, EV_S_CRTM_VERSION, "fw 1").separators();
  QuoteOptions o;
  o.selection = {{HashAlg::sha1, {0, 1, 2, 3, 4, 5, 6, 7}}};
  const Boot boot(GoodBoot("s", sha1, o));
  EXPECT_EQ(compare(reference, boot.observed).bank, HashAlg::none);
}

TEST(Departure, without_a_log_signed_values_are_compared) {
  const auto reference = learned({kGolden()});
  GoodBoot made("s", a_log("fw 2", "kernel", "root=/dev/vda1 ro"));
  made.files.erase("boot/eventlog.bin");
  const auto result = Boot::look(made);
  const auto d = compare_pcrs(reference, result.pcrs);
  ASSERT_EQ(d.size(), 1U);
  EXPECT_EQ(d[0].pcr, 0U);
  EXPECT_NE(d[0].was, d[0].now);
}

}  // namespace
}  // namespace assay::reference
