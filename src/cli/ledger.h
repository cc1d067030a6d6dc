// What the verbs of `assay ledger` share: one function a verb, and how heads, leaves and policies
// look as JSON and in words.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/ui.h"
#include "ledger/logged.h"
#include "ledger/reader.h"
#include "proof/trust_policy.h"

namespace assay::cli {

void add_ledger_init(CLI::App& ledger, const Context& context, int& code);
void add_ledger_append(CLI::App& ledger, const Context& context, int& code);
void add_ledger_head(CLI::App& ledger, const Context& context, int& code);
void add_ledger_prove(CLI::App& ledger, const Context& context, int& code);
void add_ledger_consistency(CLI::App& ledger, const Context& context, int& code);
void add_ledger_witness(CLI::App& ledger, const Context& context, int& code);
void add_ledger_fsck(CLI::App& ledger, const Context& context, int& code);
void add_ledger_keys(CLI::App& ledger, const Context& context, int& code);

/// {"origin","size","root"}.
[[nodiscard]] formats::json::Value to_json(const proof::Checkpoint& head);
/// [{"name","time"}] of the witnesses whose cosignatures hold.
[[nodiscard]] formats::json::Value to_json(const std::vector<proof::HeadVerdict::Cosigned>& by);
[[nodiscard]] std::string time_words(std::uint64_t seconds);

[[nodiscard]] base::Result<proof::TrustPolicy> read_trust_policy(const Context& context,
                                                                 const std::string& path);
/// A signed head's text from a file.
[[nodiscard]] base::Result<std::string> read_head(const Context& context, const std::string& path);
[[nodiscard]] base::Result<proof::SigningKey> read_signing_key(const Context& context,
                                                               const std::string& path);

}  // namespace assay::cli
