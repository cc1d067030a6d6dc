// Who is whose sibling, which collection of a server counts, what is told on which server, and what
// successive collections of one server say.
#include "appraise/sibling_rules.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::appraise {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;
using evidence::Finding;
using Codes = std::vector<std::string>;

base::Time at(std::string_view time) { return base::parse_rfc3339(time).value(); }

Fact bios(std::string version) {
  return {FactKind::firmware,
          FactSource::smbios,
          "bios",
          std::move(version),
          "",
          "",
          {"inventory/smbios.bin", "structure 0"}};
}
Fact dimm(std::string serial, std::string value = "Acme M32") {
  return {FactKind::part,
          FactSource::smbios,
          "dimm",
          std::move(value),
          "A1",
          std::move(serial),
          {"inventory/smbios.bin", "structure 20"}};
}

// Servers of one board, each with facts; the table numbers them.
class Fleet {
 public:
  ServerAppraisal& add(std::string id, const std::vector<Fact>& facts) {
    ServerAppraisal s;
    s.id = std::move(id);
    s.inventory.examined = true;
    s.inventory.identity.manufacturer = "Acme";
    s.inventory.identity.product = "A-1";
    s.fact_refs = table_.intern(facts);
    return servers_.emplace_back(std::move(s));
  }
  // `n` servers alike, named by `prefix`.
  void add_many(std::size_t n, const std::string& prefix, const std::vector<Fact>& facts,
                const std::string& lot = "") {
    for (std::size_t i = 0; i < n; ++i) add(prefix + std::to_string(i), facts).inventory.lot = lot;
  }
  std::vector<Finding> compare() { return compare_siblings(servers_, table_); }
  void compare_over_time(const Inputs& in = {}) { compare_collections(servers_, table_, in); }
  // Codes of the servers with findings: "web-7: inventory.bios.rare".
  [[nodiscard]] Codes told() const {
    Codes out;
    for (const auto& s : servers_)
      for (const auto& f : s.findings)
        out.push_back(s.id + ": " + f.code +
                      (f.status == evidence::FindingStatus::explained ? " explained" : ""));
    return out;
  }
  std::vector<ServerAppraisal>& servers() { return servers_; }

 private:
  std::vector<ServerAppraisal> servers_;
  FactTable table_;
};

Codes codes(const std::vector<Finding>& findings) {
  Codes out;
  for (const auto& f : findings) out.push_back(f.code);
  return out;
}

TEST(SiblingGroup, is_the_product_its_board_and_the_boards_revision) {
  inspect::inventory::Identity id;
  EXPECT_EQ(sibling_group(id), "");
  id.serial = "S1";
  id.uuid = "4c4c4544-0000";
  EXPECT_EQ(sibling_group(id), "") << "what is each host's own makes no group";
  id.manufacturer = "Supermicro";
  id.product = "SYS-1029P-WTR";
  EXPECT_EQ(sibling_group(id), "Supermicro SYS-1029P-WTR");
  id.board_manufacturer = "Supermicro";
  id.board_product = "X11DDW-L";
  id.board_revision = "1.20";
  EXPECT_EQ(sibling_group(id), "Supermicro SYS-1029P-WTR, board Supermicro X11DDW-L rev 1.20");
  id.board_manufacturer = "";
  EXPECT_EQ(sibling_group(id), "Supermicro SYS-1029P-WTR, board X11DDW-L rev 1.20");
  id.manufacturer = id.product = "";
  id.board_manufacturer = "Supermicro";
  EXPECT_EQ(sibling_group(id), "Supermicro X11DDW-L rev 1.20");
}

TEST(SiblingRules, one_of_five_hundred_is_told_where_it_stands) {
  Fleet fleet;
  fleet.add_many(499, "web-", {bios("1.0")});
  fleet.add("odd", {bios("9.9")});
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{"odd: inventory.bios.rare"});
  const auto& f = fleet.servers().back().findings.at(0);
  EXPECT_NE(f.why.find("1 of 500"), std::string::npos) << f.why;
  EXPECT_NE(f.why.find("Acme A-1"), std::string::npos) << f.why;
  EXPECT_EQ(f.cites.at(0).at, "structure 0");
  for (const auto& s : fleet.servers()) EXPECT_EQ(s.inventory.siblings, 499U) << s.id;
}

TEST(SiblingRules, boards_of_another_revision_are_no_siblings) {
  Fleet fleet;
  fleet.add_many(499, "web-", {bios("1.0")});
  fleet.add("odd", {bios("9.9")}).inventory.identity.board_revision = "2";
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{});
  EXPECT_EQ(fleet.servers().back().inventory.siblings, 0U);
}

TEST(SiblingRules, a_server_that_says_nothing_about_itself_has_no_siblings) {
  Fleet fleet;
  fleet.add_many(499, "web-", {bios("1.0")});
  auto& nameless = fleet.add("odd", {bios("9.9")});
  nameless.inventory.identity.manufacturer = nameless.inventory.identity.product = "";
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{});
}

TEST(SiblingRules, a_server_whose_inventory_was_not_examined_does_not_count) {
  Fleet fleet;
  fleet.add_many(499, "web-", {bios("1.0")});
  fleet.add("odd", {bios("9.9")}).inventory.examined = false;
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{});
  EXPECT_EQ(fleet.servers().front().inventory.siblings, 498U);
}

TEST(SiblingRules, a_server_that_lacks_what_the_others_have) {
  Fleet fleet;
  fleet.add_many(499, "web-", {bios("1.0"), dimm("")});
  fleet.add("odd", {dimm("")});
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{"odd: inventory.bios.rare"});
  EXPECT_NE(fleet.servers().back().findings[0].why.find("No bios is here"), std::string::npos);
}

TEST(SiblingRules, what_a_lot_shares_is_told_once_for_the_fleet) {
  Fleet fleet;
  fleet.add_many(960, "a-", {bios("1.0")}, "LOT-A");
  fleet.add_many(38, "b-", {bios("1.0")}, "LOT-B");
  fleet.add_many(2, "new-", {bios("2.0")}, "LOT-B");
  const auto told = fleet.compare();
  EXPECT_EQ(fleet.told(), Codes{});
  ASSERT_EQ(codes(told), Codes{"inventory.siblings.sub-population"});
  EXPECT_NE(told[0].why.find("2 of 40 servers of one lot"), std::string::npos) << told[0].why;
  EXPECT_NE(told[0].why.find("new-0, new-1"), std::string::npos) << told[0].why;
}

TEST(SiblingRules, the_same_two_in_two_lots_are_rare) {
  Fleet fleet;
  fleet.add_many(499, "a-", {bios("1.0")}, "LOT-A");
  fleet.add_many(499, "b-", {bios("1.0")}, "LOT-B");
  fleet.add("odd-a", {bios("2.0")}).inventory.lot = "LOT-A";
  fleet.add("odd-b", {bios("2.0")}).inventory.lot = "LOT-B";
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), (Codes{"odd-a: inventory.bios.rare", "odd-b: inventory.bios.rare"}));
}

TEST(SiblingRules, the_latest_collection_of_a_server_counts) {
  Fleet fleet;
  fleet.add_many(499, "web-", {bios("1.0")});
  // Put right since: what it was in March is no rare fact of today, wherever it stands in the list.
  fleet.add("mended", {bios("1.0")}).collected = at("2026-09-01");
  fleet.add("mended", {bios("9.9")}).collected = at("2026-03-01");
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{});
  EXPECT_EQ(fleet.servers().back().inventory.siblings, 499U)
      << "one server, and its earlier collection has the siblings of its latest";

  Fleet broken;
  broken.add_many(499, "web-", {bios("1.0")});
  broken.add("worse", {bios("9.9")}).collected = at("2026-09-01");
  broken.add("worse", {bios("1.0")}).collected = at("2026-03-01");
  EXPECT_TRUE(broken.compare().empty());
  ASSERT_EQ(broken.told(), Codes{"worse: inventory.bios.rare"});
  EXPECT_EQ(broken.servers()[499].findings.size(), 1U) << "on the collection that shows it";
}

TEST(SiblingRules, a_few_siblings_give_a_line_and_no_verdict) {
  Fleet fleet;
  fleet.add_many(4, "web-", {bios("1.0")});
  fleet.add("odd", {bios("9.9")});
  EXPECT_TRUE(fleet.compare().empty());
  ASSERT_EQ(fleet.told(), Codes{"odd: inventory.siblings.differ"});
  const auto& f = fleet.servers().back().findings[0];
  EXPECT_EQ(f.severity, evidence::Severity::info);
  EXPECT_NE(f.why.find("bios 9.9 (1 of 5)"), std::string::npos) << f.why;
}

Fact event(char fill) {
  return {FactKind::event,
          FactSource::boot,
          "PCR 4 boot application",
          std::string(64, fill),
          "",
          "",
          {"boot/eventlog.bin", "event 12"}};
}

TEST(SiblingRules, a_rare_measurement_is_the_boots_and_not_the_inventorys) {
  Fleet fleet;
  fleet.add_many(499, "web-", {event('a')});
  fleet.add("odd", {event('b')});
  EXPECT_TRUE(fleet.compare().empty());
  ASSERT_EQ(fleet.told(), Codes{"odd: boot.event.rare"});
  EXPECT_EQ(fleet.servers().back().findings[0].cites.at(0).at, "event 12");
}

TEST(SiblingRules, few_siblings_tell_parts_and_measurements_apart) {
  Fleet fleet;
  fleet.add_many(4, "web-", {bios("1.0"), event('a')});
  fleet.add("odd", {bios("9.9"), event('b')});
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), (Codes{"odd: inventory.siblings.differ", "odd: boot.siblings.differ"}));
}

TEST(SiblingRules, two_servers_cannot_vouch_for_each_other) {
  Fleet fleet;
  fleet.add("a", {bios("1.0")});
  fleet.add("b", {bios("2.0")});
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), Codes{});
}

TEST(SiblingRules, many_differences_are_six_and_a_number) {
  Fleet fleet;
  fleet.add_many(4, "web-", {bios("1.0")});
  std::vector<Fact> odd{bios("1.0")};
  for (int i = 0; i < 9; ++i) odd.push_back(dimm("", "Foreign " + std::to_string(i)));
  fleet.add("odd", odd);
  EXPECT_TRUE(fleet.compare().empty());
  ASSERT_EQ(fleet.told(), Codes{"odd: inventory.siblings.differ"});
  EXPECT_NE(fleet.servers().back().findings[0].why.find("; and 3 more"), std::string::npos)
      << fleet.servers().back().findings[0].why;
}

TEST(SiblingRules, a_planned_part_is_rare_and_explained) {
  Fleet fleet;
  fleet.add_many(499, "web-", {dimm("")});
  auto& s = fleet.add("new", {dimm("S9", "Other M64")});
  Finding planned;
  planned.code = "inventory.dimm.replaced";
  planned.subject = "A1";
  planned.status = evidence::FindingStatus::explained;
  planned.explained_by = "change r1";
  s.findings.push_back(planned);
  EXPECT_TRUE(fleet.compare().empty());
  EXPECT_EQ(fleet.told(), (Codes{"new: inventory.dimm.replaced explained",
                                 "new: inventory.dimm.rare explained"}));
}

TEST(SiblingRules, no_servers_no_words) {
  Fleet fleet;
  EXPECT_TRUE(fleet.compare().empty());
  fleet.compare_over_time();
  EXPECT_EQ(fleet.told(), Codes{});
}

// One server in March, in June and in September, as files are found: not in the order of time.
struct OverTime : Fleet {
  OverTime(const std::string& march, const std::string& june, const std::string& september) {
    add("web-1", {dimm(september)}).collected = at("2026-09-01");
    add("web-1", {dimm(march)}).collected = at("2026-03-01");
    add("web-1", {dimm(june)}).collected = at("2026-06-01");
  }
};

TEST(Collections, a_change_is_told_on_the_first_collection_that_shows_it) {
  OverTime fleet("S1", "S2", "S2");
  fleet.compare_over_time();
  ASSERT_EQ(fleet.told(), Codes{"web-1: inventory.dimm.replaced"});
  EXPECT_EQ(fleet.servers()[2].findings.size(), 1U) << "June's";
  OverTime same("S1", "S1", "S1");
  same.compare_over_time();
  EXPECT_EQ(same.told(), Codes{});
}

TEST(Collections, each_is_compared_with_the_one_before_it) {
  OverTime fleet("S1", "S2", "S1");
  fleet.compare_over_time();
  EXPECT_EQ(fleet.told(),
            (Codes{"web-1: inventory.dimm.replaced", "web-1: inventory.dimm.replaced"}))
      << "there and back are two changes";
}

TEST(Collections, two_servers_are_not_one_servers_history) {
  Fleet fleet;
  fleet.add("web-1", {dimm("S1")}).collected = at("2026-03-01");
  fleet.add("web-2", {dimm("S2")}).collected = at("2026-09-01");
  fleet.compare_over_time();
  EXPECT_EQ(fleet.told(), Codes{});
}

TEST(Collections, without_a_time_or_an_inventory_there_is_no_order) {
  Fleet fleet;
  fleet.add("web-1", {dimm("S1")}).collected = at("2026-03-01");
  fleet.add("web-1", {dimm("S2")});
  auto& blind = fleet.add("web-1", {dimm("S3")});
  blind.collected = at("2026-04-01");
  blind.inventory.examined = false;
  fleet.compare_over_time();
  EXPECT_EQ(fleet.told(), Codes{});
}

reference::ChangeRecord repair(std::string_view from, std::string_view to) {
  return {.id = "r1",
          .servers = {"web-*"},
          .from = at(from),
          .to = at(to),
          .codes = {"inventory.dimm.replaced"},
          .new_digests = {},
          .ticket = "T-1",
          .by = "ops"};
}

TEST(Collections, a_change_record_between_the_two_explains) {
  Inputs in;
  in.changes.push_back(repair("2026-05-01", "2026-05-02"));
  OverTime planned("S1", "S2", "S2");
  planned.compare_over_time(in);
  ASSERT_EQ(planned.told(), Codes{"web-1: inventory.dimm.replaced explained"});
  EXPECT_NE(planned.servers()[2].findings[0].explained_by.find("T-1"), std::string::npos);
  OverTime later("S1", "S1", "S2");
  later.compare_over_time(in);
  EXPECT_EQ(later.told(), Codes{"web-1: inventory.dimm.replaced"})
      << "May's record, August's change";
}

std::shared_ptr<const evidence::AssetBook> register_with(std::string_view row) {
  auto rows = evidence::parse_assets(
      bytes::as_bytes("server,serial,valid_from,valid_to\n" + std::string(row)), "assets.csv");
  EXPECT_TRUE(rows);
  return std::make_shared<const evidence::AssetBook>(*std::move(rows));
}

TEST(Collections, a_row_of_the_register_that_begins_between_the_two_explains) {
  Inputs in;
  in.assets = register_with("web-1,N1,2026-05-01,\n");
  OverTime planned("S1", "S2", "S2");
  planned.compare_over_time(in);
  EXPECT_EQ(planned.told(), Codes{"web-1: inventory.dimm.replaced explained"});
  OverTime later("S1", "S1", "S2");
  later.compare_over_time(in);
  EXPECT_EQ(later.told(), Codes{"web-1: inventory.dimm.replaced"});
  in.assets = register_with("web-2,N1,2026-05-01,\n");
  OverTime other("S1", "S2", "S2");
  other.compare_over_time(in);
  EXPECT_EQ(other.told(), Codes{"web-1: inventory.dimm.replaced"}) << "another server's row";
}

}  // namespace
}  // namespace assay::appraise
