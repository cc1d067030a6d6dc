// ALLEGATION.toml: a claim about a population of servers, written so that it can be answered. What
// was said stands beside what would show it; `assay answer --explain` prints how each was read.
// Grammar: docs/formats/allegation.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "fleet/query.h"

namespace assay::answer {

/// One thing that is said of the population.
struct Claim {
  std::string id;
  std::string text;  ///< as the source has it
  fleet::ClaimQuery query;
  std::vector<std::string> indicator_files;  ///< lists of digests, beside the allegation
  /// Index into query.shown.parts of the pattern that each file adds its digests to.
  std::vector<std::size_t> indicator_parts;
};

/// A question that is answered with a number or with yes and no.
struct Question {
  enum class Kind : std::uint8_t {
    count,   ///< how many are in the population, against the numbers that were claimed
    shared,  ///< did two of a column's values ever hold for one server, or share a site?
  };
  std::string id;
  std::string text;
  Kind kind = Kind::count;
  std::vector<std::int64_t> claimed;  ///< of count
  fleet::Population population;       ///< of count
  fleet::Column column = fleet::Column::tenant;
  std::vector<std::string> first, second;  ///< of shared: globs of that column
};

struct Allegation {
  std::string file;
  std::string id;
  std::string source;
  std::string text;
  base::Time date;
  std::string population_text;
  fleet::Population population;
  std::vector<Claim> claims;
  std::vector<Question> questions;
};

/// Strict: an unknown key, code, kind or column is an error with its line. A claim that names
/// nothing that would show it is refused, for it could only ever be "unknown"; so is one of which
/// nobody knows who could see it (give `needs`).
[[nodiscard]] base::Result<Allegation> parse_allegation(std::string_view toml,
                                                        const std::string& file);

/// Adds the digests of a claim's indicator file: one lower- or upper-case SHA-256 a line, what
/// follows it on the line and lines that begin with '#' being comments. An error names the line.
[[nodiscard]] base::Result<void> add_indicators(Claim& claim, std::size_t file,
                                                std::string_view text);

}  // namespace assay::answer
