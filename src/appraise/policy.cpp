#include "appraise/policy.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/verdict.h"
#include "evidence/finding_codes.h"
#include "formats/toml/strict_table.h"
#include "reference/changes.h"

namespace assay::appraise {
namespace {

using evidence::Severity;
using formats::toml::Table;

Severities parse_severities(Table& parent, std::string_view key) {
  Severities out;
  auto table = parent.table(key);
  if (!table) return out;
  for (const auto& [code, word] : table->text_map()) {
    if (evidence::find_code(code) == nullptr) {
      parent.refuse(key,
                    fmt::format("codes that exist, \"{}\" does not (see docs/findings.md)", code));
      continue;
    }
    if (word == "info")
      out[code] = Severity::info;
    else if (word == "warning")
      out[code] = Severity::warning;
    else if (word == "critical")
      out[code] = Severity::critical;
    else
      parent.refuse(
          key, fmt::format("info, warning or critical for \"{}\"; a finding cannot be switched off",
                           code));
  }
  return out;
}

std::vector<proof::VerifierKey> parse_keys(Table& table, std::string_view key) {
  std::vector<proof::VerifierKey> out;
  for (const auto& text : table.texts(key)) {
    auto parsed = proof::parse_verifier_key(text);
    if (parsed)
      out.push_back(*std::move(parsed));
    else
      table.refuse(key, fmt::format("verifier keys: {}", parsed.error().message));
  }
  return out;
}

void parse_trust(Table& t, Policy& out) {
  out.ek_roots = t.texts("ek_roots");
  out.platform_roots = t.texts("platform_roots");
  out.device_roots = t.texts("device_roots");
  out.enrollers = parse_keys(t, "enrollers");
  out.enroller_files = t.texts("enroller_files");
  out.collectors = parse_keys(t, "collectors");
  out.collector_files = t.texts("collector_files");
  out.challengers = parse_keys(t, "challengers");
  out.challenger_files = t.texts("challenger_files");
  out.ledgers = parse_keys(t, "ledgers");
  out.ledger_files = t.texts("ledger_files");
}

void parse_boot(Table& t, Policy& out) {
  out.revocations = t.texts("revocations");
  out.minimum_sbat = t.text("minimum_sbat").value_or("");
  const bool date = out.minimum_sbat.size() == 10 &&
                    out.minimum_sbat.find_first_not_of("0123456789") == std::string::npos;
  if (!out.minimum_sbat.empty() && !date) t.refuse("minimum_sbat", "ten digits like 2022111500");
}

}  // namespace

const Severity* Policy::severity_of(std::string_view server, std::string_view code) const {
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    const auto it = rule->severities.find(code);
    if (it != rule->severities.end() && std::ranges::any_of(rule->servers, [&](const auto& g) {
          return reference::glob_matches(g, server);
        }))
      return &it->second;
  }
  const auto it = severities.find(code);
  return it != severities.end() ? &it->second : nullptr;
}

std::vector<std::string> Policy::references_for(std::string_view server) const {
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule)
    if (!rule->references.empty() && std::ranges::any_of(rule->servers, [&](const auto& g) {
          return reference::glob_matches(g, server);
        }))
      return rule->references;
  return {};
}

base::Result<Policy> parse_policy(std::string_view toml, const std::string& file) {
  ASSAY_TRY(auto doc, formats::toml::Document::parse(toml, file));
  Table root = doc.root();
  Policy out;
  if (root.integer("version") != 1) root.refuse("version", "version = 1");
  out.name = root.required_text("name");
  out.severities = parse_severities(root, "severity");
  out.required = root.texts("required");
  for (const auto& d : out.required)
    if (!discipline_from_name(d))
      root.refuse("required", "disciplines: boot, firmware, inventory, board, traffic, custody");
  if (auto trust = root.table("trust")) parse_trust(*trust, out);
  if (auto boot = root.table("boot")) parse_boot(*boot, out);
  for (Table& t : root.tables("rule")) {
    Rule rule;
    rule.servers = t.texts("servers");
    if (rule.servers.empty()) t.refuse("servers", "at least one server id or glob");
    rule.references = t.texts("references");
    rule.severities = parse_severities(t, "severity");
    out.rules.push_back(std::move(rule));
  }
  ASSAY_CHECK(doc.finish());
  return out;
}

base::Result<void> check_references(const Policy& policy, const std::vector<std::string>& names) {
  for (const Rule& rule : policy.rules)
    for (const auto& wanted : rule.references)
      if (std::ranges::find(names, wanted) == names.end())
        return base::fail(base::ErrorKind::refused,
                          fmt::format("policy '{}': a rule names the reference \"{}\", which was "
                                      "not given with --references",
                                      policy.name, wanted));
  return {};
}

}  // namespace assay::appraise
