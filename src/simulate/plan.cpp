#include "simulate/plan.h"

#include <algorithm>
#include <fmt/format.h>

#include "simulate/random.h"

namespace assay::simulate {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::int64_t kDay = 86'400;
constexpr std::uint64_t kSmallLot = 40;  // fewer servers a lot would leave nothing to compare

constexpr std::array<std::string_view, 5> kRoles{"compute", "storage", "database", "gpu", "edge"};
constexpr std::array<std::string_view, 7> kTenants{"core",   "search",   "video", "ads",
                                                   "public", "research", "build"};
constexpr std::array<std::string_view, 14> kSites{"ams1", "fra2", "iad3", "sjc1", "sin1",
                                                  "gru1", "nrt2", "lhr4", "ord1", "syd1",
                                                  "bom2", "dub1", "arn1", "dfw2"};
constexpr std::array<std::string_view, 4> kPredecessors{"Northpine Media", "Bluecask",
                                                        "Velum Hosting", "Parallax CDN"};

// Splits n servers of a lot into up to `ways` shares; each at least 3 % of the lot and, in a small
// one, two servers.
Split split(std::uint64_t n, std::uint64_t lot, std::size_t ways, Random& random) {
  const std::uint64_t least = std::max<std::uint64_t>((lot * 3 + 99) / 100, 2);
  Split out;
  out.count[0] = n;
  for (std::size_t i = 1; i < ways && out.count[0] > 3 * least; ++i) {
    // Seldom half, often little: the second supplier fills what the first cannot deliver.
    const std::uint64_t most = std::max(least, out.count[0] / 2);
    const std::uint64_t a = random.between(least, most);
    out.count[i] = std::min(a, random.between(least, most));
    out.count[0] -= out.count[i];
  }
  return out;
}

// Shares of n, none below n/12, that add up to n.
std::vector<std::uint64_t> portions(std::uint64_t n, std::size_t parts, Random& random) {
  std::vector<std::uint64_t> weight(parts);
  std::uint64_t sum = 0;
  for (auto& w : weight) sum += w = random.between(30, 100);
  std::vector<std::uint64_t> out;
  std::uint64_t left = n;
  for (std::size_t i = 0; i < parts; ++i) {
    out.push_back(i + 1 == parts ? left : n * weight[i] / sum);
    left -= out.back();
  }
  return out;
}

Order order(const Family& f, std::size_t line, Random& random) {
  const Choice& c = f.choice;
  Order o;
  o.cpu = c.cpus[random.below(2)];
  o.dimm_kind = c.dimms[line == 0 ? 0 : random.below(2)];
  const std::array<std::uint8_t, 3> filled{f.channels,
                                           static_cast<std::uint8_t>(f.channels * f.per_channel),
                                           static_cast<std::uint8_t>(f.channels / 2)};
  o.dimms = filled[random.below(3)];
  o.drives = static_cast<std::uint8_t>(random.between(c.bays[0], c.bays[1]));
  o.gpus = static_cast<std::uint8_t>(c.gpu == 0xFF ? 0 : random.below(c.most_gpus + 1ULL));
  if (c.most_gpus == 4) o.gpus = random.chance(250'000) ? 2 : 4;  // its whole purpose
  o.hba = c.hba != 0xFF && (f.riser_slot != 0 || random.chance(500'000));
  o.second_nic = random.chance(350'000);
  // One slot stays free in every family: nobody fills the last one.
  const auto used = [&] { return 1U + (o.second_nic ? 1U : 0U) + (o.hba ? 1U : 0U) + o.gpus; };
  if (used() >= f.slots) o.second_nic = false;
  while (used() >= f.slots && o.gpus > 0) --o.gpus;
  o.role = o.gpus > 0 ? 3 : f.riser_slot != 0 ? 1 : static_cast<std::uint8_t>(random.below(3));
  if (f.code == "OE9") o.role = 4;
  return o;
}

void draw_lot(Lot& lot, std::uint64_t seed, std::size_t number, Random& random) {
  const Family& f = families()[lot.family];
  for (std::size_t i = 0; i < lot.orders.size(); ++i) lot.orders[i] = order(f, i, random);
  lot.order_of = split(lot.count, lot.count, random.between(1, 3), random);
  for (std::size_t t = 0; t < kTraits; ++t) {
    const auto trait = static_cast<Trait>(t);
    const bool versions = trait == Trait::bios || trait == Trait::bmc;
    // Suppliers: two as a rule, three at times, one seldom. Versions: many lots are midway.
    std::size_t ways = versions ? random.between(1, 2) : 1 + random.below(5) / 2;
    if (trait == Trait::stepping) ways = random.chance(350'000) ? 2 : 1;
    for (std::size_t line = 0; line < lot.splits.size(); ++line) {
      const std::uint64_t n = versions ? lot.count : lot.order_of.count[line];
      lot.splits[line][t] = split(n, lot.count, ways, random);
    }
    auto& values = lot.values[t];
    values = {0, 1, 2};
    const std::uint64_t turn = random.below(3);
    std::rotate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(turn), values.end());
    if (versions) {
      const auto base = static_cast<std::uint8_t>(random.below(2));  // the newest is yet to come
      values = {base, static_cast<std::uint8_t>(base + 1), base};
    }
    if (trait == Trait::stepping) values = {0, 1, 0};
  }
  lot.id = fmt::format("{}-{:02}{:02}-{:02}", f.code, 21 + lot.family % 4 + number / 4,
                       1 + mix(seed + number) % 12, number + 1);
}

std::vector<Lot> draw_lots(const Options& o, Random& random) {
  const std::size_t kinds =
      std::clamp<std::size_t>(o.servers / (3 * kSmallLot), 1, families().size());
  std::vector<Lot> lots;
  std::uint64_t first = 0;
  const auto per_family = portions(o.servers, kinds, random);
  for (std::size_t family = 0; family < kinds; ++family) {
    const std::size_t wanted = random.between(3, 12);
    const auto most = static_cast<std::size_t>(
        std::max<std::uint64_t>(1, per_family[family] / (kSmallLot + kSmallLot / 2)));
    const auto counts = portions(per_family[family], std::min(wanted, most), random);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      Lot lot;
      lot.family = static_cast<std::uint8_t>(family);
      lot.revision = i * 2 >= counts.size() ? 1 : 0;
      lot.first = first;
      lot.count = counts[i];
      first += counts[i];
      // 2021 for the oldest, the summer of 2025 for the youngest.
      const auto start = static_cast<std::int64_t>(18'800 + family % 4 * 200);
      const auto span = static_cast<std::int64_t>(20'270) - start;
      lot.received = base::Time{
          (start + span * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(counts.size()) +
           static_cast<std::int64_t>(random.below(60))) *
          kDay};
      if (random.chance(90'000)) lot.acquired_with = random.pick(kPredecessors);
      draw_lot(lot, o.seed, i, random);
      if (lot.count != 0) lots.push_back(std::move(lot));
    }
  }
  return lots;
}

// A lot goes to up to three sites, rack after rack.
void place_racks(Plan& plan, Random& random) {
  std::vector<std::uint16_t> used(plan.sites.size(), 0);
  for (Lot& lot : plan.lots) {
    lot.per_rack = families()[lot.family].height == 1   ? 36U
                   : families()[lot.family].height == 2 ? 18U
                                                        : 9U;
    lot.first_rack = plan.racks.size();
    const std::uint64_t racks = (lot.count + lot.per_rack - 1) / lot.per_rack;
    const std::size_t ways = std::min<std::size_t>(random.between(1, 3), racks);
    std::uint64_t left = racks;
    for (std::size_t w = 0; w < ways; ++w) {
      const std::size_t site = random.below(plan.sites.size());
      const std::uint64_t n =
          w + 1 == ways ? left : std::min(left, std::max<std::uint64_t>(1, racks / ways));
      left -= n;
      for (std::uint64_t i = 0; i < n; ++i)
        plan.racks.push_back({static_cast<std::uint16_t>(site), ++used[site],
                              static_cast<std::uint8_t>(random.below(kTenants.size()))});
    }
  }
}

}  // namespace

std::string_view name(PlantKind kind) noexcept {
  switch (kind) {
    case PlantKind::foreign_nic:
      return "foreign-nic";
    case PlantKind::bmc_version:
      return "bmc-version";
    case PlantKind::dimm_serial:
      return "dimm-serial";
    case PlantKind::acpi_byte:
      return "acpi-byte";
    case PlantKind::bridge:
      return "extra-bridge";
    case PlantKind::none:
      break;
  }
  return "none";
}

std::span<const std::string_view> roles() noexcept { return kRoles; }
std::span<const std::string_view> tenants() noexcept { return kTenants; }

const Lot& Plan::lot_of(std::uint64_t server) const noexcept {
  const auto next = std::ranges::upper_bound(lots, server, {}, &Lot::first);
  return *std::prev(next);
}

PlantKind Plan::plant_of(std::uint64_t server) const noexcept {
  const auto it =
      std::ranges::lower_bound(plants, server, {}, &std::pair<std::uint64_t, PlantKind>::first);
  return it != plants.end() && it->first == server ? it->second : PlantKind::none;
}

std::size_t Plan::plant_number(std::uint64_t server, PlantKind kind) const noexcept {
  const std::uint8_t family = lot_of(server).family;
  return static_cast<std::size_t>(std::ranges::count_if(plants, [&](const auto& p) {
    return p.first < server && p.second == kind && lot_of(p.first).family == family;
  }));
}

base::Result<Plan> make_plan(const Options& o) {
  if (o.servers == 0 || o.servers > kMostServers)
    return fail(ErrorKind::usage, fmt::format("--servers: expected 1 to {}", kMostServers));
  if (o.collections < 1 || o.collections > 2)
    return fail(ErrorKind::usage, "--collections: expected 1 or 2");
  if (o.planted > o.servers)
    return fail(ErrorKind::usage, "--planted: expected at most one deviation a server");
  Plan plan;
  plan.options = o;
  Random random(stream(o.seed, 1));
  const std::size_t sites = std::clamp<std::size_t>(o.servers / 300, 3, kSites.size());
  for (std::size_t i = 0; i < sites; ++i) plan.sites.push_back({std::string(kSites[i])});
  plan.lots = draw_lots(o, random);
  place_racks(plan, random);
  // A rollout takes one whole site; where the fleet stands at fewer than three, there is none.
  std::vector<std::size_t> used;
  for (const Rack& rack : plan.racks)
    if (std::ranges::find(used, rack.site) == used.end()) used.push_back(rack.site);
  plan.bmc_site = plan.bios_site = sites;
  if (used.size() < 3) return plan;
  const std::size_t first = random.below(used.size());
  plan.bmc_site = used[first];
  plan.bios_site = used[(first + 1 + random.below(used.size() - 1)) % used.size()];
  return plan;
}

}  // namespace assay::simulate
