// assay ledger witness and fsck: the second party's look at a ledger, and the thorough one.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "ledger/fsck.h"
#include "ledger/witness.h"
#include "ledger/writer.h"
#include "proof/cosignature.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct WitnessOptions {
  std::string folder, key, state, log;
  bool attach = false, json = false;
};

std::string_view name(ledger::Witnessed outcome) {
  switch (outcome) {
    case ledger::Witnessed::cosigned:
      return "cosigned";
    case ledger::Witnessed::smaller:
      return "smaller";
    case ledger::Witnessed::split_view:
      return "split-view";
  }
  return "";
}

base::Result<int> witness(const WitnessOptions& o, const Context& c) {
  ASSAY_TRY(const auto key, read_signing_key(c, o.key));
  // Nothing is to be appended between the head that is cosigned and the line's place below it.
  std::unique_ptr<ledger::Writer> writer;
  if (o.attach) {
    ASSAY_TRY(writer, ledger::Writer::open(c.fs, o.folder));
  }
  ASSAY_TRY(auto reader, ledger::Reader::open(c.fs, o.folder));
  auto log = reader.log_key();
  if (!o.log.empty()) {
    ASSAY_TRY(const auto text, c.fs.read(o.log, 4096));
    auto given = proof::parse_verifier_key(bytes::as_chars(text));
    if (!given) return base::in_file(std::move(given).error(), o.log);
    log = *std::move(given);
  }
  ASSAY_TRY(auto second, ledger::Witness::open(c.fs, o.state, key));
  ASSAY_TRY(const auto report,
            second.see(
                reader.head_text(), log,
                [&](std::uint64_t from, std::uint64_t to) { return reader.consistency(from, to); },
                c.clock.now()));
  const bool good = report.outcome == ledger::Witnessed::cosigned;
  const auto cosigner = proof::to_string(proof::cosigner_of(key.verifier));
  if (good && o.attach) {
    if (report.first != report.line) ASSAY_CHECK(writer->add_cosignature(report.first, cosigner));
    ASSAY_CHECK(writer->add_cosignature(report.line, cosigner));
  }
  if (o.json) {
    Value out;
    out["outcome"] = name(report.outcome);
    out["head"] = to_json(report.head);
    out["seen"] = report.seen ? to_json(*report.seen) : Value(nullptr);
    out["witness"] = cosigner;
    out["cosignature"] = good ? Value(report.line) : Value(nullptr);
    out["why"] = good ? Value(nullptr) : Value(report.why);
    c.print_json(out);
  } else {
    c.print(good ? report.line : "refused: " + report.why + "\n");
  }
  return good ? kOk : kFound;
}

struct FsckVerbOptions {
  std::string folder, against;
  unsigned jobs = 0;
  bool public_only = false, json = false;
};

base::Result<int> fsck(const FsckVerbOptions& o, const Context& c) {
  ledger::FsckOptions options{.jobs = o.jobs, .owners = !o.public_only, .against = {}};
  if (!o.against.empty()) {
    ASSAY_TRY(options.against, read_head(c, o.against));
  }
  ASSAY_TRY(const auto report, ledger::fsck(c.fs, o.folder, options));
  if (o.json) {
    Value out;
    out["origin"] = base::printable(report.origin);
    out["size"] = report.size;
    out["records"] = report.records;
    out["objects"] = report.objects;
    out["files"] = report.files;
    out["problems"] = Value::array();
    for (const auto& p : report.problems)
      out["problems"].push_back({{"file", base::printable(p.file)},
                                 {"offset", p.offset ? Value(*p.offset) : Value(nullptr)},
                                 {"what", p.what}});
    out["more"] = report.more;
    c.print_json(out);
  } else {
    std::string text;
    for (const auto& p : report.problems)
      text += p.offset ? fmt::format("{}: offset {} (0x{:x}): {}\n", base::printable(p.file),
                                     *p.offset, *p.offset, p.what)
                       : fmt::format("{}: {}\n", base::printable(p.file), p.what);
    if (report.more) text += "… and more\n";
    text += fmt::format("{}, {}, {}: {}\n", base::counted(report.size, "leaf", "leaves"),
                        base::counted(report.records, "record"),
                        base::counted(report.objects, "object"),
                        report.problems.empty() ? std::string("whole")
                                                : base::counted(report.problems.size(), "problem"));
    c.print(text);
  }
  return report.problems.empty() ? kOk : kFound;
}

}  // namespace

void add_ledger_witness(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<WitnessOptions>();
  CLI::App* verb = ledger.add_subcommand(
      "witness", "cosign the head as a second party, if it extends what this witness saw before");
  verb->add_option("ledger", o->folder, "the ledger's folder, or a copy of its public files")
      ->required();
  verb->add_option("--key", o->key, "the witness's signing key, made by `assay key new`")
      ->required();
  verb->add_option("--state", o->state, "the witness's own folder: the last head that it saw")
      ->required();
  verb->add_option("--log", o->log,
                   "file with the ledger's verifier key; default: the one in the ledger's folder");
  verb->add_flag("--attach", o->attach, "add the cosignature to the ledger's checkpoint");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return witness(*o, context); });
}

void add_ledger_fsck(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<FsckVerbOptions>();
  CLI::App* verb =
      ledger.add_subcommand("fsck", "hash everything again and name each file that is wrong");
  verb->add_option("ledger", o->folder, "the ledger's folder, or a copy of its public files")
      ->required();
  verb->add_option("--against", o->against, "a signed head seen earlier, which this must extend");
  verb->add_flag("--public", o->public_only, "leave the owner's records and objects out");
  verb->add_option("--jobs", o->jobs, "threads; default: one a core");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return fsck(*o, context); });
}

}  // namespace assay::cli
