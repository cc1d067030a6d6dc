#include "report/answer_text.h"

#include <fmt/format.h>

#include "answer/explain.h"
#include "answer/sight.h"
#include "base/text.h"

namespace assay::report {
namespace {

using Sink = std::function<void(std::string_view)>;

constexpr std::size_t kMostServers = 10;
constexpr std::size_t kWidth = 100;

std::string paint(std::string text, std::string_view color, const TextStyle& style) {
  return style.color ? fmt::format("\x1b[{}m{}\x1b[0m", color, text) : text;
}

std::string dated(fleet::Seconds at) { return base::to_rfc3339({at}).substr(0, 10); }

void tell_shown(const answer::ClaimAnswer& a, const Sink& sink) {
  std::size_t servers = 0;
  std::string_view last;
  for (const auto& s : a.shown) {
    if (s.server != last) {
      if (++servers > kMostServers) break;
      last = s.server;
      sink(fmt::format("    {}\n", base::printable(s.server, 120)));
    }
    const std::string words = s.code.empty()
                                  ? base::printable(s.words, 400)
                                  : fmt::format("{}: {}", s.code, base::printable(s.words, 400));
    sink(fmt::format("      {}\n", wrapped(words, kWidth, "      ")));
    std::string place =
        s.cite.artefact.empty() ? std::string{} : base::printable(s.cite.artefact, 200);
    if (!s.cite.at.empty()) place += fmt::format(" ({})", base::printable(s.cite.at, 120));
    sink(fmt::format("      seen {}{}{}{}\n", dated(s.since),
                     s.until == fleet::kOpen ? "" : " to " + dated(s.until),
                     place.empty() ? "" : ", " + place,
                     s.evidence.empty() ? "" : ", evidence " + s.evidence.substr(0, 16) + "…"));
  }
  if (a.counts.affected > kMostServers)
    sink(fmt::format("    and {} more (--json lists all)\n", a.counts.affected - kMostServers));
}

void tell_unknown(const answer::ClaimCounts& n, const Sink& sink) {
  const auto line = [&](std::uint64_t count, std::string_view why) {
    if (count > 0) sink(fmt::format("    {:>9}  {}\n", count, why));
  };
  line(n.unexamined, "nobody who could see it has looked");
  line(n.too_early, "last examined before the claim's date");
  line(n.not_affirmed, "examined, but the discipline's own verdict does not carry a denial");
  line(n.unplaced, "the asset register does not say whether they belong to the population");
}

void tell_claim(const answer::Claim& claim, const answer::ClaimAnswer& a, const TextStyle& style,
                const Sink& sink) {
  const auto& n = a.counts;
  sink(fmt::format("\n{}  {}\n", paint(base::printable(claim.id, 60), "1", style),
                   wrapped(base::printable(claim.text, 1000), kWidth, "  ")));
  sink(fmt::format("  {}\n", paint(fmt::format("affected {:>8}", n.affected),
                                   n.affected > 0 ? "31" : "0", style)));
  tell_shown(a, sink);
  sink(fmt::format("  {}   examined by {}, nothing found\n",
                   paint(fmt::format("cleared  {:>8}", n.cleared), "32", style),
                   answer::sight_words(claim.query.sights)));
  sink(fmt::format("  {}\n", paint(fmt::format("unknown  {:>8}", n.unknown()),
                                   n.unknown() > 0 ? "33" : "0", style)));
  tell_unknown(n, sink);
  std::uint32_t told = 0;
  for (const auto& s : claim.query.sights) {
    const auto bit = 1U << static_cast<unsigned>(s.discipline);
    if ((told & bit) != 0) continue;
    told |= bit;
    sink(fmt::format("  {}\n",
                     wrapped(fmt::format("{} cannot exclude: {}.", appraise::name(s.discipline),
                                         answer::method_of(s.discipline).cannot),
                             kWidth, "    ")));
  }
}

void tell_question(const answer::Question& q, const answer::QuestionAnswer& a, const Sink& sink) {
  sink(fmt::format("\n{}  {}\n", base::printable(q.id, 60),
                   wrapped(base::printable(q.text, 1000), kWidth, "  ")));
  if (q.kind == answer::Question::Kind::count) {
    std::string claimed;
    for (const auto number : q.claimed)
      claimed += fmt::format("{}{}", claimed.empty() ? " (claimed: " : " or ", number);
    sink(fmt::format(
        "  {}{}{}\n",
        a.possible == 0 ? fmt::format("{}", a.certain)
                        : fmt::format("at least {}, at most {}", a.certain, a.certain + a.possible),
        claimed, claimed.empty() ? "" : ")"));
    return;
  }
  if (a.shared.empty()) {
    sink(a.column_known ? "  No: the asset register's history has no server and no site of both.\n"
                        : "  Unknown: the asset register says nothing in that column.\n");
    return;
  }
  std::size_t told = 0;
  for (const auto& s : a.shared) {
    if (++told > kMostServers) break;
    sink(fmt::format("  Yes: {} {}: {} and {}{}\n", s.server ? "server" : "site",
                     base::printable(s.place, 120), base::printable(s.first, 120),
                     base::printable(s.second, 120),
                     s.at_once ? ", at the same time" : ", one after the other"));
  }
  if (a.shared.size() > kMostServers)
    sink(fmt::format("  and {} more (--json lists all)\n", a.shared.size() - kMostServers));
}

}  // namespace

void write_text(const answer::Allegation& allegation, const answer::Answer& a,
                const TextStyle& style, const Sink& sink) {
  sink(fmt::format("Allegation {}, {}, {}\n", base::printable(allegation.id, 100),
                   base::printable(allegation.source, 200), dated(allegation.date.seconds)));
  sink(fmt::format("  answered as of {}\n", base::to_rfc3339(a.as_of)));
  sink(fmt::format("  {}: {}\n",
                   wrapped(answer::population_words(allegation.population), kWidth, "  "),
                   base::counted(a.certain, "server")));
  if (a.possible > 0)
    sink(fmt::format("  {} more may belong: the asset register is silent on them\n", a.possible));
  if (a.unevidenced > 0) sink(fmt::format("  of {} there is no evidence at all\n", a.unevidenced));
  for (std::size_t c = 0; c < allegation.claims.size(); ++c)
    tell_claim(allegation.claims[c], a.claims[c], style, sink);
  for (std::size_t q = 0; q < allegation.questions.size(); ++q)
    tell_question(allegation.questions[q], a.questions[q], sink);
}

}  // namespace assay::report
