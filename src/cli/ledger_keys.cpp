// assay ledger rotate-key and lose-key: what becomes of a key, as a leaf that strangers can check.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "cli/trust.h"
#include "ledger/writer.h"
#include "proof/key_record.h"

namespace assay::cli {
namespace {

struct Options {
  std::string folder, use = "statement", old_key, new_key, lost, why, since, output;
  bool json = false;
};

base::Result<int> log_record(const Context& c, const Options& o, ledger::LeafType type,
                             const std::string& note) {
  ASSAY_TRY(const auto writer, ledger::Writer::open(c.fs, o.folder));
  ASSAY_TRY(const auto done, writer->append({{type, bytes::as_bytes(note)}}));
  if (!o.output.empty()) ASSAY_CHECK(c.fs.write_atomically(o.output, bytes::as_bytes(note)));
  if (o.json) {
    c.print_json({{"leaf", done.first}, {"type", ledger::name(type)}, {"record", note}});
  } else {
    c.print(fmt::format("leaf {} of {}\n", done.first, base::printable(o.folder, 200)));
  }
  return kOk;
}

base::Result<int> rotate(const Options& o, const Context& c) {
  ASSAY_TRY(const auto old_key, read_signing_key(c, o.old_key));
  ASSAY_TRY(const auto new_key, read_signing_key(c, o.new_key));
  ASSAY_TRY(const auto note, proof::sign_rotation({.use = o.use,
                                                   .old_key = old_key.verifier,
                                                   .new_key = new_key.verifier,
                                                   .at = c.clock.now(),
                                                   .why = o.why},
                                                  old_key, new_key));
  return log_record(c, o, ledger::LeafType::key_rotation, note);
}

base::Result<int> lose(const Options& o, const Context& c) {
  ASSAY_TRY(const auto text, c.fs.read(o.lost, 4096));
  const auto key = proof::parse_verifier_key(bytes::as_chars(text));
  if (!key)
    return base::in_file({base::ErrorKind::usage,
                          "expected the lost key's verifier key, as `assay key new` printed it"},
                         o.lost);
  ASSAY_TRY(const auto since, parse_as_of(c, o.since));
  // The ledger's key signs: whoever has lost a key cannot sign with it.
  ASSAY_TRY(const auto own, read_signing_key(c, ledger::Layout{o.folder}.signing_key().string()));
  ASSAY_TRY(
      const auto note,
      proof::sign_loss(
          {.use = o.use, .key = *key, .since = since, .at = c.clock.now(), .why = o.why}, own));
  return log_record(c, o, ledger::LeafType::key_loss, note);
}

void add_common(CLI::App& verb, Options& o) {
  verb.add_option("ledger", o.folder, "the ledger's folder")->required();
  verb.add_option("--use", o.use,
                  "what the key is for: statement (default), collector, enroller, challenger, "
                  "witness, log or ear");
  verb.add_option("--why", o.why, "the reason, in one line")->required();
  verb.add_option("-o,--output", o.output, "write the record to this file as well");
  verb.add_flag("--json", o.json, "print one JSON object");
}

}  // namespace

void add_ledger_keys(CLI::App& ledger, const Context& context, int& code) {
  auto r = std::make_shared<Options>();
  CLI::App* rotation =
      ledger.add_subcommand("rotate-key", "log that a key takes another's place, signed by both");
  add_common(*rotation, *r);
  rotation->add_option("--old", r->old_key, "the signing key whose place is taken")->required();
  rotation->add_option("--new", r->new_key, "the signing key that takes it")->required();
  run_verb(*rotation, context, code, [r, &context] { return rotate(*r, context); });
  auto l = std::make_shared<Options>();
  CLI::App* loss = ledger.add_subcommand(
      "lose-key", "log that a key is lost, and must not be believed from now on");
  add_common(*loss, *l);
  loss->add_option("--key", l->lost, "file with the lost key's verifier key")->required();
  loss->add_option("--since", l->since,
                   "from when on somebody else may have it (RFC 3339); default: now");
  run_verb(*loss, context, code, [l, &context] { return lose(*l, context); });
}

}  // namespace assay::cli
