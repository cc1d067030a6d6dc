// What an allegation and its answer have become since an earlier version: which words changed,
// which servers came and went, and how each claim's servers moved between affected, cleared and
// unknown. Pure over two outlines; whoever has both the earlier allegation and an earlier statement
// compares in two steps, so that what new evidence changed is told from what new words changed.
#pragma once

#include <string>
#include <vector>

#include "answer/answer.h"
#include "statement/statement.h"

namespace assay::answer {

/// One thing that was said in one way and is now said in another.
struct Reworded {
  std::string what;  ///< "text", "what shows it", …
  std::string earlier, later;
};

enum class Change : std::uint8_t { added, dropped, kept };
[[nodiscard]] std::string_view name(Change change) noexcept;

/// Servers that moved from one status to another, by id.
struct Move {
  Status from = Status::unknown;
  Status to = Status::unknown;
  std::vector<std::string> servers;
};

struct ClaimChange {
  std::string id;
  Change change = Change::kept;
  std::vector<Reworded> words;       ///< of one that was kept
  statement::Counts earlier, later;  ///< zero where there was, or is, no such claim
  std::vector<Move> moves;           ///< of servers in both populations, and of kept claims
  [[nodiscard]] bool moved() const noexcept;
};

struct QuestionChange {
  std::string id;
  Change change = Change::kept;
  std::vector<Reworded> words;  ///< the answer among them
};

/// One step from an earlier answer to a later one.
struct Against {
  std::string earlier_id, earlier_date;
  base::Time earlier_as_of, later_as_of;
  std::vector<Reworded> words;                           ///< of the allegation and its population
  std::uint64_t earlier_servers = 0, later_servers = 0;  ///< rows
  /// False: one side withholds its names, so that only counts can be compared.
  bool named = true;
  std::vector<std::string> joined, left;  ///< the population, by id
  std::vector<ClaimChange> claims;        ///< in the later one's order, then those dropped
  std::vector<QuestionChange> questions;

  [[nodiscard]] bool same() const noexcept;
};

[[nodiscard]] Against compare_answers(const statement::Statement& earlier,
                                      const statement::Statement& later);

/// What differs between the two sides of a step.
enum class Cause : std::uint8_t {
  evidence,    ///< one allegation, answered then and answered now
  allegation,  ///< two versions of it, both answered now
  both,        ///< an earlier version as it was answered then
};
[[nodiscard]] std::string_view name(Cause cause) noexcept;

/// An earlier version, and the steps from it to the answer of now.
struct History {
  struct Step {
    Cause cause = Cause::both;
    Against change;
  };
  std::string file;
  std::string sha256;  ///< of the file, hex
  std::vector<Step> steps;
  std::string caveat;  ///< what could not be told apart, and why; a sentence, or nothing
};

}  // namespace assay::answer
