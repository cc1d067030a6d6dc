// The answer to an allegation: per claim which servers are affected, cleared, or unknown, with what
// shows it; the population and what could not be decided about it; and what the methods cannot
// exclude. Pure over the index: the same index, allegation and time give the same answer.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "answer/allegation.h"
#include "fleet/index.h"

namespace assay::answer {

/// What is told of servers one by one is cut off here; counts are never.
inline constexpr std::size_t kMostShown = 1000;

struct ClaimCounts {
  std::uint64_t affected = 0;
  std::uint64_t cleared = 0;
  std::uint64_t unexamined = 0;
  std::uint64_t too_early = 0;
  std::uint64_t not_affirmed = 0;
  std::uint64_t unplaced = 0;  ///< not affected, and perhaps not in the population at all

  [[nodiscard]] std::uint64_t unknown() const noexcept {
    return unexamined + too_early + not_affirmed + unplaced;
  }
};

struct ClaimAnswer {
  ClaimCounts counts;
  std::vector<fleet::Shown> shown;  ///< of at most kMostShown affected servers
};

struct QuestionAnswer {
  std::uint64_t certain = 0;   ///< of a count
  std::uint64_t possible = 0;  ///< more that may be in it, the register being silent
  std::vector<fleet::SharedUse> shared;
  bool column_known = true;  ///< false: the register says nothing in that column
};

struct Answer {
  base::Time as_of;
  std::optional<fleet::Seconds> known_by;  ///< nothing later was looked at; nothing: all was
  std::uint64_t servers = 0;               ///< that evidence or register know
  std::uint64_t certain = 0;               ///< in the population
  std::uint64_t possible = 0;              ///< perhaps in it
  std::uint64_t unevidenced = 0;  ///< in it or perhaps, of which there is no evidence at all
  std::vector<fleet::PopulationRow> rows;
  std::vector<ClaimAnswer> claims;        ///< in the allegation's order
  std::vector<QuestionAnswer> questions;  ///< likewise
};

/// How one row counts for a claim: a server that may not be in the population at all is affected
/// where the thing was seen on it, and unknown otherwise.
enum class Status : std::uint8_t { affected, cleared, unknown };
[[nodiscard]] std::string_view name(Status status) noexcept;
[[nodiscard]] Status status_of(const fleet::PopulationRow& row, std::size_t claim) noexcept;
/// "", or why it is unknown.
[[nodiscard]] std::string_view reason_of(const fleet::PopulationRow& row,
                                         std::size_t claim) noexcept;

/// `known_by`: only evidence collected, and register rows begun, up to then count, so that a past
/// answer can be given again; nothing: all that the index holds. What a server is (its product, its
/// serial) is always its latest.
[[nodiscard]] base::Result<Answer> answer(fleet::IndexReader& index, const Allegation& allegation,
                                          base::Time as_of,
                                          std::optional<fleet::Seconds> known_by = {});

}  // namespace assay::answer
