#include "reference/changes.h"

#include <algorithm>
#include <fmt/format.h>

#include "evidence/finding_codes.h"
#include "formats/toml/strict_table.h"

namespace assay::reference {
namespace {

using formats::toml::Table;

ChangeRecord parse_record(Table& t) {
  ChangeRecord r;
  r.id = t.required_text("id");
  r.servers = t.texts("servers");
  r.codes = t.texts("codes");
  r.new_digests = t.texts("new_digests");
  r.ticket = t.required_text("ticket");
  r.by = t.required_text("by");
  const auto from = t.time("from");
  const auto to = t.time("to");
  if (!from) t.refuse("from", "the time from which the change is planned");
  if (!to) t.refuse("to", "the time until which the change is planned");
  r.from = from.value_or(base::Time{});
  r.to = to.value_or(base::Time{});
  if (from && to && *to < *from) t.refuse("to", "a time after \"from\"");
  if (r.servers.empty()) t.refuse("servers", "at least one server id or glob");
  if (r.codes.empty()) t.refuse("codes", "at least one finding code");
  for (const auto& code : r.codes)
    if (evidence::find_code(code) == nullptr)
      t.refuse("codes", "codes that exist (see docs/findings.md)");
  for (auto& hex : r.new_digests) {
    std::ranges::transform(hex, hex.begin(), [](char c) {
      return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    });
    if (hex.find_first_not_of("0123456789abcdef") != std::string::npos || hex.size() < 40)
      t.refuse("new_digests", "whole digests in hex");
  }
  return r;
}

}  // namespace

std::string explanation(const ChangeRecord& r) {
  return fmt::format("change {} ({}, by {})", r.id, r.ticket, r.by);
}

bool glob_matches(std::string_view pattern, std::string_view text) noexcept {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*'))) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool ChangeRecord::covers(std::string_view server, base::Time when, std::string_view code) const {
  return from <= when && when <= to && std::ranges::find(codes, code) != codes.end() &&
         std::ranges::any_of(servers,
                             [&](const std::string& glob) { return glob_matches(glob, server); });
}

bool ChangeRecord::names(const std::optional<crypto::Digest>& digest) const {
  return !digest || std::ranges::find(new_digests, digest->hex()) != new_digests.end();
}

base::Result<std::vector<ChangeRecord>> parse_changes(std::string_view toml,
                                                      const std::string& file) {
  ASSAY_TRY(auto doc, formats::toml::Document::parse(toml, file));
  Table root = doc.root();
  std::vector<ChangeRecord> out;
  for (Table& t : root.tables("change")) out.push_back(parse_record(t));
  ASSAY_CHECK(doc.finish());
  return out;
}

}  // namespace assay::reference
