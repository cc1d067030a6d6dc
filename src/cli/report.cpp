// assay report: one server's evidence as a document that other tools read; a fleet's assessment.
#include "cli/report.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "cli/verbs.h"
#include "evidence/bundle.h"
#include "inspect/inventory/from_hbom.h"
#include "inspect/inventory/inspect_inventory.h"

namespace assay::cli {
namespace {

struct Options {
  std::string evidence, output = "-";
  bool hbom = false;
};

base::Result<int> run(const Options& o, const Context& c) {
  if (!o.hbom || o.evidence.empty())
    return base::fail(base::ErrorKind::usage,
                      "report: expected EVIDENCE --hbom, or assessment --fleet DIR");
  ASSAY_TRY(const auto bundle, evidence::load(c.fs, o.evidence));
  const auto inventory = inspect::inventory::inspect_inventory(bundle);
  for (const auto& f : inventory.findings) c.note(fmt::format("{}: {}", f.code, f.why));
  if (inventory.components.empty())
    return base::in_file({base::ErrorKind::refused,
                          "report: no parts in it (expected SMBIOS, PCI, Redfish or the like)"},
                         o.evidence);
  const std::string text =
      formats::json::to_text(formats::hbom::to_json(inspect::inventory::to_hbom(inventory)), 2) +
      "\n";
  if (o.output == "-") {
    c.print(text);
    return kOk;
  }
  ASSAY_CHECK(c.fs.write_atomically(o.output, bytes::as_bytes(text)));
  return kOk;
}

}  // namespace

void add_report(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("report", "write documents for other tools and for people outside");
  verb->add_option("evidence", o->evidence, "a directory, a .evidence file or one artefact");
  verb->add_flag("--hbom", o->hbom, "its parts as a CycloneDX 1.6 bill of materials");
  verb->add_option("-o,--output", o->output, "file to write; default: standard output");
  add_report_assessment(*verb, context, code);
  verb->callback([o, verb, &context, &code] {
    if (!verb->get_subcommands().empty()) return;  // it has answered
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
