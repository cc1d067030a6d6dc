// assay compare: what differs between a golden and an observed artefact, and why it matters.
#include <algorithm>
#include <fmt/format.h>

#include "appraise/departure_findings.h"
#include "appraise/word_difference.h"
#include "base/text.h"
#include "cli/verbs.h"
#include "evidence/bundle.h"
#include "evidence/finding_codes.h"
#include "inspect/bundle_views.h"
#include "reference/departure.h"
#include "reference/learn.h"

namespace assay::cli {
namespace {

using formats::json::Value;
using reference::Change;
using reference::Departure;

struct Options {
  std::string golden, observed, fail_on = "warning";
  bool json = false;
};

std::string_view name(Change change) {
  switch (change) {
    case Change::added:
      return "added";
    case Change::removed:
      return "removed";
    case Change::changed:
      break;
  }
  return "modified";
}

// A log alone: neither a quote nor an AK is asked for.
base::Result<inspect::boot::BootResult> read_log(const Context& c, const evidence::Bundle& bundle,
                                                 crypto::HashEngine& hash) {
  static_cast<void>(c);
  inspect::boot::BootEvidence e;
  e.event_log = inspect::boot_evidence(bundle).event_log;
  if (!e.event_log.given())
    return base::in_file({base::ErrorKind::refused, "compare: no TCG event log in it"},
                         bundle.source);
  auto result = inspect::boot::inspect_event_log(e, {.hash = hash, .nonces = {}, .as_of = {}});
  if (!result.log)
    return base::in_file({base::ErrorKind::malformed, result.findings.front().why}, bundle.source);
  return result;
}

std::string why(const Departure& d) {
  const auto* row = evidence::find_code(appraise::departure_code(d.pcr, d.type, d.what));
  std::string text = row != nullptr ? std::string(row->meaning) : std::string{};
  if (!d.words_proven) text += " The observed event's words are not what was measured.";
  return text;
}

evidence::Severity severity(const Departure& d) {
  const auto* row = evidence::find_code(appraise::departure_code(d.pcr, d.type, d.what));
  return row != nullptr ? row->severity : evidence::Severity::warning;
}

std::string path(const Departure& d) {
  return d.event ? fmt::format("PCR {}/event {}", d.pcr, *d.event) : fmt::format("PCR {}", d.pcr);
}

Value to_json(const Departure& d) {
  return {{"what", d.what},
          {"change", name(d.change)},
          {"path", path(d)},
          {"golden", d.change == Change::added ? Value(nullptr) : Value(d.was)},
          {"observed", d.change == Change::removed ? Value(nullptr) : Value(d.now)},
          {"severity", evidence::name(severity(d))},
          {"why", why(d)}};
}

void print_text(const Context& c, const std::vector<Departure>& departures) {
  for (const auto& d : departures) {
    c.print(fmt::format(
        "{} {:<8} {}\n",
        report::colored(report::padded(evidence::name(severity(d)), 9), severity(d), c.style()),
        name(d.change), path(d)));
    const auto indented = [&](std::string_view key, std::string_view text) {
      c.print(fmt::format("          {:<9} {}\n", key,
                          report::wrapped(text, 100, "                    ")));
    };
    if (d.change != Change::added) indented("golden", d.was);
    if (d.change != Change::removed) indented("observed", d.now);
    if (d.change == Change::changed && d.was != d.now)
      indented("so", appraise::word_difference(d.was, d.now));
    if (d.change == Change::changed && d.was == d.now) indented("so", "same name, other content");
    indented("why", why(d));
  }
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto fail_on, parse_fail_on(o.fail_on));
  crypto::HashEngine hash;
  ASSAY_TRY(const auto golden, evidence::load(c.fs, o.golden));
  ASSAY_TRY(const auto observed, evidence::load(c.fs, o.observed));
  ASSAY_TRY(const auto golden_log, read_log(c, golden, hash));
  ASSAY_TRY(const auto observed_log, read_log(c, observed, hash));
  for (const auto* log : {&golden_log, &observed_log})
    if (log->log->broken)
      return base::in_file(bytes::to_error(*log->log->broken),
                           log == &golden_log ? o.golden : o.observed);
  reference::BootLearner learner("golden");
  ASSAY_CHECK(learner.add(o.golden, golden_log));
  ASSAY_TRY(const auto reference, std::move(learner).finish());
  const auto comparison = reference::compare(reference, reference::ObservedBoot(observed_log));
  if (comparison.bank == crypto::HashAlg::none)
    return base::in_file(
        {base::ErrorKind::refused, "compare: the two logs share no bank of digests"}, o.observed);
  const auto& departures = comparison.departures;
  if (o.json) {
    Value out{
        {"kind", "tcg.eventlog"}, {"same", departures.empty()}, {"differences", Value::array()}};
    for (const auto& d : departures) out["differences"].push_back(to_json(d));
    c.print_json(out);
  } else {
    print_text(c, departures);
    c.print(departures.empty() ? std::string("The two boots measured the same.\n")
                               : fmt::format("{} in the {} bank.\n",
                                             base::counted(departures.size(), "difference"),
                                             crypto::name(comparison.bank)));
  }
  const bool hit = !fail_on.never && std::ranges::any_of(departures, [&](const auto& d) {
    return severity(d) >= fail_on.severity;
  });
  return hit ? kFound : kOk;
}

}  // namespace

void add_compare(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("compare", "say what differs between two artefacts and why it matters");
  verb->add_option("golden", o->golden, "the known-good one: a log, or evidence that holds one")
      ->required();
  verb->add_option("observed", o->observed, "the one in question")->required();
  verb->add_option("--fail-on", o->fail_on,
                   "exit 1 at or above: info, warning (default), critical, never");
  verb->add_flag("--json", o->json, "print one JSON object");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
