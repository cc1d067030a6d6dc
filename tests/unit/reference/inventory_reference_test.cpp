// Which parts known-good servers have: learned as one population or several, and compared with what
// a server has.
#include "reference/inventory_reference.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "unit/reference/inventories.h"

namespace assay::reference {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the builders' small words

using Words = std::vector<std::string>;

// "dimm changed: 2 x A -> 2 x B", one line a departure.
Words departures(const InventoryReference& reference, const Inventory& observed) {
  const auto joined = [](const Words& words) {
    std::string out;
    for (const auto& w : words) out += (out.empty() ? "" : " + ") + w;
    return out;
  };
  Words out;
  for (const auto& d : compare_inventory(reference, observed).departures)
    out.push_back(fmt::format("{} {}: {} -> {}", inspect::inventory::name(d.cls), d.change,
                              joined(d.was), joined(d.now)));
  return out;
}

const PartRule* rule_of(const InventoryReference& r, PartClass cls,
                        FactSource source = FactSource::smbios) {
  for (const auto& rule : r.rules)
    if (rule.cls == cls && rule.source == source) return &rule;
  return nullptr;
}

const auto kTwoOfA = times(2, part(PartClass::dimm, "A"));
const auto kTwoOfB = times(2, part(PartClass::dimm, "B"));

TEST(InventoryReference, is_chosen_by_the_board_and_else_by_the_product) {
  EXPECT_EQ(described_as(server({}).identity), "Acme B-1");
  auto unnamed = server({}).identity;
  unnamed.board_product = "";
  EXPECT_EQ(described_as(unnamed), "Acme A-1") << "a board without a name names nothing";
  EXPECT_EQ(described_as({}), "");
}

TEST(InventoryReference, a_text_holds_what_siblings_share_and_nothing_of_its_own) {
  Component nic = part(PartClass::nic, "8086:1521");
  nic.serial = "S1";
  nic.location = "0000:3b:00.0";
  nic.set("mac", "02:00:00:00:00:01");
  nic.set("subsystem", "15d9:1521");
  nic.firmware = "1.63";
  EXPECT_EQ(reference_text(nic), "8086:1521 [15d9:1521] 1.63");
  Component dimm = part(PartClass::dimm, "M393");
  dimm.vendor = "Samsung";
  dimm.serial = "S1";
  dimm.location = "A1";
  EXPECT_EQ(reference_text(dimm), "M393");
  dimm.model = "";
  dimm.set("size", "32 GiB");
  EXPECT_EQ(reference_text(dimm), "Samsung 32 GiB");
  dimm.populated = false;
  EXPECT_EQ(reference_text(dimm), "") << "an empty socket is no part";
  Component bios = version(PartClass::bios, "3.4");
  EXPECT_EQ(reference_text(bios), "3.4");
  bios.set("date", "03/14/2024");
  EXPECT_EQ(reference_text(bios), "3.4 of 03/14/2024");
  Component psu = part(PartClass::psu, "PWS-1K");
  psu.revision = "1.2";
  EXPECT_EQ(reference_text(psu), "PWS-1K rev 1.2");
  EXPECT_EQ(reference_text(slot("PCIe 1", "in use")), "PCIe 1: in use");
  EXPECT_EQ(reference_text(slot("", "in use")), "")
      << "a slot without a name is compared with none";
  Component table = part(PartClass::acpi, "DSDT");
  table.set("digest", "ab12");
  EXPECT_EQ(reference_text(table), "DSDT ab12");
}

TEST(InventoryReference, servers_that_are_alike_make_one_population) {
  const auto r = learned({server(kTwoOfA), server(kTwoOfA), server(kTwoOfA)});
  EXPECT_EQ(r.describes, Words{"Acme B-1"});
  ASSERT_EQ(r.rules.size(), 1U);
  EXPECT_EQ(r.rules[0].allowed, (std::vector{Population{{"A", 2}}}));
  EXPECT_FALSE(r.rules[0].varies);
  EXPECT_EQ(departures(r, server(kTwoOfA)), Words{});
}

TEST(InventoryReference, sources_are_rules_of_their_own) {
  const auto r =
      learned({server({part(PartClass::nic, "N"), part(PartClass::nic, "N", FactSource::pci)})});
  ASSERT_NE(rule_of(r, PartClass::nic), nullptr);
  ASSERT_NE(rule_of(r, PartClass::nic, FactSource::pci), nullptr);
  EXPECT_EQ(departures(
                r, server({part(PartClass::nic, "N"), part(PartClass::nic, "X", FactSource::pci)})),
            Words{"nic changed: N -> X"});
}

TEST(InventoryReference, a_part_more_less_or_other) {
  const auto r = learned({server(kTwoOfA)});
  EXPECT_EQ(departures(r, server(times(3, part(PartClass::dimm, "A")))),
            Words{"dimm added:  -> A"});
  EXPECT_EQ(departures(r, server(times(1, part(PartClass::dimm, "A")))),
            Words{"dimm missing: A -> "});
  EXPECT_EQ(departures(r, server(kTwoOfB)), Words{"dimm changed: 2 x A -> 2 x B"});
  EXPECT_EQ(departures(r, server({part(PartClass::dimm, "A"), part(PartClass::dimm, "B")})),
            Words{"dimm changed: A -> B"});
}

TEST(InventoryReference, what_departs_can_be_cited) {
  const auto told = compare_inventory(learned({server(kTwoOfA)}), server(kTwoOfB)).departures;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].subjects, Words{"B"}) << "the text as it stands, without its number";
}

TEST(InventoryReference, another_firmware_is_a_version) {
  const auto r = learned({server({version(PartClass::bios, "1.0"), version(PartClass::bmc, "7")})});
  EXPECT_EQ(departures(r, server({version(PartClass::bios, "2.0"), version(PartClass::bmc, "7")})),
            Words{"bios version: 1.0 -> 2.0"});
  EXPECT_EQ(departures(r, server({version(PartClass::bios, "1.0")})), Words{"bmc missing: 7 -> "});
}

TEST(InventoryReference, the_same_slots_used_otherwise_are_one_departure_apart_from_the_rest) {
  const auto r =
      learned({server({slot("P1", "in use"), slot("P2", "available"), slot("P3", "available")})});
  EXPECT_EQ(departures(r, server({slot("P1", "available"), slot("P2", "in use"),
                                  slot("P3", "available")})),
            Words{"slot usage: P1: in use + P2: available -> P1: available + P2: in use"});
  EXPECT_EQ(
      departures(r, server({slot("P1", "in use"), slot("P2", "in use"), slot("P9", "available")})),
      (Words{"slot usage: P2: available -> P2: in use",
             "slot changed: P3: available -> P9: available"}));
}

TEST(InventoryReference, a_second_supplier_is_as_good_and_a_mix_is_not) {
  const auto r = learned({server(kTwoOfA), server(kTwoOfA), server(kTwoOfB)});
  const auto* rule = rule_of(r, PartClass::dimm);
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->allowed, (std::vector{Population{{"A", 2}}, Population{{"B", 2}}}));
  EXPECT_FALSE(rule->varies);
  EXPECT_EQ(departures(r, server(kTwoOfA)), Words{});
  EXPECT_EQ(departures(r, server(kTwoOfB)), Words{});
  EXPECT_EQ(departures(r, server({part(PartClass::dimm, "A"), part(PartClass::dimm, "B")})).size(),
            1U);
}

TEST(InventoryReference, a_departure_is_told_against_the_nearest_population) {
  const auto r = learned({server(kTwoOfA), server(times(8, part(PartClass::dimm, "B")))});
  EXPECT_EQ(departures(r, server(times(7, part(PartClass::dimm, "B")))),
            Words{"dimm missing: B -> "});
  EXPECT_EQ(departures(r, server(times(3, part(PartClass::dimm, "A")))),
            Words{"dimm added:  -> A"});
}

TEST(InventoryReference, some_have_the_part_and_some_do_not) {
  const auto r = learned({server(both(kTwoOfA, {part(PartClass::gpu, "G")})), server(kTwoOfA)});
  const auto* rule = rule_of(r, PartClass::gpu);
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->allowed, (std::vector{Population{}, Population{{"G", 1}}}));
  EXPECT_EQ(departures(r, server(kTwoOfA)), Words{});
  EXPECT_EQ(departures(r, server(both(kTwoOfA, {part(PartClass::gpu, "G")}))), Words{});
  EXPECT_EQ(departures(r, server(both(kTwoOfA, times(2, part(PartClass::gpu, "G"))))),
            Words{"gpu added:  -> G"});
}

TEST(InventoryReference, a_class_that_no_good_server_has_is_added) {
  const auto r = learned({server(kTwoOfA)});
  EXPECT_EQ(departures(r, server(both(kTwoOfA, {part(PartClass::gpu, "G")}))),
            Words{"gpu added:  -> G"});
}

TEST(InventoryReference, more_than_three_populations_are_each_servers_own_only_where_most_differ) {
  std::vector<Inventory> own;
  for (const char* m : {"A", "B", "C", "D"}) own.push_back(server({part(PartClass::drive, m)}));
  const auto varied = learned(own);
  EXPECT_TRUE(rule_of(varied, PartClass::drive)->varies);
  EXPECT_FALSE(rule_of(learned({own[0], own[1], own[2]}), PartClass::drive)->varies)
      << "three are suppliers and options";
  std::vector<Inventory> many = own;
  for (int i = 0; i < 4; ++i) many.push_back(own[0]);
  EXPECT_FALSE(rule_of(learned(many), PartClass::drive)->varies) << "four of eight servers' own";
}

TEST(InventoryReference, where_each_server_has_its_own_values_count_and_numbers_do_not) {
  std::vector<Inventory> own;
  for (const char* m : {"A", "B", "C", "D"}) own.push_back(server({part(PartClass::drive, m)}));
  const auto r = learned(own);
  EXPECT_EQ(departures(r, server(both(times(12, part(PartClass::drive, "A")),
                                      {part(PartClass::drive, "D")}))),
            Words{});
  EXPECT_EQ(departures(r, server({part(PartClass::drive, "A"), part(PartClass::drive, "X")})),
            Words{"drive added:  -> X"});
}

TEST(InventoryReference, a_source_that_the_evidence_lacks_is_unseen_and_not_missing) {
  const auto r = learned({server(both(kTwoOfA, {part(PartClass::nic, "N", FactSource::pci)}))});
  const auto c = compare_inventory(r, server(kTwoOfA));
  EXPECT_TRUE(c.departures.empty());
  EXPECT_EQ(c.unseen, std::vector{FactSource::pci});
}

TEST(InventoryReference, a_source_that_no_good_server_had_is_not_judged) {
  const auto r = learned({server(kTwoOfA)});
  EXPECT_EQ(departures(r, server(both(kTwoOfA, {part(PartClass::nic, "N", FactSource::redfish)}))),
            Words{});
}

TEST(InventoryReference, a_server_that_did_not_look_teaches_nothing_of_that_source) {
  // The second server has no PCI evidence: it does not make "no NIC" a good population.
  const auto r = learned(
      {server(both(kTwoOfA, {part(PartClass::nic, "N", FactSource::pci)})), server(kTwoOfA)});
  const auto* rule = rule_of(r, PartClass::nic, FactSource::pci);
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->allowed, (std::vector{Population{{"N", 1}}}));
}

TEST(InventoryReference, nothing_learned_judges_nothing) {
  EXPECT_TRUE(InventoryLearner().empty());
  const InventoryReference none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(departures(none, server(kTwoOfA)), Words{});
}

}  // namespace
}  // namespace assay::reference
