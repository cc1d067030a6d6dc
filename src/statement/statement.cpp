#include "statement/statement.h"

#include <algorithm>
#include <utility>

namespace assay::statement {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, kStandings> kNames{{
    {"affected", "affected: what would show the claim was seen on it"},
    {"cleared", "cleared: examined by all who could see it, and nothing was found"},
    {"not_examined", "unknown: nobody who could see it has looked"},
    {"examined_too_early", "unknown: last examined before the claim's time"},
    {"not_affirmed", "unknown: examined, but not found to be in order, so no denial rests on it"},
    {"population_unknown", "unknown: the register does not say whether this server is meant"},
}};

bool has(const std::vector<std::string>& list, const std::string& what) noexcept {
  return std::ranges::find(list, what) != list.end();
}

bool sees(const Look& look, const Sight& sight, const Claim& claim) noexcept {
  if (look.at < claim.as_of) return false;
  if (!has(look.affirmed, sight.discipline) &&
      !(claim.accept_warning && has(look.warning, sight.discipline)))
    return false;
  return sight.sources.empty() ||
         std::ranges::any_of(sight.sources, [&](const auto& s) { return has(look.seen, s); });
}

}  // namespace

std::string_view name(Standing standing) noexcept {
  return kNames[static_cast<std::size_t>(standing)].first;
}
std::string_view words(Standing standing) noexcept {
  return kNames[static_cast<std::size_t>(standing)].second;
}

std::uint64_t Counts::unknown() const noexcept {
  std::uint64_t out = 0;
  for (std::size_t s = 2; s < kStandings; ++s) out += of[s];
  return out;
}

Counts count_rows(const Statement& statement, std::size_t claim) noexcept {
  Counts out;
  for (const Row& row : statement.rows) ++out.of[static_cast<std::size_t>(row.claims[claim])];
  return out;
}

bool is_cleared_by_looks(const Row& row, const Claim& claim) noexcept {
  return row.member && !claim.needs.empty() && std::ranges::all_of(claim.needs, [&](const auto& s) {
           return std::ranges::any_of(row.evidence,
                                      [&](const auto& look) { return sees(look, s, claim); });
         });
}

}  // namespace assay::statement
