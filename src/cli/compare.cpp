// assay compare: what differs between a golden and an observed artefact, and why it matters.
#include <algorithm>
#include <fmt/format.h>

#include "appraise/compare_boot.h"
#include "appraise/compare_firmware.h"
#include "appraise/compare_inventory.h"
#include "base/text.h"
#include "cli/image_pages.h"
#include "cli/verbs.h"
#include "evidence/bundle.h"
#include "inspect/firmware_images.h"
#include "inspect/inventory/inspect_inventory.h"

namespace assay::cli {
namespace {

using appraise::Comparison;
using appraise::Difference;
using formats::json::Value;

struct Options {
  std::string golden, observed, html, fail_on = "warning";
  bool json = false;
};

Value to_json(const Difference& d) {
  return {{"what", d.what},
          {"change", d.change},
          {"path", d.path},
          {"golden", d.change == "added" ? Value(nullptr) : Value(d.golden)},
          {"observed", d.change == "removed" ? Value(nullptr) : Value(d.observed)},
          {"severity", evidence::name(d.severity)},
          {"why", d.why}};
}

Value to_json(const std::vector<Comparison>& all) {
  Value out{{"kind", all.size() == 1 ? all.front().kind : "evidence"},
            {"same", true},
            {"differences", Value::array()},
            {"notes", Value::array()}};
  for (const auto& c : all) {
    for (const auto& d : c.differences) out["differences"].push_back(to_json(d));
    for (const auto& n : c.notes) out["notes"].push_back(n);
  }
  out["same"] = out["differences"].empty();
  return out;
}

void print_text(const Context& c, const Comparison& comparison) {
  std::string_view told;  // a reason is told once for a row of differences that share it
  for (const auto& d : comparison.differences) {
    if (comparison.folded(d)) continue;
    c.print(fmt::format(
        "{} {:<8} {}\n",
        report::colored(report::padded(evidence::name(d.severity), 9), d.severity, c.style()),
        d.change, d.path));
    const auto indented = [&](std::string_view key, std::string_view text) {
      if (text.empty()) return;
      c.print(fmt::format("          {:<9} {}\n", key,
                          report::wrapped(text, 100, "                    ")));
    };
    if (comparison.kind != "tcg.eventlog") indented("what", d.what);
    indented("golden", d.golden);
    indented("observed", d.observed);
    indented("so", d.so);
    if (d.why != told) indented("why", d.why);
    told = d.why;
  }
  for (const auto& note : comparison.notes) c.print(report::wrapped(note, 110, "") + "\n");
  c.print(comparison.summary + "\n");
}

using Images = std::vector<inspect::FirmwareImage>;

// Images of one name, or the only one on each side.
base::Result<void> compare_images(const Context& c, const Images& was, const Images& now,
                                  std::vector<Comparison>& out) {
  const auto one = [&](const inspect::FirmwareImage& a,
                       const inspect::FirmwareImage& b) -> base::Result<void> {
    ASSAY_TRY(const auto x, inspect::image_items(a, c.images));
    ASSAY_TRY(const auto y, inspect::image_items(b, c.images));
    out.push_back(appraise::compare_firmware(b.kind, x.items, y.items));
    return {};
  };
  if (was.size() == 1 && now.size() == 1) return one(was.front(), now.front());
  for (const auto& a : was)
    for (const auto& b : now)
      if (a.path == b.path) ASSAY_CHECK(one(a, b));
  return {};
}

// Every discipline of which both sides hold something.
base::Result<std::vector<Comparison>> compare(const Context& c, const evidence::Bundle& golden,
                                              const evidence::Bundle& observed) {
  std::vector<Comparison> out;
  crypto::HashEngine hash;
  if (appraise::has_event_log(golden) && appraise::has_event_log(observed)) {
    ASSAY_TRY(auto boots, appraise::compare_boots(golden, observed, hash));
    out.push_back(std::move(boots));
  }
  const Images was = inspect::firmware_images(golden);
  const Images now = inspect::firmware_images(observed);
  ASSAY_CHECK(compare_images(c, was, now, out));
  using inspect::inventory::has_inventory;
  if (has_inventory(golden) && has_inventory(observed))
    out.push_back(appraise::compare_inventories(inspect::inventory::inspect_inventory(golden),
                                                inspect::inventory::inspect_inventory(observed)));
  if (!out.empty()) return out;
  if (was.empty() != now.empty())
    return base::in_file(
        {base::ErrorKind::refused,
         "compare: no firmware image that Assay knows, but the other side has one"},
        was.empty() ? golden.source : observed.source);
  const auto& lacking =
      appraise::has_event_log(golden) || has_inventory(golden) ? observed : golden;
  return base::in_file(
      {base::ErrorKind::refused,
       "compare: expected a TCG event log, a firmware image or an inventory (SMBIOS, "
       "dmidecode, PCI, Redfish, …) that the other side has too"},
      lacking.source);
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto fail_on, parse_fail_on(o.fail_on));
  ASSAY_TRY(const auto golden, evidence::load(c.fs, o.golden));
  ASSAY_TRY(const auto observed, evidence::load(c.fs, o.observed));
  ASSAY_TRY(const auto compared, compare(c, golden, observed));
  if (!o.html.empty()) ASSAY_CHECK(write_diff_page(c, golden, observed, o.html));
  if (o.json) {
    c.print_json(to_json(compared));
  } else {
    for (const auto& comparison : compared) print_text(c, comparison);
  }
  const bool hit =
      !fail_on.never && std::ranges::any_of(compared, [&](const Comparison& comparison) {
        return std::ranges::any_of(comparison.differences, [&](const Difference& d) {
          return d.severity >= fail_on.severity;
        });
      });
  return hit ? kFound : kOk;
}

}  // namespace

void add_compare(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("compare", "say what differs between two artefacts and why it matters");
  verb->add_option("golden", o->golden, "the known-good one: an artefact, or evidence")->required();
  verb->add_option("observed", o->observed, "the one in question")->required();
  verb->add_option("--fail-on", o->fail_on,
                   "exit 1 at or above: info, warning (default), critical, never");
  verb->add_option("--html", o->html,
                   "write two firmware images beside each other as one HTML file");
  verb->add_flag("--json", o->json, "print one JSON object");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
