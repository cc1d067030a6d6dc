#include "cli/inputs.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "cli/trust.h"
#include "reference/file.h"

namespace assay::cli {
namespace {

using base::FileType;

base::Result<std::string> read_text(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, 64ULL << 20U));
  return bytes::to_string(bytes);
}

// Relative to the policy's own folder, so that a policy can travel with its trust.
std::vector<std::string> beside(const std::string& policy, const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const auto& p : paths)
    out.push_back((std::filesystem::path(policy).parent_path() / p).string());
  return out;
}

base::Result<std::vector<std::string>> reference_files(const Context& c,
                                                       const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const auto& path : paths) {
    if (c.fs.type(path) != FileType::directory) {
      out.push_back(path);
      continue;
    }
    ASSAY_TRY(const auto entries, c.fs.list(path));
    const std::size_t before = out.size();
    for (const auto& e : entries)
      if (e.type == FileType::regular && e.name.ends_with(".toml"))
        out.push_back(path + "/" + e.name);
    if (out.size() == before)
      return base::in_file({base::ErrorKind::refused, "no reference (*.toml) in this folder"},
                           path);
  }
  return out;
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

base::Result<void> add_keys(const Context& c, const std::vector<std::string>& files,
                            std::vector<proof::VerifierKey>& to) {
  ASSAY_TRY(const auto keys, read_keys(c, files));
  to.insert(to.end(), keys.begin(), keys.end());
  return {};
}

}  // namespace

void add_input_options(CLI::App& verb, InputOptions& o) {
  verb.add_option("--policy", o.policy, "appraisal policy (TOML)");
  verb.add_option("--references", o.references,
                  "reference made by learn: a file, or a folder of them");
  verb.add_option("--changes", o.changes,
                  "planned changes (TOML); default: PATH/fleet/changes.toml where it is there");
  verb.add_option(
      "--remediation", o.remediation,
      "who mends what, by when (TOML); default: PATH/fleet/remediation.toml where it is "
      "there");
  verb.add_option("--assets", o.assets,
                  "asset register (CSV); default: PATH/fleet/assets.csv where it is there");
  verb.add_option("--orders", o.orders,
                  "what was ordered: CSV (server,class,vendor,model,…,count) or CycloneDX");
  verb.add_option("--nonces", o.nonces,
                  "nonces that the appraiser holds: SERVER-ID HEX, one a line");
  verb.add_option("--challengers", o.challengers,
                  "file of verifier keys whose signed challenges prove freshness");
  verb.add_option("--ledger-head", o.ledger_heads,
                  "signed checkpoint of a ledger whose SHA-256 servers were challenged with");
  verb.add_option("--ledgers", o.ledgers, "file of verifier keys that sign such checkpoints");
  verb.add_option("--roots", o.roots, "trusted TPM vendor CAs: a folder or a file");
  verb.add_option("--platform-roots", o.platform_roots,
                  "CAs of platform certificates: a folder or a file; default: those of --roots");
  verb.add_option("--device-roots", o.device_roots,
                  "CAs of devices that sign their SPDM measurements: a folder or a file");
  verb.add_option("--enrollers", o.enrollers, "file of trusted enrollers' verifier keys");
  verb.add_option("--collectors", o.collectors, "file of trusted collectors' verifier keys");
  verb.add_option("--revocations", o.revocations,
                  "dbx file or list of SHA-256 digests that must not have run");
  verb.add_option("--as-of", o.as_of, "appraise as of this time (RFC 3339); default: now");
}

void pick_up(const Context& c, const std::vector<std::string>& paths, bool with_policy,
             InputOptions& o) {
  const auto there = [&](const std::string& path, const char* inside) {
    const auto file = (std::filesystem::path(path) / inside).string();
    return c.fs.type(file) == FileType::regular ? file : std::string{};
  };
  const bool find_changes = o.changes.empty();
  const bool find_remediation = o.remediation.empty();
  for (const auto& path : paths) {
    // What lies in one server's own evidence is the server's word, and explains nothing.
    if (evidence::is_evidence_directory(c.fs, path)) continue;
    if (o.assets.empty()) o.assets = there(path, "fleet/assets.csv");
    if (with_policy && o.policy.empty()) o.policy = there(path, "policy.toml");
    const auto changes = there(path, "fleet/changes.toml");
    if (find_changes && !changes.empty()) o.changes.push_back(changes);
    const auto remediation = there(path, "fleet/remediation.toml");
    if (find_remediation && !remediation.empty()) o.remediation.push_back(remediation);
  }
}

base::Result<appraise::Inputs> read_inputs(const Context& c, const InputOptions& o) {
  appraise::Inputs in;
  in.event_facts = true;
  in.images = &c.images;
  ASSAY_TRY(in.as_of, parse_as_of(c, o.as_of));
  auto roots = o.roots;
  auto platform_roots = o.platform_roots;
  auto device_roots = o.device_roots;
  auto enrollers = o.enrollers;
  auto collectors = o.collectors;
  auto challengers = o.challengers;
  auto ledgers = o.ledgers;
  auto revocations = o.revocations;
  if (!o.policy.empty()) {
    ASSAY_TRY(const auto text, read_text(c, o.policy));
    ASSAY_TRY(in.policy, appraise::parse_policy(text, o.policy));
    append(roots, beside(o.policy, in.policy.ek_roots));
    append(platform_roots, beside(o.policy, in.policy.platform_roots));
    append(device_roots, beside(o.policy, in.policy.device_roots));
    append(enrollers, beside(o.policy, in.policy.enroller_files));
    append(collectors, beside(o.policy, in.policy.collector_files));
    append(challengers, beside(o.policy, in.policy.challenger_files));
    append(ledgers, beside(o.policy, in.policy.ledger_files));
    append(revocations, beside(o.policy, in.policy.revocations));
  }
  if (!roots.empty()) {
    ASSAY_TRY(in.ek_roots, read_roots(c, roots));
  }
  if (!platform_roots.empty()) {
    ASSAY_TRY(in.platform_roots, read_roots(c, platform_roots));
  }
  if (!device_roots.empty()) {
    ASSAY_TRY(in.device_roots, read_roots(c, device_roots));
  }
  ASSAY_CHECK(add_keys(c, enrollers, in.policy.enrollers));
  ASSAY_CHECK(add_keys(c, collectors, in.policy.collectors));
  ASSAY_CHECK(add_keys(c, challengers, in.policy.challengers));
  ASSAY_CHECK(add_keys(c, ledgers, in.policy.ledgers));
  for (const auto& path : o.ledger_heads) {
    ASSAY_TRY(auto head, read_ledger_head(c, path, in.policy.ledgers));
    in.ledger_heads.push_back(std::move(head));
  }
  for (const auto& path : revocations) {
    ASSAY_TRY(const auto bytes, c.fs.read(path, 64ULL << 20U));
    bytes::Budget budget;
    ASSAY_CHECK(in.revocations.add(bytes, path, budget));
  }
  in.revocations.minimum_sbat = in.policy.minimum_sbat;
  ASSAY_TRY(const auto files, reference_files(c, o.references));
  std::vector<std::string> names;
  for (const auto& file : files) {
    ASSAY_TRY(const auto text, read_text(c, file));
    ASSAY_TRY(auto reference, reference::parse_reference(text, file));
    names.push_back(reference.name);
    in.references.push_back(std::move(reference));
  }
  ASSAY_CHECK(appraise::check_references(in.policy, names));
  for (const auto& file : o.changes) {
    ASSAY_TRY(const auto text, read_text(c, file));
    ASSAY_TRY(auto records, reference::parse_changes(text, file));
    in.changes.insert(in.changes.end(), std::make_move_iterator(records.begin()),
                      std::make_move_iterator(records.end()));
  }
  for (const auto& file : o.remediation) {
    ASSAY_TRY(const auto text, read_text(c, file));
    ASSAY_TRY(auto records, reference::parse_remediation(text, file));
    in.remediation.insert(in.remediation.end(), std::make_move_iterator(records.begin()),
                          std::make_move_iterator(records.end()));
  }
  for (const auto& file : o.orders) {
    ASSAY_TRY(const auto bytes, c.fs.read(file, 256ULL << 20U));
    ASSAY_TRY(auto order, reference::parse_order(bytes, file));
    in.orders.push_back(std::move(order));
  }
  if (!o.assets.empty()) {
    ASSAY_TRY(const auto bytes, c.fs.read(o.assets, 4ULL << 30U));
    ASSAY_TRY(auto assets, evidence::parse_assets(bytes, o.assets));
    in.assets = std::make_shared<const evidence::AssetBook>(std::move(assets));
  }
  if (!o.nonces.empty()) {
    ASSAY_TRY(in.nonces, read_nonces(c, o.nonces));
    in.nonces_given = true;
  }
  return in;
}

}  // namespace assay::cli
