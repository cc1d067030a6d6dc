#include "fleet/difference.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace assay::fleet {
namespace {

using Key = std::tuple<evidence::FactSource, evidence::FactKind, std::string, std::string>;
using Values = std::map<Key, std::vector<std::string>>;

Values values_of(const IndexReader::History& history) {
  Values out;
  for (const auto& h : history.holdings)
    if (h.holding.until == kOpen)
      out[{h.fact.source, h.fact.kind, h.fact.name, h.fact.place}].push_back(h.fact.value);
  for (auto& [key, values] : out) std::ranges::sort(values);
  return out;
}

bool saw(const Values& values, evidence::FactSource source) {
  return std::ranges::any_of(values, [&](const auto& v) { return std::get<0>(v.first) == source; });
}

std::vector<std::string> without(const std::vector<std::string>& a,
                                 const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::ranges::set_difference(a, b, std::back_inserter(out));
  return out;
}

}  // namespace

Differences difference(const IndexReader::History& first, const IndexReader::History& second) {
  Differences out;
  const Values a = values_of(first);
  const Values b = values_of(second);
  std::map<Key, std::pair<std::vector<std::string>, std::vector<std::string>>> both;
  for (const auto& [key, values] : a) both[key].first = values;
  for (const auto& [key, values] : b) both[key].second = values;
  for (std::size_t s = 0; s < evidence::kFactSources; ++s) {
    const auto source = static_cast<evidence::FactSource>(s);
    if (saw(a, source) != saw(b, source)) out.only_one.push_back(source);
  }
  for (const auto& [key, values] : both) {
    const auto& [source, kind, name, place] = key;
    if (std::ranges::find(out.only_one, source) != out.only_one.end()) continue;
    const auto mine = without(values.first, values.second);
    const auto theirs = without(values.second, values.first);
    for (std::size_t i = 0; i < std::max(mine.size(), theirs.size()); ++i)
      out.all.push_back({kind, source, name, place, i < mine.size() ? mine[i] : "",
                         i < theirs.size() ? theirs[i] : ""});
  }
  return out;
}

}  // namespace assay::fleet
