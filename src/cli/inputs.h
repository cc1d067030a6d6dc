// The options that audit shares with other verbs: policy, references, changes, nonces, trust. Turns
// files into appraise::Inputs; every mistake in them is exit code 2.
#pragma once

#include <CLI/CLI.hpp>

#include "appraise/appraise_server.h"
#include "cli/ui.h"

namespace assay::cli {

struct InputOptions {
  std::string policy, nonces, assets, as_of;
  std::vector<std::string> references, changes, remediation, orders, revocations;
  std::vector<std::string> roots, platform_roots, device_roots;
  std::vector<std::string> enrollers, collectors, challengers, ledgers, ledger_heads;
};

/// Calls one(name, path) and several(name, paths) for every option that names files; `Options` is
/// InputOptions or const InputOptions.
template <class Options, class One, class Several>
void for_each_file_option(Options& o, const One& one, const Several& several) {
  one("policy", o.policy);
  one("nonces", o.nonces);
  one("assets", o.assets);
  several("references", o.references);
  several("changes", o.changes);
  several("remediation", o.remediation);
  several("orders", o.orders);
  several("revocations", o.revocations);
  several("roots", o.roots);
  several("platform_roots", o.platform_roots);
  several("device_roots", o.device_roots);
  several("enrollers", o.enrollers);
  several("collectors", o.collectors);
  several("challengers", o.challengers);
  several("ledgers", o.ledgers);
  several("ledger_heads", o.ledger_heads);
}

void add_input_options(CLI::App& verb, InputOptions& options);
/// Takes up what a fleet's folder brings along, where the call names none of its own:
/// DIR/policy.toml (unless `with_policy` is false), DIR/fleet/assets.csv, DIR/fleet/changes.toml,
/// DIR/fleet/remediation.toml.
void pick_up(const Context& context, const std::vector<std::string>& paths, bool with_policy,
             InputOptions& options);
[[nodiscard]] base::Result<appraise::Inputs> read_inputs(const Context& context,
                                                         const InputOptions& options);

}  // namespace assay::cli
