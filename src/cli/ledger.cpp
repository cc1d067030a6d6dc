// assay ledger: the append-only record of what was examined and found, and its proofs.
#include "cli/ledger.h"

#include "bytes/text.h"
#include "cli/verbs.h"

namespace assay::cli {

using formats::json::Value;

Value to_json(const proof::Checkpoint& head) {
  Value out;
  out["origin"] = head.origin;
  out["size"] = head.size;
  out["root"] = bytes::to_base64(head.root);
  return out;
}

std::string time_words(std::uint64_t seconds) {
  return base::to_rfc3339({static_cast<std::int64_t>(seconds)});
}

Value to_json(const std::vector<proof::HeadVerdict::Cosigned>& by) {
  Value out = Value::array();
  for (const auto& w : by) out.push_back({{"name", w.witness}, {"time", time_words(w.timestamp)}});
  return out;
}

base::Result<proof::TrustPolicy> read_trust_policy(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, 1U << 20U));
  auto policy = proof::parse_trust_policy(bytes::as_chars(bytes));
  if (!policy) return base::in_file(std::move(policy).error(), path);
  return policy;
}

base::Result<std::string> read_head(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, read_input(c, path, 1U << 20U));
  auto text = bytes::to_string(bytes);
  if (auto head = proof::parse_signed_head(text); !head)
    return base::in_file(std::move(head).error(), path);
  return text;
}

base::Result<proof::SigningKey> read_signing_key(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto text, c.fs.read(path, 4096));
  auto key = proof::parse_signing_key(bytes::as_chars(text));
  if (!key) return base::in_file(std::move(key).error(), path);
  return key;
}

void add_ledger(CLI::App& app, const Context& context, int& code) {
  CLI::App* ledger = app.add_subcommand(
      "ledger", "keep an append-only record that strangers can check, and prove what is in it");
  ledger->require_subcommand(1);
  add_ledger_init(*ledger, context, code);
  add_ledger_append(*ledger, context, code);
  add_ledger_head(*ledger, context, code);
  add_ledger_prove(*ledger, context, code);
  add_ledger_consistency(*ledger, context, code);
  add_ledger_witness(*ledger, context, code);
  add_ledger_fsck(*ledger, context, code);
  add_ledger_keys(*ledger, context, code);
}

}  // namespace assay::cli
