#include "simulate/registers.h"

#include <fmt/format.h>
#include <iterator>
#include <map>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/json/json.h"
#include "simulate/acpi.h"
#include "simulate/machine.h"
#include "simulate/random.h"

namespace assay::simulate {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kWeek = 7 * kDay;
constexpr base::Time kFirst{1'772'409'600};   // 2026-03-02T00:00:00Z, a Monday
constexpr base::Time kSecond{1'788'307'200};  // 2026-09-02T00:00:00Z
constexpr base::Time kSecondEnd{kSecond.seconds + 14 * kDay};
constexpr std::uint64_t kDelivery = 90;
constexpr std::uint64_t kMove = 91;

constexpr std::array<std::string_view, kRepairKinds> kRepairNames{"dimm", "psu", "drive", "nic",
                                                                  "board"};
constexpr std::array<std::string_view, kRepairKinds> kRepairCodes{
    R"("inventory.dimm.replaced")", R"("inventory.psu.replaced")", R"("inventory.drive.replaced")",
    R"("inventory.nic.replaced")", R"("inventory.board.replaced", "inventory.nic.replaced")"};

base::Time week_of(unsigned week) {
  return {kFirst.seconds + static_cast<std::int64_t>(week) * kWeek};
}

// Texts are those of this folder's tables, which hold no quotes; a comma needs them.
std::string field(std::string_view text) {
  return text.find(',') == std::string_view::npos ? std::string(text) : fmt::format("\"{}\"", text);
}

struct Row {
  std::string uuid;
  std::string_view tenant;
  base::Time from;
};

// The server's history: what it was received as, and each day on which that changed.
std::vector<Row> history_of(const Plan& plan, const Machine& m, base::Time received) {
  // A few in a hundred change hands within the house.
  Random move(stream(plan.options.seed, kMove, m.index));
  const std::string_view tenant = tenants()[m.rack->tenant];
  std::vector<Row> out{{uuid_text(m.uuid), tenant, received}};
  const std::string_view taker = move.pick(tenants());
  const auto days = static_cast<std::uint64_t>((kSecond.seconds - received.seconds) / kDay);
  if (move.chance(35'000) && taker != tenant)
    out.push_back({out[0].uuid,
                   taker,
                   {received.seconds + static_cast<std::int64_t>(move.between(60, days)) * kDay}});
  if (plan.options.collections < 2) return out;
  for (const Repair& r : repairs_of(plan, m.index)) {
    if (r.kind != RepairKind::board) continue;
    // A new board has a new UUID; who has the server does not change by it.
    const std::string uuid = uuid_text(make_machine(plan, m.index, 1).uuid);
    const base::Time when = week_of(r.week);
    const bool before_move = out.size() > 1 && when < out[1].from;
    if (out.size() > 1 && when <= out[1].from) out[1].uuid = uuid;
    if (before_move)
      out.insert(std::next(out.begin()), {uuid, tenant, when});
    else if (out.back().from < when)
      out.push_back({uuid, out.back().tenant, when});
  }
  return out;
}

void write_rows(const Plan& plan, std::uint64_t index, std::string& out) {
  const Machine m = make_machine(plan, index, 0);
  Random delivery(stream(plan.options.seed, kDelivery, index));
  const base::Time received{m.lot->received.seconds +
                            static_cast<std::int64_t>(delivery.below(21)) * kDay};
  const auto history = history_of(plan, m, received);
  const auto day = [](base::Time time) { return base::to_rfc3339(time).substr(0, 10); };
  for (std::size_t i = 0; i < history.size(); ++i) {
    const Row& r = history[i];
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", m.id,
                   field(m.family->manufacturer), field(m.family->product),
                   m.family->revisions[m.lot->revision], m.lot->id, m.serial, r.uuid, day(received),
                   plan.sites[m.rack->site].name, roles()[m.order->role], r.tenant,
                   field(m.lot->acquired_with), day(r.from),
                   i + 1 < history.size() ? day(history[i + 1].from) : "");
  }
}

void record(std::string& out, std::string_view id, std::string_view servers, base::Time from,
            std::string_view codes, std::string_view digests, std::size_t number,
            std::string_view by) {
  fmt::format_to(std::back_inserter(out),
                 "[[change]]\nid = \"{}\"\nservers = [{}]\nfrom = {}\nto = {}\ncodes = [{}]\n", id,
                 servers, base::to_rfc3339(from), base::to_rfc3339(kSecondEnd), codes);
  if (!digests.empty()) fmt::format_to(std::back_inserter(out), "new_digests = [{}]\n", digests);
  fmt::format_to(std::back_inserter(out), "ticket = \"CHG-{}\"\nby = \"{}\"\n\n", 48'000 + number,
                 by);
}

// The tables that the new firmware brings, on every family and processor at the site.
std::string bios_digests(const Plan& plan) {
  crypto::HashEngine hash;
  std::map<std::string, bool> known;
  std::string out;
  for (const Lot& lot : plan.lots) {
    const std::uint64_t last = lot.first_rack + (lot.count - 1) / lot.per_rack;
    bool there = false;
    for (std::uint64_t rack = lot.first_rack; rack <= last; ++rack)
      there = there || plan.racks[rack].site == plan.bios_site;
    if (!there) continue;
    for (const Order& order : lot.orders)
      for (const AcpiTable& table : acpi_tables(lot.family, kBiosVersions - 1, order.cpu)) {
        auto hex = hash.hash(crypto::HashAlg::sha256, table.bytes).hex();
        if (!known.emplace(hex, true).second) continue;
        out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", hex);
      }
  }
  return out;
}

}  // namespace

std::string asset_rows(const Plan& plan, std::uint64_t from, std::uint64_t to) {
  std::string out;
  for (std::uint64_t i = from; i < to; ++i) write_rows(plan, i, out);
  return out;
}

std::string changes_toml(const Plan& plan) {
  std::string out =
      "# What was planned and done between the collections. A record holds until the next "
      "collection\n"
      "# has seen its result.\n\n";
  if (plan.options.collections < 2) return out;
  std::map<std::pair<unsigned, std::size_t>, std::string> servers;  // by week and kind
  for (std::uint64_t i = 0; i < plan.options.servers; ++i)
    for (const Repair& r : repairs_of(plan, i)) {
      std::string& list = servers[{r.week, static_cast<std::size_t>(r.kind)}];
      list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", server_id(plan, i));
    }
  std::size_t number = 0;
  for (const auto& [key, list] : servers)
    record(out,
           fmt::format("repair-{}-{}", kRepairNames[key.second],
                       base::to_rfc3339(week_of(key.first)).substr(0, 10)),
           list, week_of(key.first), kRepairCodes[key.second], "", ++number, "site hands");
  if (plan.bmc_site == plan.sites.size()) return out;
  record(out, "bmc-" + plan.sites[plan.bmc_site].name,
         fmt::format("\"{}-*\"", plan.sites[plan.bmc_site].name), week_of(10),
         R"("inventory.bmc.version")", "", ++number, "firmware team");
  record(out, "bios-" + plan.sites[plan.bios_site].name,
         fmt::format("\"{}-*\"", plan.sites[plan.bios_site].name), week_of(14),
         R"("inventory.bios.version", "inventory.acpi.changed")", bios_digests(plan), ++number,
         "firmware team");
  return out;
}

std::string planted_json(const Plan& plan) {
  using formats::json::Value;
  Value out = Value::array();
  for (const auto& [server, kind] : plan.plants) {
    const Machine m = make_machine(plan, server, plan.options.collections - 1);
    out.push_back({{"server", m.id}, {"kind", name(kind)}, {"what", m.plant_what}});
  }
  return formats::json::to_text(out) + "\n";
}

base::Time collected(const Plan& plan, std::uint64_t server, unsigned collection) {
  // Racks one after another over ten days, a server every few seconds.
  const Lot& lot = plan.lot_of(server);
  const std::uint64_t rack = lot.first_rack + (server - lot.first) / lot.per_rack;
  const auto offset = static_cast<std::int64_t>(
      (rack * 613 + (server - lot.first) % lot.per_rack * 17) % (10 * kDay));
  return {(collection == 0 ? kFirst : kSecond).seconds + 6 * 3600 + offset};
}

std::string_view collection_name(unsigned collection) noexcept {
  return collection == 0 ? "2026-03" : "2026-09";
}

}  // namespace assay::simulate
