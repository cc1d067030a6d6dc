#include "report/against_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace assay::report {
namespace {

using Sink = std::function<void(std::string_view)>;
using answer::Against;
using answer::Cause;
using answer::Change;

constexpr std::size_t kMostServers = 8;

std::string listed(const std::vector<std::string>& servers) {
  std::string out;
  for (std::size_t i = 0; i < servers.size() && i < kMostServers; ++i)
    out += (i == 0 ? "" : ", ") + base::printable(servers[i], 120);
  if (servers.size() > kMostServers)
    out += fmt::format(" and {} more (--json lists all)", servers.size() - kMostServers);
  return out;
}

void tell(const std::vector<answer::Reworded>& words, const TextStyle& style,
          std::string_view indent, const Sink& sink) {
  const auto line = [&](std::string_view label, const std::string& text) {
    sink(fmt::format("{}  {} {}\n", indent, label,
                     wrapped(text.empty() ? "(nothing)" : base::printable(text, 2000), style.width,
                             std::string(indent) + "      ")));
  };
  for (const auto& w : words) {
    sink(fmt::format("{}{}\n", indent, w.what));
    line("was", w.earlier);
    line("is ", w.later);
  }
}

std::string counts(const statement::Counts& n) {
  using statement::Standing;
  return fmt::format("affected {}, cleared {}, unknown {}",
                     n.of[static_cast<std::size_t>(Standing::affected)],
                     n.of[static_cast<std::size_t>(Standing::cleared)], n.unknown());
}

void tell(const answer::ClaimChange& c, const TextStyle& style, const Sink& sink) {
  const auto id = base::printable(c.id, 60);
  if (c.change == Change::added) {
    sink(fmt::format("  claim {}: new; {}\n", id, counts(c.later)));
    return;
  }
  if (c.change == Change::dropped) {
    sink(fmt::format("  claim {}: no longer made; it was: {}\n", id, counts(c.earlier)));
    return;
  }
  if (!c.moved()) {
    sink(fmt::format("  claim {}: unchanged; {}\n", id, counts(c.later)));
    return;
  }
  sink(fmt::format("  claim {}: {}\n", id, c.words.empty() ? "the same words" : "in other words"));
  tell(c.words, style, "    ", sink);
  sink(fmt::format("    was {}\n    is  {}\n", counts(c.earlier), counts(c.later)));
  for (const auto& m : c.moves)
    sink(fmt::format("    {} from {} to {}: {}\n", base::counted(m.servers.size(), "server"),
                     answer::name(m.from), answer::name(m.to),
                     wrapped(listed(m.servers), style.width, "      ")));
}

void tell(const answer::QuestionChange& q, const TextStyle& style, const Sink& sink) {
  if (q.change == Change::kept && q.words.empty()) return;
  sink(fmt::format("  question {}: {}\n", base::printable(q.id, 60),
                   q.change == Change::added     ? "new"
                   : q.change == Change::dropped ? "no longer asked"
                                                 : "changed"));
  tell(q.words, style, "    ", sink);
}

void tell_population(const Against& a, const TextStyle& style, const Sink& sink) {
  sink(fmt::format("  population: {} then, {} now\n", base::counted(a.earlier_servers, "server"),
                   base::counted(a.later_servers, "server")));
  const auto line = [&](const std::vector<std::string>& servers, std::string_view what) {
    if (!servers.empty())
      sink(fmt::format("    {} {}: {}\n", servers.size(), what,
                       wrapped(listed(servers), style.width, "      ")));
  };
  line(a.joined, "came into it");
  line(a.left, "left it");
  if (!a.named)
    sink("    the earlier statement withholds its names, so only counts are compared\n");
}

void tell(const answer::History::Step& step, const TextStyle& style, const Sink& sink) {
  const auto& a = step.change;
  const auto then = base::to_rfc3339(a.earlier_as_of);
  switch (step.cause) {
    case Cause::evidence:
      sink(fmt::format("\nWhat evidence changed since {}, the allegation being the same\n", then));
      break;
    case Cause::allegation:
      sink("\nWhat the new words changed, both versions answered with the evidence of now\n");
      break;
    case Cause::both:
      sink(fmt::format("\nWhat changed since the answer of {}\n", then));
  }
  if (a.same()) {
    sink("  nothing\n");
    return;
  }
  tell(a.words, style, "  ", sink);
  tell_population(a, style, sink);
  for (const auto& c : a.claims) tell(c, style, sink);
  for (const auto& q : a.questions) tell(q, style, sink);
}

}  // namespace

void write_text(const answer::History& history, const TextStyle& style, const Sink& sink) {
  sink(fmt::format("\nAgainst {}\n", base::printable(history.file, 200)));
  if (!history.caveat.empty())
    sink(fmt::format("  {}\n", wrapped(history.caveat, style.width, "  ")));
  for (const auto& step : history.steps) tell(step, style, sink);
}

}  // namespace assay::report
