// assay verify: checks a statement, a proof or a signed head offline, against whom the caller
// trusts and nothing else.
#include "statement/verify.h"

#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "cli/ledger.h"
#include "cli/run_verb.h"
#include "cli/verbs.h"
#include "statement/container.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct Options {
  std::string file, trust, record, opening;
  bool json = false;
};

struct Told {
  std::string kind;
  Value detail;
  std::string words;
};

void add_signatures(const proof::HeadVerdict& verdict, Told& told) {
  told.detail["log"] = verdict.log;
  told.detail["witnesses"] = to_json(verdict.witnesses);
  told.detail["not_checked"] = Value::array();
  for (const auto& name : verdict.not_checked) told.detail["not_checked"].push_back(name);
  for (const auto& w : verdict.witnesses)
    told.words += fmt::format("  cosigned by {} at {}\n", base::printable(w.witness, 200),
                              time_words(w.timestamp));
  for (const auto& name : verdict.not_checked)
    told.words += fmt::format("  not checked: a line by {}, whom the policy does not name\n",
                              base::printable(name, 200));
}

base::Result<Told> verify_proof(const Options& o, const Context& c,
                                const proof::TrustPolicy& policy, const proof::LogProof& proof) {
  std::optional<bytes::ByteSpan> record;
  base::Bytes bytes;
  if (!o.record.empty()) {
    ASSAY_TRY(bytes, read_input(c, o.record));
    record = bytes;
  }
  ASSAY_TRY(const auto proved, ledger::verify_logged(policy, proof, record));
  Told told{.kind = "tlog-proof", .detail = {}, .words = {}};
  const auto type = ledger::name(proved.logged.leaf.type);
  told.detail["index"] = proved.index;
  told.detail["type"] = type;
  told.detail["head"] = to_json(proved.head);
  told.detail["record_checked"] = proved.record_checked;
  told.words = fmt::format("  leaf {} of {} ({}) in {}\n", proved.index, proved.head.size, type,
                           base::printable(proved.head.origin, 200));
  told.words += proved.record_checked
                    ? "  the leaf commits to the record given\n"
                    : "  not checked: what was logged (--record FILE, with a proof that shows the "
                      "salt)\n";
  add_signatures(proved.signatures, told);
  return told;
}

base::Result<Told> verify_head(const proof::TrustPolicy& policy, const proof::SignedHead& head) {
  ASSAY_TRY(const auto verdict, proof::check_head(policy, head));
  Told told{.kind = "checkpoint", .detail = {}, .words = {}};
  told.detail["head"] = to_json(head.head);
  told.words = fmt::format("  head of {}: {}\n", base::printable(head.head.origin, 200),
                           base::counted(head.head.size, "leaf", "leaves"));
  add_signatures(verdict, told);
  return told;
}

Value claim_json(const statement::Claim& claim) {
  return {{"id", claim.id},
          {"affected", claim.counts.of[0]},
          {"cleared", claim.counts.of[1]},
          {"unknown", claim.counts.unknown()}};
}

base::Result<int> verify_statement(const Options& o, const Context& c,
                                   const proof::TrustPolicy& policy, bytes::ByteSpan file) {
  base::Bytes opening;
  if (!o.opening.empty()) {
    ASSAY_TRY(opening, read_input(c, o.opening));
  }
  auto budget = statement::statement_budget();
  const auto v = statement::verify(file, policy, bytes::as_chars(opening), budget);
  if (!o.json) {
    c.print(statement::to_text(v, o.file));
    return v.holds() ? kOk : kFound;
  }
  Value out;
  out["path"] = base::printable(o.file);
  out["kind"] = "statement";
  out["holds"] = v.holds();
  out["why"] = v.holds() ? Value(nullptr) : Value(v.why());
  out["signer"] = v.signer.empty() ? Value(nullptr) : Value(base::printable(v.signer, 200));
  out["checks"] = Value::array();
  for (const auto& check : v.checks)
    out["checks"].push_back({{"outcome", statement::name(check.outcome)}, {"what", check.what}});
  out["claims"] = Value::array();
  if (v.statement)
    for (const auto& claim : v.statement->claims) out["claims"].push_back(claim_json(claim));
  c.print_json(out);
  return v.holds() ? kOk : kFound;
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto policy, read_trust_policy(c, o.trust));
  ASSAY_TRY(const auto bytes, read_input(c, o.file, statement::kMostContainer));
  if (o.file.ends_with(".statement") || statement::looks_like_statement(bytes))
    return verify_statement(o, c, policy, bytes);
  const auto text = bytes::as_chars(bytes);
  const bool is_proof = text.starts_with("c2sp.org/tlog-proof@");
  base::Result<Told> told = base::fail(base::ErrorKind::malformed, "");
  if (is_proof) {
    const auto proof = proof::parse_log_proof(text);
    if (!proof) return base::in_file(proof.error(), o.file);
    told = verify_proof(o, c, policy, *proof);
  } else {
    const auto head = proof::parse_signed_head(text);
    if (!head) return base::in_file(head.error(), o.file);
    told = verify_head(policy, *head);
  }
  // What could not be read is the call's fault; what does not hold is the answer.
  if (!told && told.error().kind != base::ErrorKind::refused)
    return base::in_file(told.error(), o.file);
  if (o.json) {
    Value out = told ? told->detail : Value::object();
    out["path"] = base::printable(o.file);
    out["kind"] = is_proof ? "tlog-proof" : "checkpoint";
    out["holds"] = told.has_value();
    out["why"] = told ? Value(nullptr) : Value(told.error().message);
    c.print_json(out);
  } else {
    c.print(told ? fmt::format("{}: holds\n{}", base::printable(o.file), told->words)
                 : fmt::format("{}: does not hold: {}\n", base::printable(o.file),
                               told.error().message));
  }
  return told ? kOk : kFound;
}

}  // namespace

void add_verify(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand(
      "verify",
      "check a statement, a proof or a ledger's head offline, trusting only whom you name");
  verb->add_option("file", o->file, "a .statement, a .tlog-proof, or a signed checkpoint")
      ->required();
  verb->add_option("--trust", o->trust, "trust policy: logs, witnesses, quorum (C2SP tlog-policy)")
      ->required();
  verb->add_option("--record", o->record, "the file that a proof says was logged");
  verb->add_option("--opening", o->opening,
                   "what the operator showed of the names that a statement withholds");
  verb->add_flag("--json", o->json, "print one JSON object");
  run_verb(*verb, context, code, [o, &context] { return run(*o, context); });
}

}  // namespace assay::cli
