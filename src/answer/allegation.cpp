#include "answer/allegation.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "answer/sight.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "evidence/finding_codes.h"
#include "formats/toml/strict_table.h"
#include "reference/changes.h"

namespace assay::answer {
namespace {

using fleet::Column;
using fleet::Condition;
using formats::toml::Table;

constexpr std::array kSelectable{Column::server, Column::manufacturer,   Column::product,
                                 Column::board,  Column::board_revision, Column::lot,
                                 Column::serial, Column::site,           Column::role,
                                 Column::tenant, Column::acquired_with};

fleet::Population parse_population(Table& t) {
  fleet::Population out;
  for (const Column c : kSelectable)
    if (auto globs = t.texts(name(c)); !globs.empty())
      out.selectors.push_back({c, std::move(globs)});
  if (const auto from = t.time("received_from")) out.received_from = from->seconds;
  if (const auto to = t.time("received_to")) out.received_to = to->seconds;
  if (out.received_from && out.received_to && *out.received_to < *out.received_from)
    t.refuse("received_to", "a day not before received_from");
  out.located_with = t.texts("located_with");
  return out;
}

std::optional<evidence::FactKind> kind_named(std::string_view text) {
  for (std::size_t k = 0; k < evidence::kFactKinds; ++k)
    if (evidence::name(static_cast<evidence::FactKind>(k)) == text)
      return static_cast<evidence::FactKind>(k);
  return std::nullopt;
}

std::string kind_names() {
  std::string out;
  for (std::size_t k = 0; k < evidence::kFactKinds; ++k)
    out +=
        fmt::format("{}{}", k == 0 ? "" : ", ", evidence::name(static_cast<evidence::FactKind>(k)));
  return out;
}

void parse_finding_pattern(Table& t, Condition& out) {
  out.op = Condition::Op::finding;
  out.finding.codes = t.texts("findings");
  for (const auto& glob : out.finding.codes) {
    const bool known = std::ranges::any_of(
        evidence::all_codes(),
        [&](const evidence::CodeRow& row) { return reference::glob_matches(glob, row.code); });
    if (!known) t.refuse("findings", "codes of findings (assay findings lists them), like boot.*");
  }
  const auto least = t.text("at_least").value_or("warning");
  if (least == "info")
    out.finding.at_least = evidence::Severity::info;
  else if (least == "critical")
    out.finding.at_least = evidence::Severity::critical;
  else if (least != "warning")
    t.refuse("at_least", "\"info\", \"warning\" or \"critical\"");
  out.finding.explained = t.boolean("explained").value_or(false);
}

void parse_fact_pattern(Table& t, Condition& out) {
  out.op = Condition::Op::fact;
  if (const auto kind = t.text("kind")) {
    out.fact.kind = kind_named(*kind);
    if (!out.fact.kind) t.refuse("kind", "one of " + kind_names());
  }
  out.fact.names = t.texts("name");
  out.fact.values = t.texts("value");
  out.fact.serials = t.texts("serial");
  for (auto digest : t.texts("digest")) {
    for (char& c : digest)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (digest.size() % 2 != 0 || digest.size() < 32 ||
        digest.find_first_not_of("0123456789abcdef") != std::string::npos)
      t.refuse("digest", "digests as hexadecimal digits");
    out.fact.digests.push_back(std::move(digest));
  }
}

// Who could see each pattern, each once.
void add_sights(const Condition& c, Table& t, std::vector<fleet::Sight>& out) {
  const auto add = [&](fleet::Sight s) {
    const auto same = [&](const fleet::Sight& o) {
      return o.discipline == s.discipline && o.sources == s.sources;
    };
    if (std::ranges::none_of(out, same)) out.push_back(s);
  };
  if (c.op == Condition::Op::finding)
    for (const auto& code : c.finding.codes) {
      if (const auto sight = sight_of_code(code))
        add(*sight);
      else
        t.refuse("needs", "the disciplines that could see it, since \"" +
                              base::printable(code, 60) + "\" does not say");
    }
  if (c.op == Condition::Op::fact) {
    if (c.fact.names.empty()) add(sight_of_fact(c.fact.kind, ""));
    for (const auto& n : c.fact.names) add(sight_of_fact(c.fact.kind, n));
  }
  for (const auto& part : c.parts) add_sights(part, t, out);
}

void parse_needs(Table& t, Claim& out) {
  const auto needs = t.texts("needs");
  if (needs.empty()) return add_sights(out.query.shown, t, out.query.sights);
  for (const auto& text : needs) {
    if (const auto d = appraise::discipline_from_name(text))
      out.query.sights.push_back({.discipline = *d, .sources = 0});
    else
      t.refuse("needs", "boot, firmware, inventory, board, traffic or custody");
  }
}

Claim parse_claim(Table& t, base::Time date) {
  Claim out;
  out.id = t.required_text("id");
  out.text = t.required_text("text");
  auto& q = out.query;
  const auto match = t.text("match").value_or("any");
  if (match != "any" && match != "all") t.refuse("match", "\"any\" or \"all\"");
  q.shown.op = match == "all" ? Condition::Op::all : Condition::Op::any;
  for (Table& s : t.tables("shown_by")) {
    Condition c;
    if (s.has("findings"))
      parse_finding_pattern(s, c);
    else
      parse_fact_pattern(s, c);
    const auto indicators = s.text("indicators");
    if (indicators) {
      if (c.op == Condition::Op::finding) s.refuse("indicators", "no findings beside it");
      out.indicator_files.push_back(*indicators);
      out.indicator_parts.push_back(q.shown.parts.size());
    }
    const auto& f = c.fact;
    if (c.op == Condition::Op::fact && !indicators && !f.kind && f.names.empty() &&
        f.values.empty() && f.digests.empty() && f.serials.empty())
      s.refuse("findings",
               "findings, or kind, name, value, digest, serial or indicators of a fact");
    q.shown.parts.push_back(std::move(c));
  }
  q.examined_from = t.time("as_of").value_or(date).seconds;
  if (const auto from = t.time("held_from")) q.from = from->seconds;
  if (const auto to = t.time("held_to")) q.to = to->seconds;
  const auto accept = t.text("accept").value_or("affirmed");
  if (accept != "affirmed" && accept != "warning")
    t.refuse("accept", "\"affirmed\" or \"warning\"");
  q.accept_warning = accept == "warning";
  // A discipline that this version cannot ask may still be named: the answer is "unknown" then.
  if (q.shown.parts.empty() && !t.has("needs"))
    t.refuse("shown_by", "what would show the claim, or `needs`: who would have to look");
  parse_needs(t, out);
  return out;
}

Question parse_question(Table& t) {
  Question out;
  out.id = t.required_text("id");
  out.text = t.required_text("text");
  const auto kind = t.required_text("kind");
  if (kind == "count") {
    for (const auto& text : t.texts("claimed")) {
      if (text.empty() || text.size() > 12 ||
          text.find_first_not_of("0123456789") != std::string::npos)
        t.refuse("claimed", "numbers as text, like \"2000\"");
      else
        out.claimed.push_back(std::stoll(text));
    }
    if (auto population = t.table("population")) out.population = parse_population(*population);
    return out;
  }
  out.kind = Question::Kind::shared;
  if (kind != "shared") t.refuse("kind", "\"count\" or \"shared\"");
  const auto column = t.required_text("column");
  const auto it = std::ranges::find(kSelectable, column, [](Column c) { return name(c); });
  if (it == kSelectable.end())
    t.refuse("column", "a column of the asset register, like tenant");
  else
    out.column = *it;
  out.first = t.texts("first");
  out.second = t.texts("second");
  if (out.first.empty()) t.refuse("first", "at least one pattern");
  if (out.second.empty()) t.refuse("second", "at least one pattern");
  return out;
}

template <class Item>
void refuse_repeats(const std::vector<Item>& items, Table& root, std::string_view key) {
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (items[i].id == items[k].id) root.refuse(key, "ids that differ");
}

}  // namespace

base::Result<Allegation> parse_allegation(std::string_view toml, const std::string& file) {
  ASSAY_TRY(auto document, formats::toml::Document::parse(toml, file));
  Table root = document.root();
  Allegation out;
  out.file = file;
  if (root.integer("version").value_or(1) != 1) root.refuse("version", "1");
  out.id = root.required_text("id");
  out.source = root.required_text("source");
  out.text = root.required_text("text");
  const auto date = root.time("date");
  if (!date) root.refuse("date", "the day on which it was made, like 2018-10-04");
  out.date = date.value_or(base::Time{});
  if (auto population = root.table("population")) {
    out.population_text = population->text("text").value_or("");
    out.population = parse_population(*population);
  }
  for (Table& t : root.tables("claims")) out.claims.push_back(parse_claim(t, out.date));
  for (Table& t : root.tables("questions")) out.questions.push_back(parse_question(t));
  if (out.claims.empty() && out.questions.empty())
    root.refuse("claims", "at least one claim or question");
  if (out.claims.size() > fleet::kMostClaims)
    root.refuse("claims", fmt::format("at most {} claims", fleet::kMostClaims));
  refuse_repeats(out.claims, root, "claims");
  refuse_repeats(out.questions, root, "questions");
  ASSAY_CHECK(document.finish());
  return out;
}

base::Result<void> add_indicators(Claim& claim, std::size_t file, std::string_view text) {
  auto& digests = claim.query.shown.parts[claim.indicator_parts[file]].fact.digests;
  std::size_t line = 0;
  while (!text.empty()) {
    ++line;
    const auto end = std::min(text.find('\n'), text.size());
    auto row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!row.empty() && (row.back() == '\r' || row.back() == ' ')) row.remove_suffix(1);
    if (row.empty() || row.front() == '#') continue;
    const auto digest =
        crypto::Digest::from_hex(crypto::HashAlg::sha256, row.substr(0, row.find_first_of(" ,\t")));
    if (!digest)
      return std::unexpected(
          base::Error{base::ErrorKind::malformed,
                      fmt::format("line {}: expected a SHA-256 of 64 hexadecimal digits", line)});
    digests.push_back(digest->hex());
  }
  if (digests.empty())
    return std::unexpected(base::Error{base::ErrorKind::malformed, "holds no digest"});
  return {};
}

}  // namespace assay::answer
