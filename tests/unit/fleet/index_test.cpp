// The index over a small fleet made here: what is asked must follow from what was put.
#include "fleet/index.h"

#include <algorithm>

#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "fleet/difference.h"
#include "fleet/duckdb/session.h"
#include "fleet/rare.h"
#include "support/fleet_index.h"

namespace assay::fleet {
namespace {

using testing::collection;
using testing::day;
using testing::FleetIndex;
using testing::part;

std::vector<evidence::Fact> usual(const std::string& id) {
  return {part("dimm", "Samsung A", "DIMM1", id + "-d1"),
          part("dimm", "Samsung A", "DIMM2", id + "-d2"),
          part("nic", "Intel X710", "0000:3b:00.0", "", evidence::FactSource::pci)};
}

std::vector<std::string> codes(const std::vector<evidence::Finding>& findings) {
  std::vector<std::string> out;
  for (const auto& f : findings) out.push_back(f.code);
  return out;
}

TEST(Index, a_server_is_there_with_its_parts_and_their_places) {
  FleetIndex index;
  EXPECT_EQ(index.put({collection("n1", 1, usual("n1"))}), 1U);
  const auto reader = index.reader();
  const auto view = reader->server("n1");
  ASSERT_TRUE(view && *view);
  EXPECT_EQ((*view)->group.product, "Server 1");
  EXPECT_EQ((*view)->server.first_seen, day(1).seconds);
  const auto history = reader->history((*view)->server.server);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->holdings.size(), 3U);
  const auto dimm = std::ranges::find(history->holdings, "DIMM2",
                                      [](const HoldingView& h) { return h.fact.place; });
  ASSERT_NE(dimm, history->holdings.end());
  EXPECT_EQ(dimm->fact.value, "Samsung A");
  EXPECT_EQ(dimm->fact.serial, "n1-d2");
  EXPECT_EQ(dimm->fact.cite.at, "offset 0x40");
  EXPECT_EQ(dimm->holding.until, kOpen);
  const auto nobody = reader->server("n2");
  ASSERT_TRUE(nobody);
  EXPECT_FALSE(*nobody);
}

TEST(Index, equal_parts_without_a_place_are_one_holding_and_those_with_serials_are_not) {
  FleetIndex index;
  std::vector<evidence::Fact> facts;
  for (int i = 0; i < 3; ++i) facts.push_back(part("fan", "Delta"));
  for (const char* serial : {"a", "b", "b"}) facts.push_back(part("psu", "Delta 800", "", serial));
  for (int i = 0; i < 200; ++i) facts.push_back(part("pci", "8086:2030", std::to_string(i)));
  index.put({collection("n1", 1, facts)});
  EXPECT_EQ(index.ask("SELECT name, count(*) FROM components GROUP BY name ORDER BY name"),
            (std::vector<std::string>{"fan|1", "pci|200", "psu|2"}));
}

TEST(Index, importing_again_changes_nothing) {
  FleetIndex index;
  EXPECT_EQ(index.put({collection("n1", 1, usual("n1")), collection("n2", 1, usual("n2"))}), 2U);
  const auto before = index.content();
  EXPECT_EQ(index.put({collection("n1", 1, usual("n1")), collection("n2", 1, usual("n2"))}), 0U);
  EXPECT_EQ(index.content(), before);
  EXPECT_EQ(before.size(), 8U);
}

TEST(Index, the_same_evidence_twice_in_one_batch_counts_once) {
  FleetIndex index;
  EXPECT_EQ(index.put({collection("n1", 1, usual("n1")), collection("n1", 1, usual("n1"))}), 1U);
}

TEST(Index, a_second_collection_ends_what_is_gone_and_keeps_the_rest_as_it_was) {
  FleetIndex index;
  index.put({collection("n1", 1, usual("n1"))});
  const auto rows = index.ask("SELECT rowid, serial, since FROM holdings WHERE serial = 'n1-d2'");
  auto later = usual("n1");
  later[0].serial = "other";
  index.put({collection("n1", 9, later)});
  EXPECT_EQ(index.ask("SELECT rowid, serial, since FROM holdings WHERE serial = 'n1-d2'"), rows);
  EXPECT_EQ(index.ask("SELECT serial, until IS NULL FROM holdings WHERE serial IN ('n1-d1', "
                      "'other') ORDER BY serial"),
            (std::vector<std::string>{"n1-d1|false", "other|true"}));
  EXPECT_EQ(index.ask("SELECT code, status FROM findings"),
            (std::vector<std::string>{"inventory.dimm.replaced|open"}));
  // Its own past contradicts it: no longer affirmed.
  EXPECT_NE(index.ask("SELECT verdict FROM servers"), (std::vector<std::string>{"affirmed"}));
}

TEST(Index, a_register_row_that_begins_in_between_explains_the_change) {
  FleetIndex index;
  const auto assets = evidence::parse_assets(
      bytes::as_bytes(
          std::string_view("server,lot,valid_from,valid_to\nn1,A,,2026-01-05\nn1,B,2026-01-05,\n")),
      "assets.csv");
  ASSERT_TRUE(assets);
  auto later = usual("n1");
  later[0].serial = "other";
  index.put({collection("n1", 1, usual("n1")), collection("n1", 9, later)}, &*assets);
  EXPECT_EQ(index.ask("SELECT code, status FROM findings"),
            (std::vector<std::string>{"inventory.dimm.replaced|explained"}));
  EXPECT_EQ(index.ask("SELECT lot, verdict FROM fleet"), (std::vector<std::string>{"B|affirmed"}));
}

TEST(Index, evidence_finds_its_place_in_history_whatever_the_order_of_import) {
  auto second = usual("n1");
  second[0].serial = "other";
  const auto make = [&] {
    return std::vector<Collection>{collection("n1", 1, usual("n1")), collection("n1", 5, second),
                                   collection("n1", 9, usual("n1"))};
  };
  FleetIndex at_once;
  EXPECT_EQ(at_once.put(make()), 3U);
  const auto expected = at_once.content();
  std::vector<std::size_t> order{0, 1, 2};
  do {
    FleetIndex one_by_one;
    for (const auto i : order) {
      auto all = make();
      std::vector<Collection> one;
      one.push_back(std::move(all[i]));
      one_by_one.put(std::move(one));
    }
    EXPECT_EQ(one_by_one.content(), expected) << order[0] << order[1] << order[2];
  } while (std::ranges::next_permutation(order).found);
  // There, replaced, and back: two intervals and two changes.
  EXPECT_EQ(at_once.ask("SELECT count(*) FROM holdings WHERE serial = 'n1-d1'"),
            (std::vector<std::string>{"2"}));
  EXPECT_EQ(at_once.ask("SELECT count(*) FROM findings WHERE origin = 'history'"),
            (std::vector<std::string>{"2"}));
}

TEST(Index, a_finding_of_the_evidence_stands_until_a_later_collection_does_not_have_it) {
  FleetIndex index;
  auto bad = collection("n1", 1, usual("n1"));
  bad.appraisal.findings.push_back(
      evidence::make_finding("inventory.sources.disagree", "DIMM1", "They differ.", {{"a", "b"}}));
  index.put({bad});
  const auto standing = index.reader()->standing_findings();
  ASSERT_TRUE(standing);
  ASSERT_EQ(standing->size(), 1U);
  EXPECT_EQ(standing->at(0).server, "n1");
  EXPECT_EQ(standing->at(0).row.finding, bad.appraisal.findings[0]);
  index.put({collection("n1", 2, usual("n1"))});
  EXPECT_EQ(index.reader()->standing_findings()->size(), 0U);
}

TEST(Index, an_older_one_is_refused_and_still_gives_what_a_rebuild_needs) {
  FleetIndex index;
  index.put({collection("n1", 1, {part("nic", "a NIC")})});
  const auto path = duckdb::index_path(index.folder());
  {
    const auto session = duckdb::Session::open(index.functions(), path, {});
    ASSERT_TRUE(session) << session.error().describe();
    ASSERT_TRUE((*session)->query("UPDATE meta SET version = 1; DROP TABLE rarity"));
  }
  const auto refused = duckdb::open_reader(index.functions(), index.folder());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().describe().find("fleet rebuild makes it anew"), std::string::npos);
  const auto older = duckdb::open_reader(index.functions(), index.folder(), {.memory_limit = {}, .older = true});
  ASSERT_TRUE(older) << older.error().describe();
  const auto evidence = (*older)->all_evidence();
  ASSERT_TRUE(evidence) << evidence.error().describe();
  EXPECT_EQ(evidence->size(), 1U);
  EXPECT_TRUE((*older)->runs());
}

TEST(Index, what_one_of_many_siblings_has_is_rare_and_told_on_it_alone) {
  FleetIndex index;
  std::vector<Collection> fleet;
  for (int i = 0; i < 400; ++i) {
    const auto id = "n" + std::to_string(1000 + i);
    auto facts = usual(id);
    if (i == 77) facts[2].value = "Unknown 1";
    for (const char* table : {"acpi DSDT", "acpi MCFG"})
      if (i != 78 || table != std::string_view("acpi MCFG"))
        facts.push_back({evidence::FactKind::table,
                         evidence::FactSource::acpi,
                         table,
                         std::string(64, 'a'),
                         "",
                         "",
                         {"inventory/acpi/x", ""}});
    fleet.push_back(collection(id, 1, std::move(facts)));
  }
  index.put(std::move(fleet));
  const auto reader = index.reader();
  const auto rare = find_rare(*reader);
  ASSERT_TRUE(rare) << rare.error().describe();
  EXPECT_EQ(rare->rarity.compared, 400U);
  EXPECT_EQ(rare->rarity.groups, 1U);
  ASSERT_TRUE(rare->servers.contains("n1077"));
  const auto found = codes(rare->servers.at("n1077"));
  EXPECT_NE(std::ranges::find(found, "inventory.nic.rare"), found.end());
  EXPECT_EQ(rare->servers.at("n1077").at(0).cites.at(0).artefact, "inventory/smbios.bin");
  ASSERT_TRUE(rare->servers.contains("n1078")) << "that a table is missing is rare too";
  EXPECT_EQ(codes(rare->servers.at("n1078")), (std::vector<std::string>{"inventory.acpi.rare"}));
  EXPECT_EQ(rare->servers.size(), 2U);
}

TEST(Index, two_servers_of_one_uuid_are_told_on_both) {
  FleetIndex index;
  std::vector<Collection> fleet;
  for (const char* id : {"n1", "n2", "n3", "n4"}) {
    fleet.push_back(collection(id, 1, usual(id)));
    fleet.back().appraisal.inventory.identity.uuid = id[1] < '3' ? "one and the same" : "";
  }
  index.put(std::move(fleet));
  const auto rare = find_rare(*index.reader());
  ASSERT_TRUE(rare);
  EXPECT_EQ(rare->servers.size(), 2U);
  EXPECT_EQ(codes(rare->servers.at("n1")), (std::vector<std::string>{"identity.shared"}));
  EXPECT_NE(rare->servers.at("n1").at(0).why.find("n2"), std::string::npos);
}

TEST(Index, two_servers_differ_in_values_and_not_in_serials) {
  FleetIndex index;
  auto other = usual("n2");
  other[1].value = "Micron B";
  index.put({collection("n1", 1, usual("n1")), collection("n2", 1, other)});
  const auto reader = index.reader();
  const auto d = difference(*reader->history(0), *reader->history(1));
  ASSERT_EQ(d.all.size(), 1U);
  EXPECT_EQ(d.all[0].place, "DIMM2");
  EXPECT_EQ(d.all[0].first, "Samsung A");
  EXPECT_EQ(d.all[0].second, "Micron B");
}

TEST(Index, hostile_text_is_stored_as_text) {
  FleetIndex index;
  auto facts = usual("n1");
  facts[0].value = "a'; DROP TABLE servers; --";
  facts[0].serial = "\x1b[2J\xff";
  index.put({collection("n'1", 1, facts)});
  EXPECT_EQ(index.ask("SELECT id FROM servers"), (std::vector<std::string>{"n'1"}));
  EXPECT_EQ(index.ask("SELECT serial FROM components WHERE value LIKE 'a''%'"),
            (std::vector<std::string>{"\\x1b[2J\xEF\xBF\xBD"}));
  const auto view = index.reader()->server("n'1");
  ASSERT_TRUE(view);
  EXPECT_TRUE(*view);
}

TEST(Index, a_folder_without_an_index_is_told) {
  FleetIndex index;
  const auto missing = duckdb::open_reader(index.functions(), index.folder());
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("holds no index"), std::string::npos);
}

TEST(Index, the_library_that_is_not_there_is_named) {
  const auto none = duckdb::load_library({"/nowhere/libduckdb.so"});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("/nowhere/libduckdb.so"), std::string::npos);
}

}  // namespace
}  // namespace assay::fleet
