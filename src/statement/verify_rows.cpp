// Counting again, and asking of every row that says "cleared" what cleared it.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "statement/checks.h"
#include "statement/names.h"
#include "statement/opening.h"

namespace assay::statement {
namespace {

std::string named(std::string_view text) { return base::printable(text, 200); }

void check_counts(const Statement& s, Checks& checks) {
  bool good = true;
  for (std::size_t c = 0; c < s.claims.size(); ++c) {
    const Counts counted = count_rows(s, c);
    for (std::size_t n = 0; n < kStandings; ++n) {
      if (counted.of[n] == s.claims[c].counts.of[n]) continue;
      good = false;
      checks.fails(fmt::format("claim {}: it says {} {}, the rows give {}", named(s.claims[c].id),
                               s.claims[c].counts.of[n], name(static_cast<Standing>(n)),
                               counted.of[n]));
    }
  }
  std::uint64_t certain = 0;
  std::uint64_t empty = 0;
  for (const Row& row : s.rows) {
    if (row.member) ++certain;
    if (row.evidence.empty()) ++empty;
  }
  const auto& p = s.population;
  const auto number = [&](std::string_view what, std::uint64_t said, std::uint64_t is) {
    if (said == is) return;
    good = false;
    checks.fails(fmt::format("population: it says {} {}, the rows give {}", said, what, is));
  };
  number("servers that are meant", p.certain, certain);
  number("that may be meant", p.possible, s.rows.size() - certain);
  number("without evidence", p.without_evidence, empty);
  if (p.fleet < s.rows.size()) {
    good = false;
    checks.fails("population: there are more rows than servers in the fleet");
  }
  if (good)
    checks.holds(
        fmt::format("every number is what its {} give", base::counted(s.rows.size(), "row")));
}

// A server twice would count twice. Commitments hide that, but not two rows of one leaf.
void check_once(const Statement& s, Checks& checks) {
  std::vector<std::uint64_t> leaves;
  for (const Row& row : s.rows)
    for (const Look& look : row.evidence)
      if (look.leaf) leaves.push_back(*look.leaf);
  std::ranges::sort(leaves);
  if (const auto twice = std::ranges::adjacent_find(leaves); twice != leaves.end())
    checks.fails(fmt::format("leaf {} stands behind two examinations", *twice));
  if (s.redacted) return;
  const auto order = [](const Row& a, const Row& b) { return a.id >= b.id; };
  if (const auto at = std::ranges::adjacent_find(s.rows, order); at != s.rows.end())
    checks.fails(fmt::format("the rows are not in order, each server once, at {}", named(at->id)));
}

void check_cleared(const Statement& s, Checks& checks) {
  std::uint64_t cleared = 0;
  std::uint64_t bad = 0;
  for (std::size_t r = 0; r < s.rows.size(); ++r)
    for (std::size_t c = 0; c < s.claims.size(); ++c) {
      const Row& row = s.rows[r];
      if (row.claims[c] != Standing::cleared) continue;
      ++cleared;
      if (is_cleared_by_looks(row, s.claims[c])) continue;
      if (++bad <= 10)
        checks.fails(fmt::format(
            "row {} ({}) says it is cleared of {}, and was not examined by all who have to look, "
            "on or after {}, with a verdict that counts",
            r, named(row.id), named(s.claims[c].id), base::to_rfc3339(s.claims[c].as_of)));
    }
  if (bad > 10) checks.fails(fmt::format("and {} more say so wrongly", bad - 10));
  if (bad == 0)
    checks.holds(
        fmt::format("{} \"cleared\" in the rows: each was examined late enough, by all "
                    "who have to look",
                    cleared));
}

}  // namespace

void check_rows(const Material& m, Checks& checks) {
  check_counts(m.statement, checks);
  check_once(m.statement, checks);
  check_cleared(m.statement, checks);
}

void check_opening(const Material& m, std::string_view text, Checks& checks) {
  const auto opening = parse_opening(text);
  if (!opening) return checks.fails("the opening: " + opening.error().message);
  crypto::HashEngine hash;
  const auto digest = hash.hash(crypto::HashAlg::sha256, m.members.at(kStatementJson)).hex();
  if (opening->statement != digest) return checks.fails("the opening is of another statement");
  const auto leaves =
      parse_leaves(bytes::Reader(bytes::as_bytes(text_of(m.members, kLeaves))), m.budget);
  for (const Opened& v : opening->values) {
    std::string_view stands = committed_at(m.statement, v.label);
    std::string of_leaf;
    if (leaves)
      for (const LeafLine& l : *leaves)
        if (v.label == fmt::format("leaf {}", l.index))
          stands = of_leaf = bytes::to_hex(l.leaf.commitment);
    if (stands.empty() || commitment_to(v.salt, v.value) != stands)
      checks.fails(fmt::format("the opening of {} is not what was committed to", named(v.label)));
    else
      checks.holds(fmt::format("opened: {} is {}", named(v.label), named(v.value)));
  }
}

}  // namespace assay::statement
