// A statement: what an operator says about an allegation, server by server, with what each word
// rests on. statement.json is this and nothing else; its digest is a leaf of the ledger, so it says
// nothing of its own proofs. docs/formats/statement.md explains every member.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "bytes/budget.h"
#include "proof/merkle.h"

namespace assay::statement {

/// How a server stands to a claim. The last four are all "unknown", each with its reason.
enum class Standing : std::uint8_t {
  affected,            ///< what would show the claim was seen
  cleared,             ///< looked at by all who could see it, late enough, and not seen
  not_examined,        ///< nobody who could see it looked
  examined_too_early,  ///< only before the claim's as_of
  not_affirmed,        ///< looked at, but with a verdict that carries no denial
  population_unknown,  ///< the register does not say whether the server is meant at all
};
inline constexpr std::size_t kStandings = 6;
/// As statement.json spells it, and in words.
[[nodiscard]] std::string_view name(Standing standing) noexcept;
[[nodiscard]] std::string_view words(Standing standing) noexcept;

/// Who could have seen a thing: a discipline, and by which of its sources; none: by any.
struct Sight {
  std::string discipline;
  std::vector<std::string> sources;
};

/// One examination of one server: a collection of evidence, and what was made of it.
struct Look {
  std::vector<std::string> affirmed;  ///< disciplines with the verdict `affirmed`, in order
  base::Time at;
  std::optional<std::uint64_t> leaf;  ///< the evidence's, in the ledger; nothing: not logged
  std::vector<std::string> seen;      ///< sources that it could show, in order
  std::string sha256;                 ///< of the evidence, hex; empty where redacted
  std::vector<std::string> warning;   ///< disciplines with the verdict `warning`
};

struct Row {
  std::vector<Standing> claims;  ///< in the claims' order
  std::vector<Look> evidence;    ///< what the standings rest on, by time
  std::string id;                ///< the server's, or the commitment to it where redacted
  bool member = true;            ///< false: the register is silent on whether it is meant
};

/// What shows a claim on one server.
struct Shown {
  std::string code;  ///< of a finding; empty: a fact
  std::string fact;  ///< words and place, or the commitment to them where redacted
  std::uint64_t row = 0;
  base::Time since;
};

struct Counts {
  std::array<std::uint64_t, kStandings> of{};
  [[nodiscard]] std::uint64_t unknown() const noexcept;
  bool operator==(const Counts&) const = default;
};

struct Claim {
  bool accept_warning = false;
  base::Time as_of;                 ///< no examination before this clears
  std::vector<std::string> cannot;  ///< what those who look cannot exclude, a sentence each
  Counts counts;
  std::string id;
  std::vector<Sight> needs;  ///< all of them have to look
  std::vector<Shown> shown;  ///< of at most 1,000 servers
  std::string shown_by;      ///< in words
  std::string text;
};

/// A question with a number or with yes and no, as it was answered.
struct Question {
  std::vector<std::string> answers;  ///< each a sentence, or a commitment where redacted
  std::string id;
  std::string text;
  std::string verdict;  ///< one sentence that names nobody
};

struct Input {
  std::string name;    ///< "policy", "reference", …
  std::string sha256;  ///< hex; empty: could not be read again
};

struct Statement {
  struct Allegation {
    std::string date;  ///< 2018-10-04
    std::string id;
    std::uint64_t leaf = 0;
    std::string sha256;
    std::string source;
    std::string text;
  } allegation;
  std::vector<std::uint64_t> appraisals;  ///< leaves of the audits that judged the rows' evidence
  base::Time as_of;
  std::vector<Claim> claims;
  std::string engine;
  std::vector<Input> inputs;
  struct Population {
    std::uint64_t certain = 0;  ///< rows that are members
    std::uint64_t fleet = 0;    ///< servers that evidence or register know
    std::uint64_t leaf = 0;
    std::uint64_t possible = 0;  ///< rows that may be
    std::string read;            ///< how the allegation's selection was read, in words
    std::string text;
    std::uint64_t without_evidence = 0;  ///< rows without any evidence
  } population;
  std::vector<Question> questions;
  bool redacted = false;
  std::vector<Row> rows;
};

/// Canonical: the same statement is the same text. Ends with a newline.
[[nodiscard]] std::string to_json(const Statement& statement);
/// Only what to_json() writes.
[[nodiscard]] bytes::Parsed<Statement> parse_statement(bytes::Reader text, bytes::Budget& budget);

/// What the rows give for a claim.
[[nodiscard]] Counts count_rows(const Statement& statement, std::size_t claim) noexcept;
/// Whether a row's examinations clear it of a claim: each needed sight by one that was not before
/// the claim's as_of, with a verdict that counts, through a source that could see it.
[[nodiscard]] bool is_cleared_by_looks(const Row& row, const Claim& claim) noexcept;

}  // namespace assay::statement
