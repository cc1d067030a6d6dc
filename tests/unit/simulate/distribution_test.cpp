// What a fleet is made of: honest sub-populations are large enough to be seen as such, numbers that
// must be unique are, repairs are recorded, and planted deviations are spread over their kinds.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "simulate/fleet.h"
#include "simulate/pci_config.h"
#include "simulate/registers.h"
#include "simulate/topology.h"

namespace assay::simulate {
namespace {

Fleet fleet(const Options& o) {
  auto made = Fleet::create(o);
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

TEST(Distribution, every_sub_population_has_three_in_a_hundred_of_its_lot) {
  const Fleet f = fleet({.servers = 6000, .seed = 11});
  EXPECT_EQ(f.plan().lots.back().family, families().size() - 1);
  std::map<std::uint8_t, int> lots;
  std::size_t mixed = 0;
  for (const Lot& lot : f.plan().lots) {
    ++lots[lot.family];
    std::map<std::string, std::uint64_t> holders;
    for (std::uint64_t i = lot.first; i < lot.first + lot.count; ++i) {
      const Machine m = f.server(i).machine(0);
      std::set<std::string> facts;
      for (const Dimm& d : m.dimms)
        if (d.model != nullptr) facts.insert("dimm " + std::string(d.model->maker));
      std::map<std::string, int> counts;
      for (const Dimm& d : m.dimms) {
        if (d.model != nullptr) ++counts["module " + std::string(d.model->part)];
      }
      for (const Drive& d : m.drives) ++counts["drive " + std::string(d.model->model)];
      for (const SlotContent& s : m.slots) {
        if (s.nic) ++counts["card " + std::string(s.nic->model->name)];
        if (s.card != nullptr) ++counts["card " + std::string(s.card->name)];
      }
      for (const auto& [what, n] : counts) facts.insert(std::to_string(n) + " x " + what);
      facts.insert("cpu " + std::to_string(cpus()[m.order->cpu].signature[m.stepping]) + " " +
                   std::string(cpus()[m.order->cpu].name));
      for (const Psu& p : m.psus) facts.insert("psu " + std::string(p.model->part));
      for (const Drive& d : m.drives) facts.insert("drive " + std::string(d.model->model));
      facts.insert("nic " + std::string(m.slots[0].nic->model->name));
      facts.insert("bios " + std::string(m.family->bios[m.bios].version));
      facts.insert("bmc " + m.bmc);
      facts.insert("stepping " + std::to_string(m.stepping));
      facts.insert("order " + std::to_string(m.order - lot.orders.data()));
      for (const auto& fact : facts) ++holders[fact];
    }
    for (const auto& [fact, n] : holders) {
      EXPECT_GE(n * 100, lot.count * 3) << lot.id << ' ' << fact;
      if (n != lot.count) ++mixed;
    }
  }
  EXPECT_GT(mixed, f.plan().lots.size() * 4) << "lots must not be uniform";
  for (const auto& [family, n] : lots) {
    EXPECT_GE(n, 3) << int{family};
    EXPECT_LE(n, 12) << int{family};
  }
}

TEST(Distribution, serials_uuids_and_macs_belong_to_one_server) {
  const Fleet f = fleet({.servers = 5000, .seed = 2});
  std::set<std::string> seen;
  const auto once = [&](std::string text) {
    EXPECT_TRUE(seen.insert(text).second) << text << " twice";
  };
  for (std::uint64_t i = 0; i < f.size(); ++i) {
    const Machine m = f.server(i).machine(0);
    once(m.id);
    once(m.serial);
    once(uuid_text(m.uuid));
    for (const Dimm& d : m.dimms)
      if (d.model != nullptr) once("dimm " + std::to_string(d.serial));
    for (const Psu& p : m.psus) once(p.serial);
    for (const Drive& d : m.drives) once(d.serial);
    for (const NicPort& p : lay_out(m).nic_ports) once(mac_text(p.mac));
  }
}

TEST(Distribution, plants_are_spread_over_their_kinds_and_nothing_explains_them) {
  const Fleet f = fleet({.servers = 4000, .seed = 9, .planted = 100});
  std::map<PlantKind, int> kinds;
  std::set<std::string> versions;
  for (const auto& [server, kind] : f.plan().plants) {
    ++kinds[kind];
    EXPECT_TRUE(repairs_of(f.plan(), server).empty());
    const Machine before = f.server(server).machine(0);
    const Machine now = f.server(server).machine(1);
    EXPECT_FALSE(now.plant_what.empty());
    if (kind == PlantKind::bmc_version) {
      EXPECT_TRUE(versions.insert(std::string(now.family->code) + now.bmc).second);
      EXPECT_EQ(std::ranges::count(now.family->bmc, now.bmc), 0);
      EXPECT_NE(now.rack->site, f.plan().bmc_site);
    }
    if (kind == PlantKind::foreign_nic) {
      EXPECT_EQ(lay_out(now).nic_ports.size() > lay_out(before).nic_ports.size(), true);
    }
    if (kind == PlantKind::bridge) {
      EXPECT_GT(lay_out(now).functions.size(), lay_out(before).functions.size());
    }
    if (kind == PlantKind::dimm_serial) {
      int changed = 0;
      for (std::size_t i = 0; i < now.dimms.size(); ++i)
        changed += now.dimms[i].serial != before.dimms[i].serial ? 1 : 0;
      EXPECT_EQ(changed, 1);
    }
  }
  ASSERT_EQ(kinds.size(), 5U);
  for (const auto& [kind, n] : kinds) EXPECT_EQ(n, 20) << name(kind);
  const Fleet single = fleet({.servers = 400, .planted = 8, .collections = 1});
  for (const auto& [server, kind] : single.plan().plants) EXPECT_NE(kind, PlantKind::dimm_serial);
}

TEST(Distribution, a_planted_acpi_byte_is_the_only_one_that_differs_besides_the_checksum) {
  const Options o{.servers = 1500, .seed = 4, .planted = 50};
  const Fleet dirty = fleet(o);
  const Fleet clean = fleet({.servers = o.servers, .seed = o.seed});
  int seen = 0;
  for (const auto& [server, kind] : dirty.plan().plants) {
    if (kind != PlantKind::acpi_byte) continue;
    ++seen;
    const auto a = clean.server(server).collection(1).value();
    const auto b = dirty.server(server).collection(1).value();
    int bytes = 0;
    for (std::size_t i = 0; i < a.artefacts.size(); ++i)
      for (std::size_t k = 0; k < a.artefacts[i].bytes.size(); ++k)
        bytes += a.artefacts[i].bytes[k] != b.artefacts.at(i).bytes.at(k) ? 1 : 0;
    EXPECT_EQ(bytes, 2);
  }
  EXPECT_EQ(seen, 10);
}

TEST(Distribution, siblings_of_one_bios_version_have_the_same_acpi_tables) {
  const Fleet f = fleet({.servers = 1200, .seed = 6});
  std::map<std::string, std::set<std::string>> digests;
  crypto::HashEngine hash;
  for (std::uint64_t i = 0; i < f.size(); i += 3) {
    const Machine m = f.server(i).machine(1);
    const auto bundle = f.server(i).collection(1).value();
    for (const auto& a : bundle.artefacts)
      if (a.role == evidence::Role::acpi)
        digests[std::string(m.family->product) + std::to_string(m.bios) +
                (a.path.ends_with("APIC") ? std::string(cpus()[m.order->cpu].name) : "") + a.path]
            .insert(hash.hash(crypto::HashAlg::sha256, a.bytes).hex());
  }
  for (const auto& [key, values] : digests) EXPECT_EQ(values.size(), 1U) << key;
}

TEST(Distribution, repairs_are_a_few_in_a_thousand_and_each_is_recorded) {
  const Fleet f = fleet({.servers = 20'000, .seed = 1});
  const std::string changes = f.changes_toml();
  std::size_t repaired = 0;
  for (std::uint64_t i = 0; i < f.size(); ++i) {
    const auto repairs = repairs_of(f.plan(), i);
    if (repairs.empty()) continue;
    ++repaired;
    EXPECT_NE(changes.find('"' + server_id(f.plan(), i) + '"'), std::string::npos);
    const Machine before = f.server(i).machine(0);
    const Machine now = f.server(i).machine(1);
    for (const Repair& r : repairs)
      if (r.kind == RepairKind::board) {
        EXPECT_NE(uuid_text(before.uuid), uuid_text(now.uuid));
      }
  }
  EXPECT_GT(repaired, 20'000U * 8 / 1000);
  EXPECT_LT(repaired, 20'000U * 17 / 1000);
  EXPECT_LT(changes.size(), 200'000U);
}

TEST(Distribution, the_asset_register_has_a_current_row_for_every_server) {
  const Fleet f = fleet({.servers = 3000, .seed = 12});
  const std::string csv = f.assets_csv();
  ASSERT_TRUE(csv.starts_with(kAssetsHeader));
  std::map<std::string, int> current;
  std::size_t rows = 0;
  for (std::size_t at = kAssetsHeader.size(); at < csv.size();) {
    const auto end = csv.find('\n', at);
    const auto row = csv.substr(at, end - at);
    EXPECT_EQ(std::ranges::count(row, ','), 13) << row;
    if (row.ends_with(',')) ++current[row.substr(0, row.find(','))];
    ++rows;
    at = end + 1;
  }
  EXPECT_EQ(current.size(), 3000U);
  for (const auto& [server, n] : current) EXPECT_EQ(n, 1) << server;
  EXPECT_GT(rows, 3030U) << "some have a history";
}

TEST(Distribution, pci_functions_have_places_of_their_own_and_lists_that_end) {
  const Fleet f = fleet({.servers = 2000, .seed = 13, .planted = 200});
  for (std::uint64_t i = 0; i < f.size(); i += 5) {
    const Topology t = lay_out(f.server(i).machine(1));
    EXPECT_GE(t.functions.size(), 20U);
    EXPECT_LE(t.functions.size(), 45U);
    std::set<std::string> places;
    for (const Function& function : t.functions) {
      EXPECT_TRUE(places.insert(function.address()).second) << function.address();
      const auto bytes = pci_config(function);
      ASSERT_EQ(bytes.size(), kConfigSize);
      std::set<unsigned> visited;
      for (auto at = std::to_integer<unsigned>(bytes[0x34]); at != 0;
           at = std::to_integer<unsigned>(bytes[at + 1])) {
        ASSERT_GE(at, 0x40U);
        ASSERT_TRUE(visited.insert(at).second) << "a loop";
      }
      if (!function.bridge) continue;
      EXPECT_GT(function.secondary, function.bus);
      EXPECT_LE(function.secondary, function.subordinate);
      // What lies behind a bridge has its bus in the bridge's range; nobody else does.
      for (const Function& other : t.functions)
        if (&other != &function && other.bridge && other.bus == function.bus) {
          EXPECT_TRUE(other.subordinate < function.secondary ||
                      other.secondary > function.subordinate);
        }
    }
  }
}

}  // namespace
}  // namespace assay::simulate
