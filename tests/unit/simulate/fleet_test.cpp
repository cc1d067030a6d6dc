// The simulated fleet is a function of its options, and its evidence is what a collector would hand
// in: it loads, its manifest is good and signed, and the parsers read its tables.
#include "simulate/fleet.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "evidence/packed.h"
#include "formats/acpi/table.h"
#include "formats/json/json.h"
#include "formats/smbios/table.h"

namespace assay::simulate {
namespace {

Fleet fleet(const Options& o) {
  auto made = Fleet::create(o);
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

base::Bytes packed(const Fleet& f, std::uint64_t server, unsigned collection) {
  return evidence::pack(f.server(server).collection(collection).value(), 1).value();
}

TEST(Simulate, the_same_options_give_the_same_bytes) {
  const Options o{.servers = 300, .seed = 7, .planted = 10};
  const Fleet a = fleet(o);
  const Fleet b = fleet(o);
  for (const std::uint64_t i : {0ULL, 150ULL, 299ULL})
    EXPECT_EQ(packed(a, i, 1), packed(b, i, 1)) << i;
  EXPECT_EQ(a.assets_csv(), b.assets_csv());
  EXPECT_EQ(a.changes_toml(), b.changes_toml());
  EXPECT_EQ(a.planted_json(), b.planted_json());
  EXPECT_EQ(a.collectors_txt(), b.collectors_txt());
  EXPECT_NE(a.assets_csv(), fleet({.servers = 300, .seed = 8, .planted = 10}).assets_csv());
}

TEST(Simulate, plants_touch_only_their_servers_and_only_the_last_collection) {
  const Fleet clean = fleet({.servers = 300, .seed = 7});
  const Fleet dirty = fleet({.servers = 300, .seed = 7, .planted = 20});
  ASSERT_EQ(dirty.plan().plants.size(), 20U);
  for (std::uint64_t i = 0; i < 300; ++i) {
    EXPECT_EQ(packed(clean, i, 0), packed(dirty, i, 0)) << i;
    const bool planted = dirty.plan().plant_of(i) != PlantKind::none;
    EXPECT_EQ(packed(clean, i, 1) != packed(dirty, i, 1), planted) << i;
  }
  EXPECT_EQ(clean.assets_csv(), dirty.assets_csv());
  EXPECT_EQ(clean.changes_toml(), dirty.changes_toml());
}

TEST(Simulate, packed_evidence_loads_with_a_good_and_signed_manifest) {
  const Fleet f = fleet({.servers = 1000, .seed = 3});
  const auto keys = proof::parse_verifier_keys(f.collectors_txt()).value();
  for (std::uint64_t i = 0; i < f.size(); i += 97) {
    const auto bytes = packed(f, i, 1);
    EXPECT_LE(bytes.size(), 10'240U);
    const auto bundle = evidence::load_bytes(bytes, "x.evidence");
    ASSERT_TRUE(bundle) << bundle.error().message;
    EXPECT_TRUE(bundle->findings.empty()) << bundle->findings.front().why;
    ASSERT_TRUE(bundle->manifest);
    EXPECT_EQ(bundle->server, f.server(i).id());
    for (const auto& a : bundle->artefacts) EXPECT_NE(a.role, evidence::Role::none) << a.path;
    const auto note = proof::parse_note(bytes::as_chars(bundle->manifest_signature)).value();
    const auto digest =
        crypto::HashEngine().hash(crypto::HashAlg::sha256, bundle->manifest_bytes).hex();
    EXPECT_EQ(note.text, evidence::signed_text(digest));
    EXPECT_NE(proof::verify_note(note.text, note.signatures, keys).signer, nullptr);
  }
}

TEST(Simulate, the_smbios_tables_and_the_acpi_tables_parse) {
  const Fleet f = fleet({.servers = 1000, .seed = 5, .planted = 100});
  for (std::uint64_t i = 0; i < f.size(); i += 13) {
    const auto bundle = f.server(i).collection(1).value();
    const Machine m = f.server(i).machine(1);
    for (const auto& a : bundle.artefacts) {
      if (a.role == evidence::Role::acpi) {
        const auto table = formats::acpi::parse_table(bytes::Reader(a.bytes));
        ASSERT_TRUE(table) << a.path << table.error().describe();
        EXPECT_TRUE(table->checksum_good) << a.path;
        EXPECT_LE(a.bytes.size(), 2048U) << a.path;
      }
      if (a.role != evidence::Role::smbios) continue;
      bytes::Budget budget;
      const auto table = formats::smbios::parse_table(bytes::Reader(a.bytes), budget);
      ASSERT_FALSE(table.broken) << table.broken->describe();
      EXPECT_EQ(table.structures.back().type, 127);
      EXPECT_EQ(formats::smbios::system_uuid(table).has_value(), true);
      std::size_t modules = 0;
      std::size_t supplies = 0;
      for (const auto& s : table.structures) {
        if (s.type == 1) {
          EXPECT_EQ(s.string_at(7), m.serial);
        }
        if (s.type == 4) {
          EXPECT_EQ(s.formatted.size(), 0x30U);
        }
        if (s.type == 7) {
          EXPECT_EQ(s.formatted.size(), 0x1BU);
        }
        if (s.type == 39) ++supplies;
        if (s.type != 17) continue;
        EXPECT_EQ(s.formatted.size(), 0x5CU);
        if (bytes::Reader(s.formatted.subspan(12)).le16("Size").value() != 0) ++modules;
      }
      EXPECT_EQ(modules, std::size_t{m.order->dimms} * m.family->sockets);
      EXPECT_EQ(supplies, m.psus.size());
    }
  }
}

TEST(Simulate, the_entry_point_adds_up_and_tells_the_tables_size) {
  const Fleet f = fleet({.servers = 50});
  const auto bundle = f.server(0).collection(0).value();
  const auto* entry = bundle.find(evidence::Role::smbios_entry_point);
  const auto* table = bundle.find(evidence::Role::smbios);
  ASSERT_NE(entry, nullptr);
  ASSERT_NE(table, nullptr);
  ASSERT_EQ(entry->bytes.size(), 0x18U);
  unsigned sum = 0;
  for (const std::byte b : entry->bytes) sum += std::to_integer<unsigned>(b);
  EXPECT_EQ(sum % 256, 0U);
  EXPECT_EQ(bytes::Reader(bytes::ByteSpan(entry->bytes).subspan(12)).le32("size").value(),
            table->bytes.size());
}

TEST(Simulate, json_artefacts_are_json) {
  const Fleet f = fleet({.servers = 400, .planted = 20});
  for (std::uint64_t i = 0; i < f.size(); i += 7) {
    const auto bundle = f.server(i).collection(1).value();
    for (const auto& a : bundle.artefacts) {
      if (!a.path.ends_with(".json")) continue;
      bytes::Budget budget;
      EXPECT_TRUE(formats::json::parse(a.bytes, budget)) << a.path;
    }
  }
  bytes::Budget budget;
  EXPECT_TRUE(formats::json::parse(bytes::as_bytes(f.planted_json()), budget));
}

TEST(Simulate, refuses_options_that_cannot_be_met) {
  EXPECT_FALSE(Fleet::create({.servers = 0}));
  EXPECT_FALSE(Fleet::create({.servers = kMostServers + 1}));
  EXPECT_FALSE(Fleet::create({.servers = 10, .collections = 0}));
  EXPECT_FALSE(Fleet::create({.servers = 10, .collections = 3}));
  EXPECT_FALSE(Fleet::create({.servers = 10, .planted = 11}));
  const auto full = Fleet::create({.servers = 2000, .planted = 2000});
  ASSERT_FALSE(full) << "repaired servers carry no deviation";
  EXPECT_NE(full.error().message.find("--planted"), std::string::npos);
  EXPECT_FALSE(fleet({.servers = 10, .collections = 1}).server(0).collection(1));
}

TEST(Simulate, also_the_smallest_fleets_exist) {
  for (const std::uint64_t n : {1ULL, 2ULL, 3ULL, 39ULL, 40ULL, 41ULL, 500ULL}) {
    const Fleet f = fleet({.servers = n, .seed = n});
    for (std::uint64_t i = 0; i < n; ++i) ASSERT_TRUE(f.server(i).collection(1)) << n << ' ' << i;
  }
}

}  // namespace
}  // namespace assay::simulate
