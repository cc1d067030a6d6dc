#include "statement/page.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace assay::statement {
namespace {

// Lines stay lines; every other control character is made visible.
std::string safe(std::string_view text) {
  std::string out;
  while (true) {
    const auto end = text.find('\n');
    out += base::html_escaped(base::printable(text.substr(0, end), 100'000));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string sight_words(const Sight& s) {
  std::string out = safe(s.discipline);
  for (std::size_t i = 0; i < s.sources.size(); ++i)
    out += (i == 0 ? " (by " : " or ") + safe(s.sources[i]);
  return s.sources.empty() ? out : out + ")";
}

void write_head(std::string& out, const Statement& s) {
  base::append(out,
               "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">{}\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<title>Statement on {}</title>\n<style>{}</style></head>\n<body>\n",
               kPageForm, safe(s.allegation.id), page_style());
  base::append(out,
               "<h1>Statement on the allegation {}</h1>\n<p>Said by {} on {}:</p>\n"
               "<blockquote>{}</blockquote>\n",
               safe(s.allegation.id), safe(s.allegation.source), safe(s.allegation.date),
               safe(s.allegation.text));
  base::append(
      out, "<p>Answered as of {} by {}.{}</p>\n", base::to_rfc3339(s.as_of), safe(s.engine),
      s.redacted ? " Names and places are withheld: in their stead stand commitments, which "
                   "the operator can open one by one."
                 : "");
  const auto& p = s.population;
  base::append(out,
               "<h2>Which servers</h2>\n<p>{}</p><p>Read as: {}. Of {} in the fleet, {} of them{}; "
               "of {} there is no evidence at all.</p>\n",
               safe(p.text), safe(p.read), base::counted(p.fleet, "server"),
               base::counted(p.certain, "is", "are"),
               p.possible == 0 ? ""
                               : ", and " + std::to_string(p.possible) +
                                     " more may be, since the asset register is silent on them",
               p.without_evidence);
}

void write_claim(std::string& out, const Statement& s, const Claim& c) {
  base::append(out,
               "<section><h3>{}</h3>\n<p>{}</p>\n<table class=\"counts\"><tr><th>affected</th>"
               "<th>cleared</th><th>unknown</th></tr><tr><td class=\"{}\">{}</td><td>{}</td>"
               "<td>{}</td></tr></table>\n",
               safe(c.id), safe(c.text), c.counts.of[0] > 0 ? "bad" : "", c.counts.of[0],
               c.counts.of[1], c.counts.unknown());
  base::append(out, "<p>What would show it: {}.</p>\n<p>Who has to look, on or after {}:",
               safe(c.shown_by), base::to_rfc3339(c.as_of));
  for (std::size_t i = 0; i < c.needs.size(); ++i)
    base::append(out, "{} {}", i == 0 ? "" : " and", sight_words(c.needs[i]));
  out += ".</p>\n<ul>";
  for (std::size_t n = 2; n < kStandings; ++n)
    if (c.counts.of[n] > 0)
      base::append(out, "<li>{} {}</li>", c.counts.of[n], words(static_cast<Standing>(n)));
  out += "</ul>\n";
  if (!c.shown.empty()) {
    out += "<h4>What was found</h4>\n<ul>";
    for (const Shown& shown : c.shown)
      base::append(out, "<li><b>{}</b> {}{}{} <small>since {}</small></li>\n",
                   safe(s.rows[shown.row].id), safe(shown.code), shown.code.empty() ? "" : ": ",
                   safe(shown.fact), base::to_rfc3339(shown.since));
    out += "</ul>\n";
  }
  out += "<h4>What this cannot exclude</h4>\n<ul>";
  for (const auto& line : c.cannot) base::append(out, "<li>{}</li>", safe(line));
  out += "</ul></section>\n";
}

void write_questions(std::string& out, const Statement& s) {
  if (s.questions.empty()) return;
  out += "<h2>Questions</h2>\n<dl>";
  for (const Question& q : s.questions) {
    base::append(out, "<dt>{}</dt><dd>{}</dd>\n", safe(q.text), safe(q.verdict));
    for (const auto& answer : q.answers) base::append(out, "<dd>{}</dd>\n", safe(answer));
  }
  out += "</dl>\n";
}

bool is_clean(const Row& row) {
  return std::ranges::all_of(row.claims, [](Standing s) { return s == Standing::cleared; });
}

void write_rows(std::string& out, const Statement& s) {
  std::vector<const Row*> order;
  for (const Row& row : s.rows) order.push_back(&row);
  std::ranges::stable_sort(order, {}, [](const Row* row) { return is_clean(*row); });
  base::append(out, "<h2>Server by server</h2>\n<table><tr><th>server</th><th>examined</th>");
  for (const Claim& c : s.claims) base::append(out, "<th>{}</th>", safe(c.id));
  out += "</tr>\n";
  for (std::size_t i = 0; i < std::min(order.size(), kMostPageRows); ++i) {
    const Row& row = *order[i];
    base::append(
        out, "<tr><td>{}</td><td>{}</td>", safe(row.id),
        row.evidence.empty() ? "never" : base::to_rfc3339(row.evidence.back().at).substr(0, 10));
    for (const Standing standing : row.claims)
      base::append(out, "<td class=\"{}\">{}</td>", standing == Standing::affected ? "bad" : "",
                   name(standing));
    out += "</tr>\n";
  }
  out += "</table>\n";
  if (order.size() > kMostPageRows)
    base::append(out, "<p>and {} more, all in statement.json</p>\n", order.size() - kMostPageRows);
}

}  // namespace

std::string render_page(const Statement& s) {
  std::string out;
  write_head(out, s);
  out += "<h2>What was claimed, and what the evidence says</h2>\n";
  for (const Claim& c : s.claims) write_claim(out, s, c);
  write_questions(out, s);
  write_rows(out, s);
  out +=
      "<h2>Check it</h2>\n<p>This page alone proves nothing. <code>assay-verify FILE --trust "
      "POLICY</code> checks signature, counts and proofs. Here the browser can compute the digests "
      "of a statement's file and follow its proof, without sending anything anywhere; whose keys "
      "signed it, it cannot tell.</p>\n<p><input type=\"file\" id=\"file\"></p>\n<ul "
      "id=\"told\"></ul>\n";
  base::append(out, "<script>{}</script>\n</body></html>\n", page_script());
  return out;
}

}  // namespace assay::statement
