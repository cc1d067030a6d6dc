#include "appraise/sibling_findings.h"

#include <gtest/gtest.h>

#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;
using evidence::Finding;
using evidence::FindingStatus;

const RareFact kRare{.lot = 0, .slot = 0, .fact = 1, .holders = 1, .of = 1000, .p = 1e-16};

Fact part(std::string name, std::string value, std::string place) {
  return {FactKind::part,
          FactSource::smbios,
          std::move(name),
          std::move(value),
          std::move(place),
          "",
          {"inventory/smbios.bin", "structure 7"}};
}

Finding planned(std::string_view code, std::string subject, std::string why) {
  Finding f = evidence::make_finding(code, std::move(subject), std::move(why));
  f.status = FindingStatus::explained;
  f.explained_by = "change r1";
  return f;
}

FindingStatus status_beside(const Fact& fact, const Finding& other) {
  auto f = sibling_finding(kRare, fact, "Acme");
  take_over_explanation(f, fact, std::vector{other});
  return f.status;
}

TEST(SiblingFinding, says_how_many_how_sure_and_what_cannot_be_seen) {
  const auto f = sibling_finding(kRare, part("nic", "Foo X1", "0000:3b:00.0"), "Acme A1");
  EXPECT_EQ(f.code, "inventory.nic.rare");
  EXPECT_EQ(f.subject, "0000:3b:00.0");
  for (const auto* words : {"Foo X1", "1 of 1000", "1e-16", "whole lot"})
    EXPECT_NE(f.why.find(words), std::string::npos) << words;
  ASSERT_EQ(f.cites.size(), 1U);
  EXPECT_EQ(f.cites[0].at, "structure 7");
}

TEST(TakeOver, a_planned_part_in_the_same_place_explains) {
  const auto replaced = planned("inventory.dimm.replaced", "DIMM 1", "it was A, it is B");
  EXPECT_EQ(status_beside(part("dimm", "B", "DIMM 1"), replaced), FindingStatus::explained);
  EXPECT_EQ(status_beside(part("dimm", "B", "DIMM 11"), replaced), FindingStatus::open);
}

TEST(TakeOver, a_part_without_a_place_is_explained_only_by_its_model) {
  const auto replaced = planned("inventory.drive.replaced", "drive", "it was S1, it is WUS4BB096");
  Fact version = part("drive WUS4BB096", "R14", "");
  version.kind = FactKind::firmware;
  EXPECT_EQ(status_beside(version, replaced), FindingStatus::explained);
  version.name = "drive OTHER";
  EXPECT_EQ(status_beside(version, replaced), FindingStatus::open);
}

TEST(TakeOver, what_is_open_explains_nothing) {
  auto open = planned("inventory.dimm.replaced", "DIMM 1", "it is B");
  open.status = FindingStatus::open;
  EXPECT_EQ(status_beside(part("dimm", "B", "DIMM 1"), open), FindingStatus::open);
}

}  // namespace
}  // namespace assay::appraise
