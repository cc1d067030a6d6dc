#include "answer/explain.h"

#include <fmt/format.h>

#include "answer/sight.h"
#include "base/text.h"

namespace assay::answer {
namespace {

using fleet::Column;
using fleet::Condition;

std::string listed(const std::vector<std::string>& items) {
  constexpr std::size_t kMost = 6;
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < kMost; ++i)
    out += fmt::format("{}{}", i == 0 ? "" : " or ", base::printable(items[i], 80));
  if (items.size() > kMost) out += fmt::format(" or {} more", items.size() - kMost);
  return out;
}

std::string day(std::int64_t at) { return base::to_rfc3339({at}).substr(0, 10); }

std::string column_words(Column c) {
  switch (c) {
    case Column::server:
      return "whose id";
    case Column::acquired_with:
      return "whose acquisition (acquired_with)";
    case Column::board_revision:
      return "whose board revision";
    default:
      return fmt::format("whose {}", name(c));
  }
}

std::string fact_words(const fleet::FactPattern& f) {
  std::string out = "a fact";
  if (f.kind) out += fmt::format(" of kind {}", evidence::name(*f.kind));
  if (!f.names.empty()) out += " named " + listed(f.names);
  if (!f.values.empty()) out += " whose value is like " + listed(f.values);
  if (!f.digests.empty())
    out += f.digests.size() == 1 ? " with digest " + f.digests.front()
                                 : fmt::format(" with one of {} digests", f.digests.size());
  if (!f.serials.empty()) out += " with a serial number like " + listed(f.serials);
  return out;
}

std::string finding_words(const fleet::FindingPattern& f) {
  return fmt::format(
      "a finding {} at {} or above{}", listed(f.codes), evidence::name(f.at_least),
      f.explained ? ", planned changes included" : " that no planned change explains");
}

void explain_claim(const Claim& c, std::string& out) {
  out += fmt::format("\nClaim {}: {}\n", base::printable(c.id, 100), base::printable(c.text, 2000));
  out += c.query.shown.parts.empty()
             ? "  Nothing that this version examines would show it.\n"
             : fmt::format("  Affected: shows {}.\n", condition_words(c.query.shown));
  for (const auto& file : c.indicator_files)
    out += fmt::format("  Indicators: digests in {}.\n", base::printable(file, 200));
  if (c.query.from || c.query.to)
    out += fmt::format("  Only what held {}{} counts.\n",
                       c.query.from ? "after " + day(*c.query.from) : "",
                       c.query.to ? (c.query.from ? " and by " : "by ") + day(*c.query.to) : "");
  out +=
      fmt::format("  Cleared: examined on or after {} by {}, with the verdict {}, and not seen.\n",
                  day(c.query.examined_from), sight_words(c.query.sights),
                  c.query.accept_warning ? "affirmed or warning" : "affirmed");
  out += "  Unknown: everything else.\n";
}

}  // namespace

std::string population_words(const fleet::Population& p) {
  std::string out;
  const auto add = [&](const std::string& text) {
    out += fmt::format("{}{}", out.empty() ? "servers " : " and ", text);
  };
  for (const auto& s : p.selectors)
    add(fmt::format("{} is like {}", column_words(s.column), listed(s.globs)));
  if (p.received_from || p.received_to)
    add(fmt::format("that were received{}{}",
                    p.received_from ? " from " + day(*p.received_from) : "",
                    p.received_to ? " to " + day(*p.received_to) : ""));
  if (!p.located_with.empty())
    add("that ever shared a site, at one time, with a server like " + listed(p.located_with));
  return out.empty() ? "all servers" : out;
}

std::string condition_words(const Condition& c) {
  if (c.op == Condition::Op::fact) return fact_words(c.fact);
  if (c.op == Condition::Op::finding) return finding_words(c.finding);
  std::string out;
  for (const auto& part : c.parts)
    out += fmt::format("{}{}",
                       out.empty()                  ? ""
                       : c.op == Condition::Op::all ? "; and "
                                                    : "; or ",
                       condition_words(part));
  return out;
}

std::string sight_words(const std::vector<fleet::Sight>& sights) {
  std::string out;
  for (const auto& s : sights) out += fmt::format("{}{}", out.empty() ? "" : " and ", words(s));
  return out.empty() ? "nobody: no discipline sees it" : out;
}

std::string explain(const Allegation& a) {
  std::string out = fmt::format("Allegation {} ({}, {})\n", base::printable(a.id, 100),
                                base::printable(a.source, 200), day(a.date.seconds));
  if (!a.population_text.empty())
    out +=
        fmt::format("Population, as it was said: {}\n", base::printable(a.population_text, 1000));
  out += fmt::format("Population, as it was read: {}.\n", population_words(a.population));
  for (const auto& c : a.claims) explain_claim(c, out);
  for (const auto& q : a.questions) {
    out += fmt::format("\nQuestion {}: {}\n", base::printable(q.id, 100),
                       base::printable(q.text, 2000));
    if (q.kind == Question::Kind::count)
      out += fmt::format("  Counts {}.\n", population_words(q.population));
    else
      out += fmt::format("  Looks for servers and sites whose {} was like {} and also like {}.\n",
                         name(q.column), listed(q.first), listed(q.second));
  }
  return out;
}

}  // namespace assay::answer
