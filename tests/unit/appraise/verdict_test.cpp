#include "appraise/verdict.h"

#include <gtest/gtest.h>

#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::Finding;
using evidence::FindingStatus;
using evidence::Severity;

const auto kAll = [](const Finding&) { return true; };

Finding finding(std::string_view code, Severity severity,
                FindingStatus status = FindingStatus::open) {
  Finding f = evidence::make_finding(code, "s", "w");
  f.severity = severity;
  f.status = status;
  return f;
}

TEST(Judge, nothing_examined_is_never_a_pass) {
  EXPECT_EQ(judge(false, {}, kAll), Verdict::no_evidence);
  EXPECT_EQ(judge(true, {}, kAll), Verdict::affirmed);
}

// The whole small table: a code that blocks and one that does not, every severity, every status.
TEST(Judge, an_open_finding_decides_by_severity_and_by_what_it_blocks) {
  constexpr std::string_view kBlocks = "boot.pcr.unexplained";
  constexpr std::string_view kDoesNot = "boot.secure-boot.off";
  ASSERT_TRUE(evidence::find_code(kBlocks)->blocks_affirmed);
  ASSERT_FALSE(evidence::find_code(kDoesNot)->blocks_affirmed);
  for (const auto code : {kBlocks, kDoesNot})
    for (const auto severity : {Severity::info, Severity::warning, Severity::critical})
      for (const auto status :
           {FindingStatus::open, FindingStatus::explained, FindingStatus::resolved}) {
        Verdict expected = Verdict::affirmed;
        if (status == FindingStatus::open) {
          if (severity == Severity::critical)
            expected = Verdict::contraindicated;
          else if (severity == Severity::warning || code == kBlocks)
            expected = Verdict::warning;
        }
        const std::vector findings{finding(code, severity, status)};
        EXPECT_EQ(judge(true, findings, kAll), expected)
            << code << evidence::name(severity) << evidence::name(status);
        EXPECT_EQ(judge(false, findings, kAll), Verdict::no_evidence);
      }
}

TEST(Judge, the_worst_counts_and_only_what_concerns) {
  const std::vector findings{finding("boot.secure-boot.off", Severity::warning),
                             finding("identity.shared", Severity::critical)};
  EXPECT_EQ(judge(true, findings, kAll), Verdict::contraindicated);
  EXPECT_EQ(judge(true, findings, [](const Finding& f) { return f.code.starts_with("boot."); }),
            Verdict::warning);
}

constexpr std::array kVerdicts{Verdict::affirmed, Verdict::warning, Verdict::contraindicated,
                               Verdict::no_evidence};

// Two disciplines in every combination, with and without the demand for the second.
TEST(Overall, missing_evidence_never_affirms) {
  for (const Verdict boot : kVerdicts)
    for (const Verdict firmware : kVerdicts)
      for (const bool required : {false, true}) {
        DisciplineVerdicts all;
        all.fill(Verdict::no_evidence);
        all[0] = boot;
        all[1] = firmware;
        const std::vector<Discipline> needed =
            required ? std::vector{Discipline::firmware} : std::vector<Discipline>{};
        const Verdict got = overall(all, needed, {});
        const bool any_bad =
            boot == Verdict::contraindicated || firmware == Verdict::contraindicated;
        const bool none = boot == Verdict::no_evidence && firmware == Verdict::no_evidence;
        const bool lacks = required && firmware == Verdict::no_evidence;
        const bool warns = boot == Verdict::warning || firmware == Verdict::warning;
        const Verdict expected = any_bad         ? Verdict::contraindicated
                                 : none || lacks ? Verdict::no_evidence
                                 : warns         ? Verdict::warning
                                                 : Verdict::affirmed;
        EXPECT_EQ(got, expected) << name(boot) << name(firmware) << required;
      }
}

TEST(Overall, findings_about_the_server_itself_count) {
  DisciplineVerdicts all;
  all.fill(Verdict::no_evidence);
  all[0] = Verdict::affirmed;
  const std::vector shared{evidence::make_finding("identity.shared", "s", "w")};
  EXPECT_EQ(overall(all, {}, shared), Verdict::contraindicated);
  const std::vector altered{evidence::make_finding("evidence.missing", "s", "w")};
  EXPECT_EQ(overall(all, {}, altered), Verdict::warning);
  const std::vector of_boot{evidence::make_finding("boot.pcr.changed", "s", "w")};
  EXPECT_EQ(overall(all, {}, of_boot), Verdict::affirmed)
      << "the discipline's own verdict holds it already";
}

TEST(Names, of_disciplines_and_verdicts_are_the_contracts) {
  EXPECT_EQ(name(Verdict::no_evidence), "no-evidence");
  for (std::size_t i = 0; i < kDisciplines; ++i)
    EXPECT_EQ(discipline_from_name(name(static_cast<Discipline>(i))), static_cast<Discipline>(i));
  EXPECT_FALSE(discipline_from_name("boots"));
}

}  // namespace
}  // namespace assay::appraise
