// assay fleet show and diff: all that the index holds of one server, and what two hold differently.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/fleet.h"
#include "fleet/difference.h"
#include "report/finding_json.h"

namespace assay::cli {
namespace {

using fleet::IndexReader;
using formats::json::Value;

// One server's rows need no second thread, and starting it costs more than it brings.
constexpr unsigned kThreads = 1;

struct Options {
  FleetOptions fleet;
  std::string first, second;
};

struct Known {
  fleet::ServerView view;
  IndexReader::History history;
};

base::Result<Known> look_up(IndexReader& index, const std::string& id) {
  ASSAY_TRY(auto view, index.server(id));
  if (!view)
    return base::fail(base::ErrorKind::usage,
                      fmt::format("the index knows no server \"{}\" (assay fleet ls lists them)",
                                  base::printable(id, 200)));
  ASSAY_TRY(auto history, index.history(view->server.server));
  return Known{std::move(*view), std::move(history)};
}

std::string day(fleet::Seconds at) { return base::to_rfc3339({at}).substr(0, 10); }

std::string_view word(fleet::Origin origin) {
  switch (origin) {
    case fleet::Origin::history:
      return "history";
    case fleet::Origin::assets:
      return "assets";
    case fleet::Origin::siblings:
      return "siblings";
    case fleet::Origin::evidence:
      break;
  }
  return "evidence";
}

Value show_json(const Known& k) {
  Value out = to_json(k.view);
  out["evidence"] = Value::array();
  for (const auto& e : k.history.evidence)
    out["evidence"].push_back({{"sha256", e.sha256},
                               {"path", base::printable(e.path)},
                               {"collected", time_json(e.at)},
                               {"collected_stated", e.at_stated},
                               {"verdict", appraise::name(e.verdict)}});
  out["components"] = Value::array();
  for (const auto& h : k.history.holdings)
    out["components"].push_back(
        {{"kind", evidence::name(h.fact.kind)},
         {"source", evidence::name(h.fact.source)},
         {"name", h.fact.name},
         {"value", h.fact.value},
         {"place", h.fact.place},
         {"serial", h.fact.serial},
         {"since", time_json(h.holding.since)},
         {"until", time_json(h.holding.until)},
         {"cite", {{"artefact", h.fact.cite.artefact}, {"at", h.fact.cite.at}}}});
  out["findings"] = Value::array();
  for (const auto& row : k.history.findings) {
    Value f = report::to_json(row.finding);
    f["origin"] = word(row.origin);
    f["since"] = row.origin == fleet::Origin::assets ? Value(nullptr) : time_json(row.since);
    f["until"] = time_json(row.until);
    out["findings"].push_back(std::move(f));
  }
  return out;
}

void show_text(const Known& k, const Context& c) {
  const auto& s = k.view.server;
  const auto line = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) c.print(fmt::format("  {:<10} {}\n", label, base::printable(text, 300)));
  };
  c.print(fmt::format("{}  {}\n", base::printable(s.id, 120), appraise::name(s.verdict)));
  line("is", k.view.group.name);
  line("serial", s.serial);
  line("board", s.board_serial);
  line("uuid", s.uuid);
  line("lot", k.view.asset.lot);
  line("site", k.view.asset.site);
  line("role", k.view.asset.role);
  line("tenant", k.view.asset.tenant);
  line("received", k.view.asset.received);
  c.print("Evidence\n");
  for (const auto& e : k.history.evidence)
    c.print(fmt::format("  {}{} {} {}\n", base::to_rfc3339({e.at}), e.at_stated ? " " : "?",
                        report::padded(appraise::name(e.verdict), 16),
                        base::printable(e.path, 300)));
  const auto table = [&](std::string_view title, bool current) {
    bool any = false;
    for (const auto& h : k.history.holdings) {
      if ((h.holding.until == fleet::kOpen) != current) continue;
      if (!std::exchange(any, true)) c.print(fmt::format("{}\n", title));
      c.print(fmt::format(
          "  {:<11} {} {} {}  {}{}\n", evidence::name(h.fact.source),
          report::padded(base::printable(h.fact.name, 40), 20),
          report::padded(base::printable(h.fact.value, 64), 32),
          report::padded(base::printable(h.fact.place, 40), 14),
          h.fact.serial.empty() ? "" : "serial " + base::printable(h.fact.serial, 60) + "  ",
          current ? "since " + day(h.holding.since)
                  : fmt::format("{} to {}", day(h.holding.since), day(h.holding.until))));
    }
  };
  table("Components", true);
  table("No longer there", false);
  if (!k.history.findings.empty()) c.print("Findings\n");
  for (const auto& row : k.history.findings) {
    if (row.until != fleet::kOpen) c.print(fmt::format("  (until {})\n", day(row.until)));
    c.print(report::to_text(row.finding, c.style(), "  "));
  }
}

base::Result<int> show(const Options& o, const Context& c) {
  ASSAY_TRY(const auto index, open_fleet(o.fleet, /*locked=*/false, kThreads));
  ASSAY_TRY(const auto known, look_up(*index, o.first));
  if (o.fleet.json)
    c.print_json(show_json(known));
  else
    show_text(known, c);
  return kOk;
}

base::Result<int> diff(const Options& o, const Context& c) {
  ASSAY_TRY(const auto index, open_fleet(o.fleet, /*locked=*/false, kThreads));
  ASSAY_TRY(const auto first, look_up(*index, o.first));
  ASSAY_TRY(const auto second, look_up(*index, o.second));
  const auto found = fleet::difference(first.history, second.history);
  if (o.fleet.json) {
    Value out;
    out["first"] = o.first;
    out["second"] = o.second;
    out["same"] = found.all.empty();
    out["differences"] = Value::array();
    for (const auto& d : found.all)
      out["differences"].push_back(
          {{"kind", evidence::name(d.kind)},
           {"source", evidence::name(d.source)},
           {"name", d.name},
           {"place", d.place},
           {"first", d.first.empty() ? Value(nullptr) : Value(d.first)},
           {"second", d.second.empty() ? Value(nullptr) : Value(d.second)}});
    out["not_compared"] = Value::array();
    for (const auto source : found.only_one) out["not_compared"].push_back(evidence::name(source));
    c.print_json(out);
  } else {
    for (const auto& d : found.all)
      c.print(fmt::format("{:<11} {}{}\n  - {}\n  + {}\n", evidence::name(d.source),
                          base::printable(d.name, 100),
                          d.place.empty() ? "" : " in " + base::printable(d.place, 100),
                          d.first.empty() ? "nothing" : base::printable(d.first, 300),
                          d.second.empty() ? "nothing" : base::printable(d.second, 300)));
    for (const auto source : found.only_one)
      c.print(fmt::format("{}: only one of the two was seen this way, so it was not compared\n",
                          evidence::name(source)));
    c.print(found.all.empty()
                ? std::string("no difference\n")
                : fmt::format("{} (- {}, + {})\n", base::counted(found.all.size(), "difference"),
                              base::printable(o.first, 120), base::printable(o.second, 120)));
  }
  return found.all.empty() ? kOk : kFound;
}

}  // namespace

void add_fleet_show(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      fleet.add_subcommand("show", "one server: what it is, its parts, their history, findings");
  verb->add_option("id", o->first, "the server's id")->required();
  add_fleet_options(*verb, o->fleet);
  run_verb(*verb, context, code, [o, &context] { return show(*o, context); });
}

void add_fleet_diff(CLI::App& fleet, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = fleet.add_subcommand("diff", "what two servers hold differently");
  verb->add_option("first", o->first, "a server's id")->required();
  verb->add_option("second", o->second, "another's")->required();
  add_fleet_options(*verb, o->fleet);
  run_verb(*verb, context, code, [o, &context] { return diff(*o, context); });
}

}  // namespace assay::cli
