#include "report/sarif.h"

#include <charconv>
#include <map>
#include <optional>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "evidence/finding_codes.h"
#include "formats/json/json.h"

namespace assay::report {
namespace {

using evidence::Finding;
using evidence::FindingStatus;
using evidence::Severity;
using formats::json::Value;
using Rules = std::map<std::string, std::size_t, std::less<>>;

std::string_view level(Severity s) {
  return s == Severity::critical ? "error" : s == Severity::warning ? "warning" : "note";
}

// A relative reference (RFC 3986): all but unreserved characters and slashes escaped.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

// Of a cite's "…offset 0x1a2c…", in hexadecimal or not.
std::optional<std::uint64_t> offset_of(std::string_view at) {
  constexpr std::string_view kWord = "offset ";
  const auto found = at.find(kWord);
  if (found == std::string_view::npos) return std::nullopt;
  auto digits = at.substr(found + kWord.size());
  const bool hex = digits.starts_with("0x");
  if (hex) digits.remove_prefix(2);
  std::uint64_t out = 0;
  const auto [end, code] =
      std::from_chars(digits.data(), digits.data() + digits.size(), out, hex ? 16 : 10);
  return code == std::errc{} && end != digits.data() ? std::optional(out) : std::nullopt;
}

std::optional<std::uint64_t> line_of(std::string_view at) {
  constexpr std::string_view kWord = "line ";
  const auto found = at.find(kWord);
  if (found == std::string_view::npos) return std::nullopt;
  const auto digits = at.substr(found + kWord.size());
  std::uint64_t out = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return code == std::errc{} && out > 0 ? std::optional(out) : std::nullopt;
}

Value logical(const std::string& server, std::string_view kind) {
  return {{"name", server}, {"fullyQualifiedName", server}, {"kind", kind}};
}

Value location(const std::string& source, const evidence::Cite& cite) {
  Value physical;
  const auto path =
      source.empty() || cite.artefact == source ? cite.artefact : source + "/" + cite.artefact;
  physical["artifactLocation"] = {{"uri", uri_of(path)}};
  if (const auto offset = offset_of(cite.at))
    physical["region"] = {{"byteOffset", *offset}, {"byteLength", 0}};
  else if (const auto line = line_of(cite.at))
    physical["region"] = {{"startLine", *line}};
  Value out{{"physicalLocation", std::move(physical)}};
  if (!cite.at.empty()) out["message"] = {{"text", cite.at}};
  return out;
}

Value result(const Finding& f, const std::string& server, const std::string& source, Rules& rules) {
  const auto rule = rules.try_emplace(f.code, rules.size()).first->second;
  Value out{
      {"ruleId", f.code},
      {"ruleIndex", rule},
      {"level", level(f.severity)},
      {"kind", "fail"},
      {"message", {{"text", (server.empty() ? "" : server + ": ") + f.why + "\nDo: " + f.action}}},
      {"locations", Value::array()}};
  for (const auto& cite : f.cites) {
    if (cite.artefact.empty()) continue;
    auto one = location(source, cite);
    if (!server.empty()) one["logicalLocations"] = Value::array({logical(server, "resource")});
    out["locations"].push_back(std::move(one));
  }
  if (out["locations"].empty() && !server.empty())
    out["locations"].push_back({{"logicalLocations", Value::array({logical(server, "resource")})}});
  // The same finding of the same server keeps its fingerprint while its words are reworded.
  const auto identity = server + '\n' + f.code + '\n' + f.subject;
  out["partialFingerprints"] = {
      {"serverCodeSubject/v1",
       crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes::as_bytes(identity)).hex()}};
  if (f.status == FindingStatus::explained)
    out["suppressions"] = Value::array(
        {{{"kind", "external"}, {"status", "accepted"}, {"justification", f.explained_by}}});
  out["properties"] = {{"server", server}, {"subject", f.subject}};
  return out;
}

Value rule_json(std::string_view code) {
  const auto* row = evidence::find_code(code);
  Value out{{"id", code}};
  if (row == nullptr) return out;
  out["shortDescription"] = {{"text", row->meaning}};
  out["help"] = {{"text", row->action}};
  out["defaultConfiguration"] = {{"level", level(row->severity)}};
  out["properties"] = {{"tags", Value::array({evidence::family(code)})}};
  return out;
}

}  // namespace

void write_sarif(const appraise::FleetAppraisal& fleet,
                 const std::function<void(std::string_view)>& sink) {
  Rules rules;
  bool first = true;
  const auto put = [&](const Finding& f, const std::string& server, const std::string& source) {
    sink(first ? "\n" : ",\n");
    first = false;
    sink(formats::json::to_text(result(f, server, source, rules), -1));
  };
  sink(R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{)");
  sink(R"("columnKind":"unicodeCodePoints","results":[)");
  for (const auto& s : fleet.servers)
    for (const auto& f : s.findings) put(f, s.id, s.source);
  for (const auto& f : fleet.findings) put(f, "", "");
  std::vector<std::string_view> by_number(rules.size());
  for (const auto& [code, number] : rules) by_number[number] = code;
  Value list = Value::array();
  for (const auto code : by_number) list.push_back(rule_json(code));
  Value rest;
  rest["tool"]["driver"] = {
      {"name", "Assay"}, {"semanticVersion", ASSAY_VERSION}, {"rules", std::move(list)}};
  rest["invocations"] = Value::array(
      {{{"executionSuccessful", true}, {"endTimeUtc", base::to_rfc3339(fleet.as_of)}}});
  sink("\n],");
  sink(std::string_view(formats::json::to_text(rest, -1)).substr(1));
  sink("]}\n");
}

}  // namespace assay::report
