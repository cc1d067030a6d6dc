#include "answer/answer.h"

#include <algorithm>
#include <fmt/format.h>

#include "evidence/finding_codes.h"
#include "reference/changes.h"

namespace assay::answer {
namespace {

using fleet::ClaimStanding;
using fleet::Condition;
using fleet::PopulationRow;

// What only all siblings together show is in the index only after a whole import.
bool asks_rarity(const Condition& c) {
  if (c.op == Condition::Op::finding)
    return std::ranges::any_of(evidence::all_codes(), [&](const evidence::CodeRow& row) {
      return row.code.ends_with(".rare") &&
             std::ranges::any_of(c.finding.codes, [&](const std::string& glob) {
               return reference::glob_matches(glob, row.code);
             });
    });
  return std::ranges::any_of(c.parts, asks_rarity);
}

base::Result<void> check_rarity(fleet::IndexReader& index, const Allegation& a) {
  if (std::ranges::none_of(a.claims, [](const Claim& c) { return asks_rarity(c.query.shown); }))
    return {};
  ASSAY_TRY(const auto known, index.rarity());
  if (known) return {};
  return base::fail(
      base::ErrorKind::refused,
      "a claim asks what is rare among siblings, and the last import into the index did not "
      "come to compare them; run assay fleet import again, it goes on where it stopped");
}

void count(Answer& out, std::size_t claims) {
  for (const auto& row : out.rows) {
    ++(row.certain ? out.certain : out.possible);
    if (!row.known) ++out.unevidenced;
    for (std::size_t c = 0; c < claims; ++c) {
      auto& n = out.claims[c].counts;
      if (row.standing[c] == ClaimStanding::affected) {
        ++n.affected;
      } else if (!row.certain) {
        ++n.unplaced;
      } else {
        switch (row.standing[c]) {
          case ClaimStanding::cleared:
            ++n.cleared;
            break;
          case ClaimStanding::too_early:
            ++n.too_early;
            break;
          case ClaimStanding::not_affirmed:
            ++n.not_affirmed;
            break;
          default:
            ++n.unexamined;
        }
      }
    }
  }
}

base::Result<void> show(fleet::IndexReader& index, const std::vector<fleet::ClaimQuery>& queries,
                        Answer& out) {
  constexpr std::size_t kMostAServer = 8;
  for (std::size_t c = 0; c < queries.size(); ++c) {
    std::vector<std::string> ids;
    for (const auto& row : out.rows)
      if (row.standing[c] == ClaimStanding::affected && ids.size() < kMostShown)
        ids.push_back(row.id);
    ASSAY_TRY(auto shown, index.what_shows(queries[c], ids, kMostAServer));
    // That it ended was not known yet.
    for (auto& s : shown)
      if (out.known_by && s.until > *out.known_by) s.until = fleet::kOpen;
    auto& into = out.claims[c].shown;
    into.insert(into.end(), std::make_move_iterator(shown.begin()),
                std::make_move_iterator(shown.end()));
    std::ranges::stable_sort(into, {}, &fleet::Shown::server);
  }
  return {};
}

fleet::Population at(fleet::Population p, std::optional<fleet::Seconds> known_by) {
  p.known_by = known_by;
  return p;
}

base::Result<QuestionAnswer> answer_question(fleet::IndexReader& index, const Question& q,
                                             std::optional<fleet::Seconds> known_by) {
  QuestionAnswer out;
  if (q.kind == Question::Kind::count) {
    ASSAY_TRY(const auto population, index.examine(at(q.population, known_by), {}));
    for (const auto& row : population.rows) ++(row.certain ? out.certain : out.possible);
    return out;
  }
  ASSAY_TRY(out.shared, index.shared_uses(q.column, q.first, q.second, known_by));
  ASSAY_TRY(out.column_known, index.column_known(q.column));
  return out;
}

}  // namespace

std::string_view name(Status status) noexcept {
  return status == Status::affected  ? "affected"
         : status == Status::cleared ? "cleared"
                                     : "unknown";
}

Status status_of(const PopulationRow& row, std::size_t claim) noexcept {
  if (row.standing[claim] == ClaimStanding::affected) return Status::affected;
  return row.certain && row.standing[claim] == ClaimStanding::cleared ? Status::cleared
                                                                      : Status::unknown;
}

std::string_view reason_of(const PopulationRow& row, std::size_t claim) noexcept {
  if (status_of(row, claim) != Status::unknown) return {};
  return row.certain ? name(row.standing[claim])
                     : std::string_view("the asset register does not say whether it belongs");
}

base::Result<Answer> answer(fleet::IndexReader& index, const Allegation& a, base::Time as_of,
                            std::optional<fleet::Seconds> known_by) {
  ASSAY_CHECK(check_rarity(index, a));
  Answer out;
  out.as_of = as_of;
  out.known_by = known_by;
  std::vector<fleet::ClaimQuery> queries;
  for (const auto& c : a.claims) {
    queries.push_back(c.query);
    auto& to = queries.back().to;
    if (known_by && (!to || *to > *known_by)) to = known_by;
  }
  ASSAY_TRY(auto population, index.examine(at(a.population, known_by), queries));
  out.servers = population.servers;
  out.rows = std::move(population.rows);
  out.claims.resize(a.claims.size());
  count(out, a.claims.size());
  ASSAY_CHECK(show(index, queries, out));
  for (const auto& q : a.questions) {
    ASSAY_TRY(auto one, answer_question(index, q, known_by));
    out.questions.push_back(std::move(one));
  }
  return out;
}

}  // namespace assay::answer
