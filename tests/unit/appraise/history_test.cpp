#include "appraise/history.h"

#include <gtest/gtest.h>

#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;

Fact dimm(std::string place, std::string serial, std::string value = "Acme M32") {
  return {FactKind::part,
          FactSource::smbios,
          "dimm",
          std::move(value),
          std::move(place),
          std::move(serial),
          {"inventory/smbios.bin", "structure 20"}};
}
Fact pci(std::string cls, std::string value, std::string place) {
  return {FactKind::part,        FactSource::pci,  std::move(cls),
          std::move(value),      std::move(place), "",
          {"inventory/pci", "0"}};
}
Fact version(std::string name, std::string value) {
  return {FactKind::firmware, FactSource::smbios, std::move(name), std::move(value), "", "", {}};
}
Fact table(std::string name, char fill) {
  return {FactKind::table, FactSource::acpi, std::move(name), std::string(64, fill), "", "", {}};
}

const HistoryContext kContext{.server = "web-01",
                              .earlier = *base::parse_rfc3339("2026-03-01"),
                              .later = *base::parse_rfc3339("2026-09-01")};

std::vector<std::string> codes(const std::vector<Fact>& was, const std::vector<Fact>& now,
                               const HistoryContext& context = kContext) {
  std::vector<std::string> out;
  for (const auto& f : compare_history(was, now, context))
    out.push_back(f.code + (f.status == evidence::FindingStatus::explained ? " explained" : ""));
  return out;
}
using Codes = std::vector<std::string>;

TEST(History, the_same_twice_is_silent) {
  const std::vector<Fact> same{dimm("A1", "S1"), dimm("A2", "S2"), pci("nic", "8086:1521", "0:1"),
                               version("bios", "1.0"), table("acpi DSDT", 'a')};
  EXPECT_EQ(codes(same, same), Codes{});
}

TEST(History, another_serial_in_the_same_place_is_a_replaced_part) {
  const auto told = compare_history(std::vector{dimm("A1", "S1"), dimm("A2", "S2")},
                                    std::vector{dimm("A1", "S1"), dimm("A2", "S9")}, kContext);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "inventory.dimm.replaced");
  EXPECT_EQ(told[0].subject, "A2");
  EXPECT_NE(told[0].why.find("S2"), std::string::npos);
  EXPECT_NE(told[0].why.find("S9"), std::string::npos);
}

TEST(History, modules_that_change_places_moved) {
  EXPECT_EQ(codes({dimm("A1", "S1"), dimm("A2", "S2")}, {dimm("A1", "S2"), dimm("A2", "S1")}),
            (Codes{"inventory.dimm.moved", "inventory.dimm.moved"}));
}

TEST(History, one_serial_cannot_be_two_models) {
  EXPECT_EQ(codes({dimm("A1", "S1")}, {dimm("A1", "S1", "Other")}),
            Codes{"inventory.dimm.changed"});
}

TEST(History, a_renumbered_bus_is_no_change) {
  EXPECT_EQ(codes({pci("nic", "8086:1521", "3b:00.0"), pci("bridge", "8086:2030", "3a:00.0")},
                  {pci("nic", "8086:1521", "5e:00.0"), pci("bridge", "8086:2030", "5d:00.0")}),
            Codes{});
}

TEST(History, a_part_more_or_less_is_told) {
  EXPECT_EQ(codes({pci("nic", "8086:1521", "1")},
                  {pci("nic", "8086:1521", "1"), pci("nic", "dead:beef", "2")}),
            Codes{"inventory.nic.added"});
  EXPECT_EQ(codes({dimm("A1", "S1"), dimm("A2", "S2")}, {dimm("A1", "S1")}),
            Codes{"inventory.dimm.missing"});
}

TEST(History, what_one_collection_could_not_see_is_not_missing) {
  EXPECT_EQ(codes({dimm("A1", "S1"), pci("nic", "8086:1521", "1")}, {dimm("A1", "S1")}), Codes{});
}

TEST(History, versions_and_tables) {
  EXPECT_EQ(codes({version("bmc", "1.0")}, {version("bmc", "1.1")}),
            Codes{"inventory.bmc.version"});
  EXPECT_EQ(codes({table("acpi DSDT", 'a')}, {table("acpi DSDT", 'b')}),
            Codes{"inventory.acpi.changed"});
  EXPECT_EQ(codes({table("acpi DSDT", 'a')}, {table("acpi DSDT", 'a'), table("acpi WSMT", 'b')}),
            Codes{"inventory.acpi.added"});
  EXPECT_EQ(codes({table("acpi DSDT", 'a'), version("bios", "1.0")},
                  {table("acpi DSDT", 'b'), version("bios", "2.0")}),
            Codes{"inventory.bios.version"})
      << "an update brings its own tables";
}

reference::ChangeRecord repair(std::string code, std::string_view from, std::string_view to) {
  return {.id = "r1",
          .servers = {"web-*"},
          .from = *base::parse_rfc3339(from),
          .to = *base::parse_rfc3339(to),
          .codes = {std::move(code)},
          .new_digests = {},
          .ticket = "T-1",
          .by = "ops"};
}

TEST(History, a_change_record_explains_and_does_not_hide) {
  const std::vector<Fact> was{dimm("A1", "S1")};
  const std::vector<Fact> now{dimm("A1", "S2")};
  HistoryContext c = kContext;
  const std::vector inside{repair("inventory.dimm.replaced", "2026-05-01", "2026-05-02")};
  c.changes = inside;
  EXPECT_EQ(codes(was, now, c), Codes{"inventory.dimm.replaced explained"});
  const std::vector outside{repair("inventory.dimm.replaced", "2026-10-01", "2026-10-02")};
  c.changes = outside;
  EXPECT_EQ(codes(was, now, c), Codes{"inventory.dimm.replaced"});
  const std::vector other{repair("inventory.psu.replaced", "2026-05-01", "2026-05-02")};
  c.changes = other;
  EXPECT_EQ(codes(was, now, c), Codes{"inventory.dimm.replaced"});
}

TEST(History, a_new_row_of_the_register_explains) {
  HistoryContext c = kContext;
  c.asset_row_between = true;
  EXPECT_EQ(codes({dimm("A1", "S1")}, {dimm("A1", "S2")}, c),
            Codes{"inventory.dimm.replaced explained"});
}

}  // namespace
}  // namespace assay::appraise
