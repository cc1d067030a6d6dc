// Reading statement.json, in exactly the order that to_json.cpp writes it.
#include <algorithm>

#include "statement/json_cursor.h"
#include "statement/statement.h"

namespace assay::statement {
namespace {

using bytes::Parsed;

constexpr std::size_t kDigits = 64;  // of a SHA-256 in hexadecimal

bool is_digest(std::string_view text) {
  return text.size() == kDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

class Parser {
 public:
  Parser(bytes::Reader text, bytes::Budget& budget) : j_(text, budget) {}

  Parsed<Statement> run() {
    ASSAY_CHECK(allegation());
    ASSAY_CHECK(j_.literal("},\n\"appraisals\":", "appraisals"));
    const auto leaf_number = [&]() -> Parsed<void> {
      ASSAY_TRY(const auto n, j_.number("appraisals"));
      s_.appraisals.push_back(n);
      return {};
    };
    ASSAY_CHECK(j_.array("appraisals", leaf_number));
    ASSAY_CHECK(time_at(",\"as_of\":", "as_of", s_.as_of));
    ASSAY_CHECK(j_.literal(",\n\"claims\":", "claims"));
    ASSAY_CHECK(j_.array("claims", [&] { return claim(); }));
    ASSAY_CHECK(text_at(",\n\"engine\":", "engine", s_.engine));
    ASSAY_CHECK(inputs());
    ASSAY_CHECK(population());
    ASSAY_CHECK(questions());
    ASSAY_CHECK(j_.literal(",\"redacted\":", "redacted"));
    ASSAY_TRY(s_.redacted, j_.boolean("redacted"));
    ASSAY_CHECK(j_.literal(",\n\"rows\":", "rows"));
    ASSAY_CHECK(j_.array("rows", [&] { return row(); }));
    ASSAY_CHECK(j_.literal(",\n\"version\":1}\n", "version"));
    ASSAY_CHECK(j_.finish());
    ASSAY_CHECK(shown_rows_exist());
    return std::move(s_);
  }

 private:
  Parsed<void> text_at(std::string_view key, std::string_view field, std::string& into) {
    ASSAY_CHECK(j_.literal(key, field));
    ASSAY_TRY(into, j_.string(field));
    return {};
  }
  Parsed<void> number_at(std::string_view key, std::string_view field, std::uint64_t& into) {
    ASSAY_CHECK(j_.literal(key, field));
    ASSAY_TRY(into, j_.number(field));
    return {};
  }
  Parsed<void> time_at(std::string_view key, std::string_view field, base::Time& into) {
    ASSAY_CHECK(j_.literal(key, field));
    const auto start = j_.offset();
    ASSAY_TRY(const auto text, j_.string(field));
    const auto time = base::parse_rfc3339(text);
    if (!time || base::to_rfc3339(*time) != text)
      return bytes::bad_value(start, field, "a time like 2026-11-22T03:00:00Z");
    into = *time;
    return {};
  }
  Parsed<void> digest_or_null(std::string_view key, std::string_view field, std::string& into) {
    ASSAY_CHECK(j_.literal(key, field));
    const auto start = j_.offset();
    ASSAY_TRY(into, j_.string_or_null(field));
    if (!into.empty() && !is_digest(into))
      return bytes::bad_value(start, field, "null, or 64 hexadecimal digits");
    return {};
  }
  Parsed<void> texts_at(std::string_view key, std::string_view field,
                        std::vector<std::string>& into) {
    ASSAY_CHECK(j_.literal(key, field));
    return j_.array(field, [&]() -> Parsed<void> {
      ASSAY_TRY(into.emplace_back(), j_.string(field));
      return {};
    });
  }

  Parsed<void> allegation() {
    auto& a = s_.allegation;
    ASSAY_CHECK(text_at("{\"allegation\":{\"date\":", "date", a.date));
    ASSAY_CHECK(text_at(",\"id\":", "id", a.id));
    ASSAY_CHECK(number_at(",\"leaf\":", "leaf", a.leaf));
    ASSAY_CHECK(text_at(",\"sha256\":", "sha256", a.sha256));
    ASSAY_CHECK(text_at(",\"source\":", "source", a.source));
    return text_at(",\"text\":", "text", a.text);
  }

  Parsed<void> claim() {
    Claim& c = s_.claims.emplace_back();
    ASSAY_CHECK(j_.literal("{\"accept_warning\":", "accept_warning"));
    ASSAY_TRY(c.accept_warning, j_.boolean("accept_warning"));
    ASSAY_CHECK(time_at(",\"as_of\":", "as_of", c.as_of));
    ASSAY_CHECK(texts_at(",\"cannot_exclude\":", "cannot_exclude", c.cannot));
    ASSAY_CHECK(j_.literal(",\"counts\":{", "counts"));
    for (std::size_t s = 0; s < kStandings; ++s) {
      if (s > 0) ASSAY_CHECK(j_.literal(",", "counts"));
      ASSAY_CHECK(j_.literal("\"", "counts"));
      ASSAY_CHECK(j_.literal(name(static_cast<Standing>(s)), "counts"));
      ASSAY_CHECK(number_at("\":", "counts", c.counts.of[s]));
    }
    ASSAY_CHECK(text_at("},\"id\":", "id", c.id));
    ASSAY_CHECK(j_.literal(",\"needs\":", "needs"));
    ASSAY_CHECK(j_.array("needs", [&] { return sight(c.needs.emplace_back()); }));
    ASSAY_CHECK(j_.literal(",\"shown\":", "shown"));
    ASSAY_CHECK(j_.array("shown", [&] { return shown(c.shown.emplace_back()); }));
    ASSAY_CHECK(text_at(",\"shown_by\":", "shown_by", c.shown_by));
    ASSAY_CHECK(text_at(",\"text\":", "text", c.text));
    return j_.literal("}", "claims");
  }

  Parsed<void> sight(Sight& s) {
    ASSAY_CHECK(text_at("{\"discipline\":", "discipline", s.discipline));
    ASSAY_CHECK(texts_at(",\"sources\":", "sources", s.sources));
    return j_.literal("}", "needs");
  }

  Parsed<void> shown(Shown& s) {
    ASSAY_CHECK(j_.literal("{\"code\":", "code"));
    ASSAY_TRY(s.code, j_.string_or_null("code"));
    ASSAY_CHECK(text_at(",\"fact\":", "fact", s.fact));
    ASSAY_CHECK(number_at(",\"row\":", "row", s.row));
    ASSAY_CHECK(time_at(",\"since\":", "since", s.since));
    return j_.literal("}", "shown");
  }

  Parsed<void> inputs() {
    ASSAY_CHECK(j_.literal(",\"inputs\":", "inputs"));
    return j_.array("inputs", [&]() -> Parsed<void> {
      Input& i = s_.inputs.emplace_back();
      ASSAY_CHECK(text_at("{\"name\":", "name", i.name));
      ASSAY_CHECK(digest_or_null(",\"sha256\":", "sha256", i.sha256));
      return j_.literal("}", "inputs");
    });
  }

  Parsed<void> population() {
    auto& p = s_.population;
    ASSAY_CHECK(number_at(",\n\"population\":{\"certain\":", "certain", p.certain));
    ASSAY_CHECK(number_at(",\"fleet\":", "fleet", p.fleet));
    ASSAY_CHECK(number_at(",\"leaf\":", "leaf", p.leaf));
    ASSAY_CHECK(number_at(",\"possible\":", "possible", p.possible));
    ASSAY_CHECK(text_at(",\"read\":", "read", p.read));
    ASSAY_CHECK(text_at(",\"text\":", "text", p.text));
    return number_at(",\"without_evidence\":", "without_evidence", p.without_evidence);
  }

  Parsed<void> questions() {
    ASSAY_CHECK(j_.literal("},\n\"questions\":", "questions"));
    return j_.array("questions", [&]() -> Parsed<void> {
      Question& q = s_.questions.emplace_back();
      ASSAY_CHECK(texts_at("{\"answers\":", "answers", q.answers));
      ASSAY_CHECK(text_at(",\"id\":", "id", q.id));
      ASSAY_CHECK(text_at(",\"text\":", "text", q.text));
      ASSAY_CHECK(text_at(",\"verdict\":", "verdict", q.verdict));
      return j_.literal("}", "questions");
    });
  }

  Parsed<void> standing(Row& row) {
    ASSAY_CHECK(j_.literal("\"", "claims of a row"));
    for (std::size_t s = 0; s < kStandings; ++s) {
      const auto one = static_cast<Standing>(s);
      if (!j_.take(name(one))) continue;
      row.claims.push_back(one);
      return j_.literal("\"", "claims of a row");
    }
    return bytes::bad_value(j_.offset(), "claims of a row", "affected, cleared, not_examined, …");
  }

  Parsed<void> look(Look& l) {
    ASSAY_CHECK(texts_at("{\"affirmed\":", "affirmed", l.affirmed));
    ASSAY_CHECK(time_at(",\"at\":", "at", l.at));
    ASSAY_CHECK(j_.literal(",\"leaf\":", "leaf"));
    if (!j_.take("null")) {
      ASSAY_TRY(l.leaf, j_.number("leaf"));
    }
    ASSAY_CHECK(texts_at(",\"seen\":", "seen", l.seen));
    ASSAY_CHECK(digest_or_null(",\"sha256\":", "sha256", l.sha256));
    ASSAY_CHECK(texts_at(",\"warning\":", "warning", l.warning));
    return j_.literal("}", "evidence");
  }

  Parsed<void> row() {
    const auto start = j_.offset();
    Row& r = s_.rows.emplace_back();
    ASSAY_CHECK(j_.literal("\n{\"claims\":", "claims of a row"));
    ASSAY_CHECK(j_.array("claims of a row", [&] { return standing(r); }));
    if (r.claims.size() != s_.claims.size())
      return bytes::bad_value(start, "claims of a row", "one for each claim");
    ASSAY_CHECK(j_.literal(",\"evidence\":", "evidence"));
    ASSAY_CHECK(j_.array("evidence", [&] { return look(r.evidence.emplace_back()); }));
    ASSAY_CHECK(text_at(",\"id\":", "id of a row", r.id));
    ASSAY_CHECK(j_.literal(",\"member\":", "member"));
    ASSAY_TRY(r.member, j_.boolean("member"));
    return j_.literal("}", "rows");
  }

  Parsed<void> shown_rows_exist() const {
    for (const Claim& c : s_.claims)
      for (const Shown& s : c.shown)
        if (s.row >= s_.rows.size())
          return bytes::bad_value(j_.offset(), "row of shown", "the number of a row, from 0");
    return {};
  }

  JsonCursor j_;
  Statement s_;
};

}  // namespace

bytes::Parsed<Statement> parse_statement(bytes::Reader text, bytes::Budget& budget) {
  return Parser(text, budget).run();
}

}  // namespace assay::statement
