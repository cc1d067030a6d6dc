// assay ledger head, prove and consistency: what a ledger says of itself, and the proofs that it
// cannot say something else to somebody else.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/lines.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "ledger/prove.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct HeadOptions {
  std::string folder, trust;
  bool json = false;
};

base::Result<int> head(const HeadOptions& o, const Context& c) {
  ASSAY_TRY(const auto reader, ledger::Reader::open(c.fs, o.folder));
  proof::TrustPolicy policy;
  if (!o.trust.empty()) {
    ASSAY_TRY(policy, read_trust_policy(c, o.trust));
  }
  const auto verdict = proof::check_head(policy, reader.head(), &reader.log_key());
  Value out = to_json(reader.head().head);
  out["key"] = proof::to_string(reader.log_key());
  out["trusted"] = o.trust.empty() ? Value(nullptr) : Value(verdict.has_value());
  out["why"] = verdict ? Value(nullptr) : Value(verdict.error().message);
  out["witnesses"] = verdict ? to_json(verdict->witnesses) : Value::array();
  out["not_checked"] = Value::array();
  if (verdict)
    for (const auto& name : verdict->not_checked) out["not_checked"].push_back(name);
  out["checkpoint"] = reader.head_text();
  if (o.json) {
    c.print_json(out);
  } else {
    c.print(reader.head_text());
    if (!verdict) c.note(fmt::format("not trusted: {}", verdict.error().message));
    if (verdict)
      for (const auto& w : verdict->witnesses)
        c.note(fmt::format("cosigned by {} at {}", base::printable(w.witness, 200),
                           time_words(w.timestamp)));
  }
  return verdict ? kOk : kFound;
}

struct ProveOptions {
  std::string folder, checkpoint, output;
  std::uint64_t index = 0;
  bool show_salt = false, json = false;
};

base::Result<int> prove(const ProveOptions& o, const Context& c) {
  ASSAY_TRY(auto reader, ledger::Reader::open(c.fs, o.folder));
  ledger::ProveSettings settings{.head = {}, .show_salt = o.show_salt};
  if (!o.checkpoint.empty()) {
    ASSAY_TRY(settings.head, read_head(c, o.checkpoint));
  }
  const auto proved = ledger::prove(reader, o.index, settings);
  if (!proved) return base::in_file(proved.error(), o.checkpoint.empty() ? o.folder : o.checkpoint);
  const auto& proof = *proved;
  ASSAY_TRY(const auto signed_head, proof::parse_signed_head(proof.checkpoint));
  const auto& head = signed_head.head;
  ASSAY_TRY(const auto entry, reader.entry(o.index));
  const auto leaf = ledger::parse_leaf(bytes::Reader(entry));
  if (!leaf) return std::unexpected(bytes::to_error(leaf.error()));
  const auto text = proof::to_text(proof);
  if (!o.output.empty()) ASSAY_CHECK(c.fs.write_atomically(o.output, bytes::as_bytes(text)));
  if (!o.json) {
    if (o.output.empty()) c.print(text);
    return kOk;
  }
  Value out;
  out["index"] = o.index;
  out["type"] = ledger::name(leaf->type);
  out["leaf"] = bytes::to_hex(entry);
  out["head"] = to_json(head);
  out["path"] = Value::array();
  for (const auto& hash : proof.path) out["path"].push_back(bytes::to_base64(hash));
  out["proof"] = text;
  c.print_json(out);
  return kOk;
}

struct ConsistencyOptions {
  std::string folder, from, to;
  bool json = false;
};

// "1234", or the file of a signed head.
base::Result<proof::Checkpoint> head_of(const Context& c, ledger::Reader& reader,
                                        const std::string& text) {
  if (const auto size = bytes::number<std::uint64_t>(text)) {
    if (*size > reader.size())
      return base::fail(base::ErrorKind::usage,
                        fmt::format("the ledger holds only {} leaves", reader.size()));
    ASSAY_TRY(const auto root, reader.root(*size));
    return proof::Checkpoint{reader.head().head.origin, *size, root};
  }
  ASSAY_TRY(const auto note, read_head(c, text));
  ASSAY_TRY(const auto head, proof::parse_signed_head(note));
  if (proof::verify_note(head.note.text, head.note.signatures, {reader.log_key()}).signer ==
      nullptr)
    return base::in_file({base::ErrorKind::refused, "this ledger's key did not sign it"}, text);
  return head.head;
}

base::Result<int> consistency(const ConsistencyOptions& o, const Context& c) {
  ASSAY_TRY(auto reader, ledger::Reader::open(c.fs, o.folder));
  ASSAY_TRY(const auto from, head_of(c, reader, o.from));
  auto to = reader.head().head;
  if (!o.to.empty()) {
    ASSAY_TRY(to, head_of(c, reader, o.to));
  }
  std::vector<proof::Hash> path;
  base::Result<void> ok;
  if (from.size > to.size || to.size > reader.size()) {
    ok = base::fail(base::ErrorKind::refused,
                    fmt::format("consistency: a head of {} leaves is shorter than one of {}",
                                std::min(to.size, reader.size()), std::max(from.size, to.size)));
  } else {
    ASSAY_TRY(path, reader.consistency(from.size, to.size));
    proof::TreeHasher hasher;
    ok = proof::verify_consistency(hasher, from.size, to.size, from.root, to.root, path);
  }
  Value out;
  out["consistent"] = ok.has_value();
  out["why"] = ok ? Value(nullptr) : Value(ok.error().message);
  out["from"] = to_json(from);
  out["to"] = to_json(to);
  out["proof"] = Value::array();
  std::string text;
  for (const auto& hash : path) {
    out["proof"].push_back(bytes::to_base64(hash));
    text += bytes::to_base64(hash) + "\n";
  }
  if (o.json) {
    c.print_json(out);
  } else if (ok) {
    c.print(text);
    c.note(fmt::format("{} leaves with root {} extend {} with root {}", to.size,
                       bytes::to_base64(to.root), from.size, bytes::to_base64(from.root)));
  } else {
    c.print(fmt::format("split view: {}\n  {} leaves, root {}\n  {} leaves, root {}\n",
                        ok.error().message, from.size, bytes::to_base64(from.root), to.size,
                        bytes::to_base64(to.root)));
  }
  return ok ? kOk : kFound;
}

}  // namespace

void add_ledger_head(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<HeadOptions>();
  CLI::App* verb = ledger.add_subcommand("head", "print the signed head, and who cosigned it");
  verb->add_option("ledger", o->folder, "the ledger's folder")->required();
  verb->add_option("--trust", o->trust, "check it against this trust policy (C2SP tlog-policy)");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return head(*o, context); });
}

void add_ledger_prove(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<ProveOptions>();
  CLI::App* verb =
      ledger.add_subcommand("prove", "prove that a leaf is in the ledger, as a .tlog-proof");
  verb->add_option("ledger", o->folder, "the ledger's folder")->required();
  verb->add_option("index", o->index, "the leaf's number, from 0")->required();
  verb->add_option("-o,--output", o->output, "write the proof to this file");
  verb->add_option("--checkpoint", o->checkpoint,
                   "prove it under this earlier head (cosigned, perhaps) instead of the present");
  verb->add_flag("--show-salt", o->show_salt,
                 "let whoever holds the record and this proof tell that they belong together");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return prove(*o, context); });
}

void add_ledger_consistency(CLI::App& ledger, const Context& context, int& code) {
  auto o = std::make_shared<ConsistencyOptions>();
  CLI::App* verb = ledger.add_subcommand("consistency", "prove that a head extends an earlier one");
  verb->add_option("ledger", o->folder, "the ledger's folder")->required();
  verb->add_option("from", o->from, "the earlier head: a size, or a file with the signed head")
      ->required();
  verb->add_option("to", o->to, "the later one; default: the ledger's present head");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return consistency(*o, context); });
}

}  // namespace assay::cli
