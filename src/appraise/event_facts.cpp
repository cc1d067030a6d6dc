#include "appraise/event_facts.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "reference/observed.h"

namespace assay::appraise {
namespace {

constexpr std::array<std::size_t, 6> kCompared{0, 2, 4, 6, 7, 9};
constexpr std::size_t kMostFacts = 4096;

}  // namespace

std::vector<evidence::Fact> event_facts(const inspect::boot::BootResult& result,
                                        std::string_view log_path) {
  std::vector<evidence::Fact> out;
  if (!result.log || result.log->broken) return out;
  const reference::ObservedBoot boot(result);
  const auto bank = reference::comparison_bank(result);
  if (bank == crypto::HashAlg::none) return out;
  for (const std::size_t pcr : kCompared)
    for (const std::uint32_t number : boot.events_of(pcr)) {
      const auto digest = boot.digest(number, bank);
      if (!digest || out.size() == kMostFacts) continue;
      out.push_back({.kind = evidence::FactKind::event,
                     .source = evidence::FactSource::boot,
                     .name = fmt::format("PCR {} {}", pcr, base::printable(boot.what(number), 200)),
                     .value = digest->hex(),
                     .place = {},
                     .serial = {},
                     .cite = {std::string(log_path), fmt::format("event {}", number)}});
    }
  return out;
}

}  // namespace assay::appraise
