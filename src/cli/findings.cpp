// assay findings: the table of codes, as the Markdown of docs/findings.md or for one code in words.
#include <fmt/format.h>

#include "cli/verbs.h"
#include "evidence/finding_codes.h"

namespace assay::cli {
namespace {

struct Options {
  std::string code;
  bool markdown = false;
};

void print_markdown(const Context& c) {
  c.print(
      "# Findings\n\nEvery code that Assay can report, printed by `assay findings --markdown`. "
      "Codes are a contract: they "
      "are never\nrenamed or reused. *Blocks* says that a discipline is never `affirmed` while "
      "such a finding is open, "
      "whatever a policy\nsays of its severity.\n");
  std::string_view family;
  for (const auto& row : evidence::all_codes()) {
    if (evidence::family(row.code) != family) {
      family = evidence::family(row.code);
      c.print(fmt::format("\n## {}\n", family));
    }
    c.print(fmt::format("\n### {}\n\n{}{}. {}\n\n**Do:** {}\n", row.code,
                        evidence::name(row.severity), row.blocks_affirmed ? ", blocks" : "",
                        row.meaning, row.action));
  }
}

int run(const Options& o, const Context& c) {
  if (o.markdown) {
    print_markdown(c);
    return kOk;
  }
  bool any = false;
  for (const auto& row : evidence::all_codes()) {
    if (!o.code.empty() && row.code != o.code) continue;
    any = true;
    c.print(fmt::format("{:<32} {:<9} {}\n", row.code, evidence::name(row.severity), row.meaning));
    if (!o.code.empty()) c.print(fmt::format("do: {}\n", row.action));
  }
  if (!any)
    c.complain({base::ErrorKind::usage, fmt::format("no finding has the code \"{}\"", o.code)});
  return any ? kOk : kUsage;
}

}  // namespace

void add_findings(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("findings", "what a finding's code means and what to do");
  verb->add_option("code", o->code, "one code; default: all");
  verb->add_flag("--markdown", o->markdown, "as docs/findings.md");
  verb->callback([o, &context, &code] { code = run(*o, context); });
}

}  // namespace assay::cli
