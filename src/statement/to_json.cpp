// Writing statement.json. Members stand in alphabetical order; a row is a line, so that people find
// it and tools that read lines can.
#include <utility>

#include "base/format.h"
#include "statement/json_cursor.h"
#include "statement/statement.h"

namespace assay::statement {
namespace {

class Json {
 public:
  Json& raw(std::string_view text) {
    out_ += text;
    return *this;
  }
  Json& text(std::string_view text) {
    append_json_string(out_, text);
    return *this;
  }
  Json& text_or_null(std::string_view text) {
    append_json_or_null(out_, text);
    return *this;
  }
  Json& number(std::uint64_t n) {
    base::append(out_, "{}", n);
    return *this;
  }
  Json& flag(bool b) { return raw(b ? "true" : "false"); }
  Json& time(base::Time t) { return text(base::to_rfc3339(t)); }
  template <class Items, class Write>
  Json& list(const Items& items, const Write& write) {
    out_ += '[';
    bool first = true;
    for (const auto& item : items) {
      if (!std::exchange(first, false)) out_ += ',';
      write(item);
    }
    out_ += ']';
    return *this;
  }
  Json& texts(const std::vector<std::string>& items) {
    return list(items, [&](const std::string& s) { text(s); });
  }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

void write(Json& j, const Claim& c) {
  j.raw(R"({"accept_warning":)").flag(c.accept_warning).raw(R"(,"as_of":)").time(c.as_of);
  j.raw(R"(,"cannot_exclude":)").texts(c.cannot).raw(R"(,"counts":{)");
  // In the order of the enumeration, which is not the alphabet's; the reader wants the same.
  for (std::size_t s = 0; s < kStandings; ++s) {
    if (s > 0) j.raw(",");
    j.text(name(static_cast<Standing>(s))).raw(":").number(c.counts.of[s]);
  }
  j.raw(R"(},"id":)").text(c.id).raw(R"(,"needs":)");
  j.list(c.needs, [&](const Sight& s) {
    j.raw(R"({"discipline":)").text(s.discipline).raw(R"(,"sources":)").texts(s.sources).raw("}");
  });
  j.raw(R"(,"shown":)").list(c.shown, [&](const Shown& s) {
    j.raw(R"({"code":)").text_or_null(s.code).raw(R"(,"fact":)").text(s.fact).raw(R"(,"row":)");
    j.number(s.row).raw(R"(,"since":)").time(s.since).raw("}");
  });
  j.raw(R"(,"shown_by":)").text(c.shown_by).raw(R"(,"text":)").text(c.text).raw("}");
}

void write(Json& j, const Look& l) {
  j.raw(R"({"affirmed":)").texts(l.affirmed).raw(R"(,"at":)").time(l.at).raw(R"(,"leaf":)");
  if (l.leaf)
    j.number(*l.leaf);
  else
    j.raw("null");
  j.raw(R"(,"seen":)").texts(l.seen).raw(R"(,"sha256":)").text_or_null(l.sha256);
  j.raw(R"(,"warning":)").texts(l.warning).raw("}");
}

void write(Json& j, const Row& r) {
  j.raw(
       "\n"
       R"({"claims":)")
      .list(r.claims, [&](Standing s) { j.text(name(s)); });
  j.raw(R"(,"evidence":)").list(r.evidence, [&](const Look& l) { write(j, l); });
  j.raw(R"(,"id":)").text(r.id).raw(R"(,"member":)").flag(r.member).raw("}");
}

}  // namespace

std::string to_json(const Statement& s) {
  Json j;
  j.raw(R"({"allegation":{"date":)").text(s.allegation.date).raw(R"(,"id":)").text(s.allegation.id);
  j.raw(R"(,"leaf":)").number(s.allegation.leaf).raw(R"(,"sha256":)").text(s.allegation.sha256);
  j.raw(R"(,"source":)").text(s.allegation.source).raw(R"(,"text":)").text(s.allegation.text);
  j.raw(
       "},\n"
       R"("appraisals":)")
      .list(s.appraisals, [&](std::uint64_t n) { j.number(n); });
  j.raw(R"(,"as_of":)")
      .time(s.as_of)
      .raw(
          ",\n"
          R"("claims":)");
  j.list(s.claims, [&](const Claim& c) { write(j, c); });
  j.raw(
       ",\n"
       R"("engine":)")
      .text(s.engine)
      .raw(R"(,"inputs":)");
  j.list(s.inputs, [&](const Input& i) {
    j.raw(R"({"name":)").text(i.name).raw(R"(,"sha256":)").text_or_null(i.sha256).raw("}");
  });
  const auto& p = s.population;
  j.raw(
       ",\n"
       R"("population":{"certain":)")
      .number(p.certain)
      .raw(R"(,"fleet":)")
      .number(p.fleet);
  j.raw(R"(,"leaf":)").number(p.leaf).raw(R"(,"possible":)").number(p.possible);
  j.raw(R"(,"read":)").text(p.read).raw(R"(,"text":)").text(p.text);
  j.raw(R"(,"without_evidence":)")
      .number(p.without_evidence)
      .raw(
          "},\n"
          R"("questions":)");
  j.list(s.questions, [&](const Question& q) {
    j.raw(R"({"answers":)").texts(q.answers).raw(R"(,"id":)").text(q.id).raw(R"(,"text":)");
    j.text(q.text).raw(R"(,"verdict":)").text(q.verdict).raw("}");
  });
  j.raw(R"(,"redacted":)")
      .flag(s.redacted)
      .raw(
          ",\n"
          R"("rows":)");
  j.list(s.rows, [&](const Row& r) { write(j, r); });
  return std::move(j.raw(",\n"
                         R"("version":1})"
                         "\n"))
      .take();
}

}  // namespace assay::statement
