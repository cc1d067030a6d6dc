#include "evidence/manifest.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/json/json.h"

namespace assay::evidence {
namespace {

using base::ErrorKind;
using base::fail;
using formats::json::string_member;
using formats::json::Value;

base::Result<std::string> required(const Value& object, std::string_view key,
                                   std::string_view where) {
  const std::string* text = string_member(object, key);
  if (text == nullptr || text->empty())
    return fail(ErrorKind::malformed, fmt::format("{}: \"{}\" is missing or no text", where, key));
  return *text;
}

base::Result<std::optional<Challenge>> parse_challenge(const Value& root) {
  const auto it = root.find("challenge");
  if (it == root.end() || it->is_null()) return std::optional<Challenge>{};
  ASSAY_TRY(const auto hex, required(*it, "nonce", "manifest challenge"));
  auto nonce = bytes::from_hex(hex);
  if (!nonce) return fail(ErrorKind::malformed, "manifest challenge: \"nonce\" is not hex");
  const std::string* issuer = string_member(*it, "issuer");
  return std::optional(Challenge{*std::move(nonce), issuer != nullptr ? *issuer : ""});
}

base::Result<ManifestEntry> parse_entry(const Value& v, std::size_t index) {
  const auto where = fmt::format("manifest artefacts[{}]", index);
  ManifestEntry e;
  ASSAY_TRY(e.path, required(v, "path", where));
  ASSAY_TRY(e.sha256, required(v, "sha256", where));
  if (!is_safe_path(e.path))
    return fail(ErrorKind::refused, fmt::format("{}: the path leaves its folder", where));
  if (e.sha256.size() != 64 || !bytes::from_hex(e.sha256))
    return fail(ErrorKind::malformed, fmt::format("{}: \"sha256\" is not 64 hex digits", where));
  std::ranges::transform(e.sha256, e.sha256.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  });
  const auto size = v.find("size");
  if (size == v.end() || !size->is_number_unsigned())
    return fail(ErrorKind::malformed, fmt::format("{}: \"size\" is missing or no number", where));
  e.size = size->get<std::uint64_t>();
  return e;
}

}  // namespace

bool is_safe_path(std::string_view path) noexcept {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos ||
      path.find('\\') != std::string_view::npos)
    return false;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto step = path.substr(0, slash);
    if (step.empty() || step == "." || step == "..") return false;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
    if (path.empty()) return false;
  }
  return true;
}

base::Result<Manifest> parse_manifest(bytes::ByteSpan json, bytes::Budget& budget) {
  ASSAY_TRY(const auto root, formats::json::parse(json, budget));
  if (!root.is_object()) return fail(ErrorKind::malformed, "manifest: expected a JSON object");
  const auto version = root.find("version");
  if (version == root.end() || !version->is_number_integer() || *version != 1)
    return fail(ErrorKind::malformed, "manifest: expected \"version\": 1");
  Manifest m;
  ASSAY_TRY(m.server, required(root, "server", "manifest"));
  ASSAY_TRY(const auto collected, required(root, "collected", "manifest"));
  const auto time = base::parse_rfc3339(collected);
  if (!time) return fail(ErrorKind::malformed, "manifest: \"collected\" is not an RFC 3339 time");
  m.collected = *time;
  if (const std::string* collector = string_member(root, "collector")) m.collector = *collector;
  ASSAY_TRY(m.challenge, parse_challenge(root));
  const auto list = root.find("artefacts");
  if (list == root.end() || !list->is_array())
    return fail(ErrorKind::malformed, "manifest: \"artefacts\" is missing or no list");
  for (const Value& v : *list) {
    ASSAY_TRY(auto entry, parse_entry(v, m.artefacts.size()));
    m.artefacts.push_back(std::move(entry));
  }
  std::ranges::sort(m.artefacts, {}, &ManifestEntry::path);
  const auto twice = std::ranges::adjacent_find(m.artefacts, {}, &ManifestEntry::path);
  if (twice != m.artefacts.end())
    return fail(ErrorKind::malformed, fmt::format("manifest: \"{}\" is listed twice", twice->path));
  return m;
}

std::string to_json(const Manifest& m) {
  Value root;
  root["version"] = 1;
  root["server"] = m.server;
  root["collected"] = base::to_rfc3339(m.collected);
  root["collector"] = m.collector;
  root["challenge"] = nullptr;
  if (m.challenge)
    root["challenge"] = {{"nonce", bytes::to_hex(m.challenge->nonce)},
                         {"issuer", m.challenge->issuer}};
  root["artefacts"] = Value::array();
  auto sorted = m.artefacts;
  std::ranges::sort(sorted, {}, &ManifestEntry::path);
  for (const ManifestEntry& e : sorted)
    root["artefacts"].push_back({{"path", e.path}, {"sha256", e.sha256}, {"size", e.size}});
  return formats::json::to_text(root) + "\n";
}

std::string signed_text(std::string_view manifest_sha256) {
  return fmt::format("assay manifest v1\nsha256 {}\n", manifest_sha256);
}

}  // namespace assay::evidence
