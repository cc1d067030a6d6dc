// Which members a statement has, and the servers that its population's leaf names.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <initializer_list>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "statement/checks.h"
#include "statement/names.h"
#include "statement/population_list.h"

namespace assay::statement {
namespace {

constexpr std::array kRequired{kStatementJson, kPage,           kAllegation,      kPopulationRecord,
                               kCheckpoint,    kStatementProof, kAllegationProof, kPopulationProof,
                               kManifest};
constexpr std::array kOptional{kPopulationList, kLeaves, kLeavesPath};

// "heads/3.checkpoint": what nobody looks at has no place in a statement.
bool is_numbered(std::string_view name, std::string_view folder, std::size_t most,
                 std::initializer_list<std::string_view> kinds) {
  for (std::size_t i = 1; i <= most; ++i)
    for (const auto kind : kinds)
      if (name == fmt::format("{}{}.{}", folder, i, kind)) return true;
  return false;
}

bool is_known(std::string_view name) {
  return std::ranges::find(kRequired, name) != kRequired.end() ||
         std::ranges::find(kOptional, name) != kOptional.end() ||
         is_numbered(name, kHeads, kMostHeads, {"checkpoint", "consistency"}) ||
         is_numbered(name, kKeys, kMostKeys, {"note", "tlog-proof"});
}

}  // namespace

bool check_names(const Members& members, Checks& checks) {
  bool good = true;
  const auto missing = [&](std::string_view name) {
    if (members.contains(name)) return;
    good = false;
    checks.fails(fmt::format("{} is missing", name));
  };
  std::ranges::for_each(kRequired, missing);
  if (members.contains(kLeaves)) missing(kLeavesPath);
  for (const auto& [name, bytes] : members) {
    if (is_known(name)) continue;
    good = false;
    checks.fails(fmt::format("{} has no place in a statement", base::printable(name, 120)));
  }
  return good;
}

void check_population(const Material& m, Checks& checks) {
  const auto record = parse_population_record(
      bytes::Reader(bytes::as_bytes(text_of(m.members, kPopulationRecord))), m.budget);
  if (!record)
    return checks.fails("population.json: " + bytes::to_error(record.error()).describe());
  if (record->assets.empty())
    checks.caution(
        "no asset register stands behind the population: what was bought when is unknown");
  const auto text = text_of(m.members, kPopulationList);
  if (text.empty()) {
    checks.not_checked(fmt::format("which {} the population's leaf names: the list is withheld",
                                   base::counted(record->count, "server")));
    return;
  }
  if (m.statement.redacted)
    return checks.fails("names are said to be withheld, and population.txt shows them");
  crypto::HashEngine hash;
  if (hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(text)).hex() != record->servers)
    return checks.fails("population.txt is not the list that the population's leaf names");
  const auto list = parse_population_list(bytes::Reader(bytes::as_bytes(text)), m.budget);
  if (!list) return checks.fails("population.txt: " + bytes::to_error(list.error()).describe());
  if (list->size() != record->count)
    return checks.fails("population.txt has another number of servers than its record");
  std::uint64_t later = 0;
  for (const Row& row : m.statement.rows)
    if (!std::ranges::binary_search(*list, row.id, {}, &ListedServer::id)) ++later;
  checks.holds(fmt::format("{} of the {} rows are among the {} that the population's leaf names",
                           m.statement.rows.size() - later, m.statement.rows.size(),
                           base::counted(list->size(), "server")));
  if (later > 0)
    checks.caution(fmt::format("{} came to the fleet's record after its population was logged",
                               base::counted(later, "row")));
  if (m.statement.population.fleet < list->size())
    checks.fails(fmt::format("the fleet has {} servers, and {} when its population was logged",
                             m.statement.population.fleet, list->size()));
}

}  // namespace assay::statement
