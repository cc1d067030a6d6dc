// assay key new: a fresh Ed25519 key for signing manifests and enrolment records.
#include <fmt/format.h>

#include "bytes/text.h"
#include "cli/verbs.h"
#include "proof/cosignature.h"

namespace assay::cli {
namespace {

struct Options {
  std::string name, output;
  bool witness = false;
};

base::Result<int> run(const Options& o, const Context& c) {
  if (c.fs.type(o.output) != base::FileType::none)
    return base::in_file({base::ErrorKind::usage, "exists already; a key is never overwritten"},
                         o.output);
  ASSAY_TRY(const auto key, proof::new_signing_key(o.name));
  ASSAY_CHECK(c.fs.write_private(o.output, bytes::as_bytes(proof::to_string(key) + "\n")));
  c.print((o.witness ? proof::to_string(proof::cosigner_of(key.verifier))
                     : proof::to_string(key.verifier)) +
          "\n");
  return kOk;
}

}  // namespace

void add_key(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* key = app.add_subcommand("key", "make signing keys");
  key->require_subcommand(1);
  CLI::App* verb = key->add_subcommand("new", "write a fresh signing key; print its verifier key");
  verb->add_option("name", o->name, "the key's name, like collector.example.org")->required();
  verb->add_option("-o,--output", o->output, "the file for the private key (mode 0600)")
      ->required();
  verb->add_flag("--witness", o->witness,
                 "print the key as it cosigns ledgers, for a trust policy's witness line");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
