// assay pack: a directory of evidence as one .evidence file, with a manifest, signed where a key is
// given.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/seal.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "evidence/bundle.h"
#include "evidence/packed.h"

namespace assay::cli {
namespace {

struct Options {
  std::string directory, output, key, server, collected;
};

base::Result<int> run(const Options& o, const Context& c) {
  if (c.fs.type(o.directory) != base::FileType::directory)
    return base::in_file({base::ErrorKind::usage, "is not a directory of evidence"}, o.directory);
  ASSAY_TRY(auto bundle, evidence::load(c.fs, o.directory));
  // What was altered after collection must not get a new, clean manifest.
  const bool altered = std::ranges::any_of(
      bundle.findings, [](const auto& f) { return f.severity == evidence::Severity::critical; });
  if (altered)
    return base::in_file({base::ErrorKind::refused, bundle.findings.front().why}, o.directory);
  for (const auto& f : bundle.findings) c.note(fmt::format("{}: note: {}", c.program, f.why));
  if (!bundle.manifest) {
    ASSAY_TRY(const auto collected, parse_as_of(c, o.collected));
    make_manifest(bundle, o.server.empty() ? bundle.server : o.server, collected);
  }
  ASSAY_CHECK(sign_manifest(c, o.key, bundle));
  ASSAY_TRY(const auto packed, evidence::pack(bundle));
  ASSAY_CHECK(c.fs.write_atomically(o.output, packed));
  c.note(fmt::format("{}: {} of {}, {} bytes", o.output,
                     base::counted(bundle.artefacts.size(), "artefact"),
                     base::printable(bundle.manifest->server, 200), packed.size()));
  return kOk;
}

}  // namespace

void add_pack(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("pack", "pack a directory of evidence into one .evidence file");
  verb->add_option("directory", o->directory, "the evidence")->required();
  verb->add_option("-o,--output", o->output, "the file to write")->required();
  verb->add_option("--key", o->key, "sign the manifest with this key (made by `assay key new`)");
  verb->add_option("--server", o->server,
                   "the server's id, where there is no manifest yet; default: the folder's name");
  verb->add_option(
      "--collected", o->collected,
      "when it was collected (RFC 3339), where there is no manifest yet; default: now");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
