// Simulated fleets with planted deviations, appraised as an audit does with the fleet's registers
// beside it: how many of the planted servers are found, by what, and how many others are accused.
// Prints the table. 2,000 servers and 20 plants of two seeds; ASSAY_ACCURACY_SERVERS=10000 takes
// another size, with one plant in 200 servers, and from that size on also looks at one collection
// alone, where siblings have to find what a server's own history would.
#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <thread>

#include "appraise/fleet.h"
#include "bytes/text.h"
#include "simulate/fleet.h"

namespace assay {
namespace {

using simulate::PlantKind;

constexpr std::uint64_t kServers = 2'000;
constexpr std::uint64_t kFewestPlants = 20;
constexpr std::array<std::uint64_t, 2> kSeeds{1, 2};
constexpr double kLeastFound = 0.95;
constexpr std::uint64_t kServersForOneFalse = 10'000;
// In smaller fleets most groups are too small for one server to be rare in.
constexpr std::uint64_t kServersForSiblings = 10'000;

// What the finding that names a plant must begin with.
constexpr std::array kKinds{
    std::pair{PlantKind::foreign_nic, std::string_view{"inventory.nic."}},
    std::pair{PlantKind::bmc_version, std::string_view{"inventory.bmc."}},
    std::pair{PlantKind::dimm_serial, std::string_view{"inventory.dimm."}},
    std::pair{PlantKind::acpi_byte, std::string_view{"inventory.acpi."}},
    std::pair{PlantKind::bridge, std::string_view{"inventory.bridge."}},
};

std::uint64_t servers_wanted() {
  // Read before any thread is made. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* text = std::getenv("ASSAY_ACCURACY_SERVERS");
  std::uint64_t out = kServers;
  if (text != nullptr) {
    const std::string_view number(text);
    const auto [end, bad] = std::from_chars(number.data(), number.data() + number.size(), out);
    if (bad != std::errc{} || end != number.data() + number.size()) out = kServers;
  }
  return out;
}

// The fleet's registers, as `audit` picks them up from fleet/.
appraise::Inputs inputs_of(const simulate::Fleet& fleet) {
  appraise::Inputs in;
  in.as_of = base::parse_rfc3339("2026-11-01").value();
  in.changes = reference::parse_changes(fleet.changes_toml(), "changes.toml").value();
  auto assets = evidence::parse_assets(bytes::as_bytes(fleet.assets_csv()), "assets.csv").value();
  in.assets = std::make_shared<const evidence::AssetBook>(std::move(assets));
  return in;
}

appraise::FleetAppraisal audit(const simulate::Fleet& fleet, const appraise::Inputs& in) {
  const std::size_t collections = fleet.plan().options.collections;
  std::vector<appraise::ServerAppraisal> servers(fleet.size() * collections);
  appraise::FactTable table;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    crypto::HashEngine hash;
    for (std::size_t i = next.fetch_add(1); i < servers.size(); i = next.fetch_add(1)) {
      const auto bundle =
          fleet.server(i / collections).collection(static_cast<unsigned>(i % collections)).value();
      servers[i] = appraise::appraise_server(bundle, in, hash);
      servers[i].fact_refs = table.intern(servers[i].facts);
      servers[i].facts = {};
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 1; t < std::thread::hardware_concurrency(); ++t) threads.emplace_back(work);
    work();
  }
  return appraise::finish_fleet(std::move(servers), table, in);
}

// By server: the codes of what an operator is told, open and at warning or above.
std::map<std::string, std::set<std::string>> told(const appraise::FleetAppraisal& fleet) {
  std::map<std::string, std::set<std::string>> out;
  for (const auto& s : fleet.servers)
    for (const auto& f : s.findings)
      if (f.severity != evidence::Severity::info && f.status == evidence::FindingStatus::open)
        out[s.id].insert(f.code);
  return out;
}

struct Score {
  std::size_t planted = 0;
  std::size_t found = 0;  // by a finding that names the plant's class
};

struct Result {
  std::map<PlantKind, Score> kinds;
  std::map<std::string, std::set<std::string>> accused;  // servers without a plant

  [[nodiscard]] Score all() const {
    Score out;
    for (const auto& [kind, s] : kinds) {
      out.planted += s.planted;
      out.found += s.found;
    }
    return out;
  }
};

Result judge(const simulate::Fleet& fleet) {
  Result out;
  out.accused = told(audit(fleet, inputs_of(fleet)));
  for (const auto& [server, kind] : fleet.plan().plants) {
    const auto plant = kind;
    const auto row = std::ranges::find(kKinds, plant, [](const auto& k) { return k.first; });
    EXPECT_NE(row, kKinds.end()) << "a kind of plant that this table does not know";
    if (row == kKinds.end()) continue;
    const auto codes = out.accused.extract(fleet.server(server).id());
    Score& score = out.kinds[kind];
    ++score.planted;
    score.found += !codes.empty() && std::ranges::any_of(codes.mapped(),
                                                         [&](const auto& code) {
                                                           return code.starts_with(row->second);
                                                         })
                       ? 1U
                       : 0U;
  }
  return out;
}

void print(const simulate::Options& o, const Result& r) {
  std::printf("  %llu servers, seed %llu, %u collections\n",
              static_cast<unsigned long long>(o.servers), static_cast<unsigned long long>(o.seed),
              o.collections);
  for (const auto& [kind, s] : r.kinds)
    std::printf("    %-14s %3zu of %3zu found\n", std::string(name(kind)).c_str(), s.found,
                s.planted);
  const Score all = r.all();
  std::printf("    %-14s %3zu of %3zu found, %zu others accused\n", "all", all.found, all.planted,
              r.accused.size());
  for (const auto& [id, codes] : r.accused)
    std::printf("      %s: %s\n", id.c_str(), codes.begin()->c_str());
}

void expect_accuracy(std::uint64_t n, unsigned collections) {
  Score all;
  std::size_t accused = 0;
  for (const std::uint64_t seed : kSeeds) {
    const auto fleet = simulate::Fleet::create({.servers = n,
                                                .seed = seed,
                                                .planted = std::max(kFewestPlants, n / 200),
                                                .collections = collections});
    ASSERT_TRUE(fleet) << fleet.error().message;
    const Result r = judge(*fleet);
    print(fleet->plan().options, r);
    // Another serial number than before needs a before.
    EXPECT_EQ(r.kinds.size(), collections > 1 ? kKinds.size() : kKinds.size() - 1);
    all.planted += r.all().planted;
    all.found += r.all().found;
    accused += r.accused.size();
  }
  EXPECT_GE(static_cast<double>(all.found), kLeastFound * static_cast<double>(all.planted));
  EXPECT_LE(accused, std::max<std::uint64_t>(1, kSeeds.size() * n / kServersForOneFalse));
}

TEST(SimulatedFleets, what_is_planted_is_found_and_who_is_honest_is_left_alone) {
  expect_accuracy(servers_wanted(), 2);
}

TEST(SimulatedFleets, siblings_alone_find_it_in_large_groups) {
  if (servers_wanted() < kServersForSiblings)
    GTEST_SKIP() << "skipped: ASSAY_ACCURACY_SERVERS is below " << kServersForSiblings;
  expect_accuracy(servers_wanted(), 1);
}

TEST(SimulatedFleets, the_registers_are_what_tells_honest_changes_from_others) {
  const auto fleet = simulate::Fleet::create({.servers = 200, .seed = 3});
  ASSERT_TRUE(fleet) << fleet.error().message;
  EXPECT_TRUE(told(audit(*fleet, inputs_of(*fleet))).empty());
  appraise::Inputs nothing;
  nothing.as_of = base::parse_rfc3339("2026-11-01").value();
  EXPECT_FALSE(told(audit(*fleet, nothing)).empty()) << "repairs and updates that nobody planned";
}

}  // namespace
}  // namespace assay
