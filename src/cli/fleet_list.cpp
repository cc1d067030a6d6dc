// assay fleet ls and rare: all servers, and those that stand out.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/fleet.h"
#include "fleet/rare.h"
#include "report/finding_json.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct ListOptions {
  FleetOptions fleet;
  fleet::ServerFilter filter;
};

base::Result<int> list(const ListOptions& o, const Context& c) {
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto servers, index->servers(o.filter));
  if (o.fleet.json) {
    // Piece by piece: a million servers need no tree in memory.
    c.print("{\"servers\":[");
    for (std::size_t i = 0; i < servers.size(); ++i) {
      c.print(i == 0 ? "\n" : ",\n");
      c.print(formats::json::to_text(to_json(servers[i]), -1));
    }
    c.print("\n]}\n");
    return kOk;
  }
  std::size_t width = 8;
  for (const auto& v : servers) width = std::max(width, report::columns(v.server.id));
  width = std::min<std::size_t>(width, 40);
  for (const auto& v : servers)
    c.print(fmt::format("{} {} {} {}{}{}\n",
                        report::padded(base::printable(v.server.id, 120), width + 1),
                        report::padded(appraise::name(v.server.verdict), 16),
                        base::to_rfc3339({v.server.last_seen}),
                        base::printable(v.group.name.empty() ? "-" : v.group.name, 120),
                        v.asset.lot.empty() ? "" : "  lot " + base::printable(v.asset.lot, 60),
                        v.asset.site.empty() ? "" : "  at " + base::printable(v.asset.site, 60)));
  c.print(base::counted(servers.size(), "server") + "\n");
  return kOk;
}

struct RareOptions {
  FleetOptions fleet;
  std::string fail_on = "warning";
};

base::Result<int> rare(const RareOptions& o, const Context& c) {
  ASSAY_TRY(const auto fail_on, parse_fail_on(o.fail_on));
  ASSAY_TRY(const auto index, open_fleet(o.fleet));
  ASSAY_TRY(const auto found, fleet::find_rare(*index));
  if (o.fleet.json) {
    c.print("{\"servers\":[");
    bool first = true;
    for (const auto& [id, findings] : found.servers) {
      Value server;
      server["id"] = id;
      server["findings"] = report::to_json(std::span(findings));
      c.print(std::exchange(first, false) ? "\n" : ",\n");
      c.print(formats::json::to_text(server, -1));
    }
    c.print("\n]}\n");
  } else {
    for (const auto& [id, findings] : found.servers) {
      c.print(base::printable(id, 120) + "\n");
      for (const auto& f : findings) c.print(report::to_text(f, c.style(), "  "));
    }
    c.print(fmt::format("{} with findings; {} compared in {}, {} facts tested{}\n",
                        base::counted(found.servers.size(), "server"), found.rarity.compared,
                        base::counted(found.rarity.groups, "group"), found.rarity.tested,
                        found.rarity.too_few == 0
                            ? std::string{}
                            : fmt::format("; {} too small to call anything rare",
                                          base::counted(found.rarity.too_few, "group"))));
  }
  const bool hit = std::ranges::any_of(found.servers, [&](const auto& s) {
    return std::ranges::any_of(s.second, [&](const auto& f) { return fail_on.hit(f); });
  });
  return hit ? kFound : kOk;
}

}  // namespace

void add_fleet_ls(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<ListOptions>();
  CLI::App* verb = fleet.add_subcommand("ls", "list the servers of the index");
  add_fleet_options(*verb, o->fleet);
  verb->add_option("--product", o->filter.product, "only servers that say they are this product");
  verb->add_option("--lot", o->filter.lot, "only servers of this lot, by the asset register");
  verb->add_option("--site", o->filter.site, "only servers at this site, by the asset register");
  run_verb(*verb, context, code, [o, &context] { return list(*o, context); });
}

void add_fleet_rare(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<RareOptions>();
  CLI::App* verb = fleet.add_subcommand(
      "rare", "what is rare among siblings, and what stands open against a server");
  add_fleet_options(*verb, o->fleet);
  verb->add_option("--fail-on", o->fail_on,
                   "exit 1 at or above: info, warning (default), critical, never");
  run_verb(*verb, context, code, [o, &context] { return rare(*o, context); });
}

}  // namespace assay::cli
