// assay ledger init and append: a new ledger, and records into one.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/lines.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "ledger/writer.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct InitOptions {
  std::string folder, origin, key;
  bool json = false;
};

base::Result<int> init(const InitOptions& o, const Context& c) {
  if (o.origin.empty() == o.key.empty())
    return base::fail(base::ErrorKind::usage, "give either --origin NAME or --key FILE");
  ASSAY_TRY(const auto key,
            o.key.empty() ? proof::new_signing_key(o.origin) : read_signing_key(c, o.key));
  ASSAY_TRY(const auto verifier, ledger::init(c.fs, o.folder, key));
  if (!o.json) {
    c.print(proof::to_string(verifier) + "\n");
    return kOk;
  }
  Value out;
  out["ledger"] = o.folder;
  out["origin"] = verifier.name;
  out["key"] = proof::to_string(verifier);
  c.print_json(out);
  return kOk;
}

struct AppendOptions {
  std::string folder, type;
  std::vector<std::string> files;
  bool lines = false, json = false;
};

struct Piece {
  bytes::ByteSpan record;
  const std::string* file;
};

// Batches as large as one may be; what is in the ledger when a later one fails stays in it.
base::Result<std::vector<ledger::Appended>> append_all(ledger::Writer& writer,
                                                       ledger::LeafType type,
                                                       const std::vector<Piece>& pieces) {
  std::vector<ledger::Appended> out;
  std::vector<ledger::NewRecord> batch;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i <= pieces.size(); ++i) {
    const bool end = i == pieces.size();
    const auto size = end ? 0 : pieces[i].record.size();
    if (!end && size > ledger::kMostRecord)
      return base::in_file({base::ErrorKind::usage,
                            fmt::format("a record of {} bytes, at most {} are logged; log its "
                                        "digest instead",
                                        size, ledger::kMostRecord)},
                           *pieces[i].file);
    if (end || batch.size() == ledger::kMostBatch || bytes + size > ledger::kMostBatchBytes) {
      if (!batch.empty()) {
        ASSAY_TRY(const auto done, writer.append(batch));
        out.push_back(done);
      }
      batch.clear();
      bytes = 0;
    }
    if (!end) batch.push_back({type, pieces[i].record});
    bytes += size;
  }
  return out;
}

base::Result<int> append(const AppendOptions& o, const Context& c) {
  const auto type = ledger::leaf_type(o.type);
  if (!type)
    return base::fail(base::ErrorKind::usage,
                      "--type: expected evidence, appraisal, reference, policy, asset-table, "
                      "change, search, allegation, statement, key-rotation, key-loss or sample");
  std::vector<base::Bytes> contents;
  for (const auto& file : o.files) {
    ASSAY_TRY(contents.emplace_back(), read_input(c, file));
  }
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < o.files.size(); ++i) {
    if (!o.lines) {
      pieces.push_back({contents[i], &o.files[i]});
      continue;
    }
    bytes::Lines lines{bytes::Reader(contents[i])};
    while (const auto line = lines.next())
      pieces.push_back({bytes::as_bytes(line->text), &o.files[i]});
  }
  ASSAY_TRY(const auto writer, ledger::Writer::open(c.fs, o.folder));
  if (writer->recovered() != 0)
    c.note(fmt::format("{}: {} of an interrupted append completed", o.folder,
                       base::counted(writer->recovered(), "leaf", "leaves")));
  if (pieces.empty()) return base::fail(base::ErrorKind::usage, "there is nothing to append");
  ASSAY_TRY(const auto done, append_all(*writer, *type, pieces));
  const auto head = writer->head();
  const auto first = done.front().first;
  if (!o.json) {
    std::string out;
    for (std::size_t i = 0; i < pieces.size(); ++i)
      out += fmt::format("{} {}\n", first + i, base::printable(*pieces[i].file));
    c.print(out);
    return kOk;
  }
  Value out;
  out["first"] = first;
  out["count"] = pieces.size();
  out["recovered"] = writer->recovered();
  out["head"] = to_json(head);
  c.print_json(out);
  return kOk;
}

}  // namespace

void add_ledger_init(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<InitOptions>();
  CLI::App* verb = ledger.add_subcommand("init", "make an empty ledger; print its verifier key");
  verb->add_option("ledger", o->folder, "the ledger's folder")->required();
  verb->add_option("--origin", o->origin,
                   "the ledger's name, like ledger.example.org/fleet; a fresh key is made");
  verb->add_option("--key", o->key,
                   "a signing key made by `assay key new`, whose name the ledger takes; it is "
                   "copied into the ledger's private folder");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return init(*o, context); });
}

void add_ledger_append(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<AppendOptions>();
  CLI::App* verb = ledger.add_subcommand(
      "append", "log files; when it returns, each is in the ledger, on the disk and provable");
  verb->add_option("ledger", o->folder, "the ledger's folder")->required();
  verb->add_option("file", o->files, "records; \"-\" is standard input")->required();
  verb->add_option("--type", o->type, "what they are: evidence, appraisal, reference, policy, …")
      ->required();
  verb->add_flag("--lines", o->lines, "each line of the files is a record of its own");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return append(*o, context); });
}

}  // namespace assay::cli
