#include "answer/against.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unordered_map>

#include "base/text.h"

namespace assay::answer {
namespace {

using statement::Standing;
using statement::Statement;

Status status(Standing s) noexcept {
  return s == Standing::affected  ? Status::affected
         : s == Standing::cleared ? Status::cleared
                                  : Status::unknown;
}

void note(std::vector<Reworded>& out, std::string_view what, std::string earlier,
          std::string later) {
  if (earlier != later) out.push_back({std::string(what), std::move(earlier), std::move(later)});
}

std::string needs_words(const statement::Claim& c) {
  std::string out;
  for (const auto& s : c.needs) {
    out += (out.empty() ? "" : " and ") + s.discipline;
    for (std::size_t i = 0; i < s.sources.size(); ++i)
      out += (i == 0 ? " by " : " or ") + s.sources[i];
  }
  return out;
}

std::vector<Reworded> words_of(const statement::Claim& a, const statement::Claim& b) {
  std::vector<Reworded> out;
  note(out, "text", a.text, b.text);
  note(out, "what shows it", a.shown_by, b.shown_by);
  note(out, "who has to look", needs_words(a), needs_words(b));
  note(out, "examined no earlier than", base::to_rfc3339(a.as_of), base::to_rfc3339(b.as_of));
  const auto verdicts = [](const statement::Claim& c) {
    return std::string(c.accept_warning ? "affirmed or warning" : "affirmed");
  };
  note(out, "verdicts that clear", verdicts(a), verdicts(b));
  return out;
}

std::vector<Reworded> words_of(const statement::Question& a, const statement::Question& b) {
  std::vector<Reworded> out;
  note(out, "text", a.text, b.text);
  note(out, "answer", a.verdict, b.verdict);
  return out;
}

// Rows of both, by their number in each.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

Pairs pair_rows(const Statement& earlier, const Statement& later, Against& out) {
  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < earlier.rows.size(); ++i) by_id.emplace(earlier.rows[i].id, i);
  Pairs both;
  for (std::size_t i = 0; i < later.rows.size(); ++i) {
    const auto found = by_id.find(later.rows[i].id);
    if (found == by_id.end()) {
      out.joined.push_back(later.rows[i].id);
    } else {
      both.emplace_back(found->second, i);
      by_id.erase(found);
    }
  }
  for (const auto& [id, row] : by_id) out.left.emplace_back(id);
  std::ranges::sort(out.joined);
  std::ranges::sort(out.left);
  return both;
}

std::vector<Move> moves_of(const Statement& earlier, std::size_t before, const Statement& later,
                           std::size_t now, const Pairs& both) {
  std::array<Move, 9> all;
  for (const auto& [e, l] : both) {
    const auto from = status(earlier.rows[e].claims[before]);
    const auto to = status(later.rows[l].claims[now]);
    auto& move = all.at((static_cast<std::size_t>(from) * 3) + static_cast<std::size_t>(to));
    move.from = from;
    move.to = to;
    if (from != to) move.servers.push_back(later.rows[l].id);
  }
  std::vector<Move> out;
  for (auto& move : all)
    if (!move.servers.empty()) {
      std::ranges::sort(move.servers);
      out.push_back(std::move(move));
    }
  return out;
}

template <class T>
std::size_t find_id(const std::vector<T>& list, const std::string& id) {
  return static_cast<std::size_t>(std::ranges::find(list, id, &T::id) - list.begin());
}

std::vector<ClaimChange> claims_of(const Statement& earlier, const Statement& later,
                                   const Pairs& both) {
  std::vector<ClaimChange> out;
  for (std::size_t now = 0; now < later.claims.size(); ++now) {
    const auto& claim = later.claims[now];
    auto& change = out.emplace_back();
    change.id = claim.id;
    change.later = claim.counts;
    const auto before = find_id(earlier.claims, claim.id);
    if (before == earlier.claims.size()) {
      change.change = Change::added;
      continue;
    }
    change.words = words_of(earlier.claims[before], claim);
    change.earlier = earlier.claims[before].counts;
    change.moves = moves_of(earlier, before, later, now, both);
  }
  for (const auto& claim : earlier.claims)
    if (find_id(later.claims, claim.id) == later.claims.size()) {
      auto& change = out.emplace_back();
      change.id = claim.id;
      change.change = Change::dropped;
      change.earlier = claim.counts;
    }
  return out;
}

std::vector<QuestionChange> questions_of(const Statement& earlier, const Statement& later) {
  std::vector<QuestionChange> out;
  for (const auto& q : later.questions) {
    const auto before = find_id(earlier.questions, q.id);
    if (before == earlier.questions.size())
      out.push_back({.id = q.id, .change = Change::added, .words = {}});
    else
      out.push_back({.id = q.id, .words = words_of(earlier.questions[before], q)});
  }
  for (const auto& q : earlier.questions)
    if (find_id(later.questions, q.id) == later.questions.size())
      out.push_back({.id = q.id, .change = Change::dropped, .words = {}});
  return out;
}

}  // namespace

std::string_view name(Change change) noexcept {
  return change == Change::added ? "added" : change == Change::dropped ? "dropped" : "kept";
}

std::string_view name(Cause cause) noexcept {
  return cause == Cause::evidence ? "evidence" : cause == Cause::allegation ? "allegation" : "both";
}

bool ClaimChange::moved() const noexcept {
  return change != Change::kept || !words.empty() || !moves.empty() || earlier != later;
}

bool Against::same() const noexcept {
  return words.empty() && earlier_servers == later_servers && joined.empty() && left.empty() &&
         std::ranges::none_of(claims, &ClaimChange::moved) &&
         std::ranges::all_of(questions, [](const QuestionChange& q) {
           return q.change == Change::kept && q.words.empty();
         });
}

Against compare_answers(const Statement& earlier, const Statement& later) {
  Against out;
  out.earlier_id = earlier.allegation.id;
  out.earlier_date = earlier.allegation.date;
  out.earlier_as_of = earlier.as_of;
  out.later_as_of = later.as_of;
  const auto& was = earlier.allegation;
  const auto& is = later.allegation;
  note(out.words, "id", was.id, is.id);
  note(out.words, "date", was.date, is.date);
  note(out.words, "source", was.source, is.source);
  note(out.words, "text", was.text, is.text);
  note(out.words, "population, as it was said", earlier.population.text, later.population.text);
  note(out.words, "population, as it was read", earlier.population.read, later.population.read);
  out.earlier_servers = earlier.rows.size();
  out.later_servers = later.rows.size();
  out.named = !earlier.redacted && !later.redacted;
  Pairs both;
  if (out.named) both = pair_rows(earlier, later, out);
  out.claims = claims_of(earlier, later, both);
  out.questions = questions_of(earlier, later);
  return out;
}

}  // namespace assay::answer
