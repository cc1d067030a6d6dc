#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/firmware/indicators/matchers.h"

namespace assay::inspect::firmware::indicators {

void Hits::add(std::string_view code, const std::string& source, std::uint32_t node,
               std::uint64_t offset, std::string why) {
  const unsigned count = ++counts_[fmt::format("{} {}", code, source)];
  dropped_ = count > options_.most_findings_of_rule;
  if (dropped_) return;
  std::string path = base::printable(tree_.path_of(node), 300);
  if (path.empty()) path = base::printable(options_.artefact, 300);
  findings_.push_back(
      evidence::make_finding(code, std::move(path), std::move(why),
                             {{options_.artefact, place_text(tree_.nodes[node], offset)}}));
}

void Hits::set_severity(evidence::Severity severity) {
  if (!dropped_ && !findings_.empty()) findings_.back().severity = severity;
}

void Hits::note(std::string_view code, const std::string& list, std::string why) {
  dropped_ = false;
  findings_.push_back(
      evidence::make_finding(code, base::printable(list, 300), std::move(why), {{list, {}}}));
}

std::vector<evidence::Finding> match(const Tree& tree, bytes::ByteSpan image,
                                     const Indicators& indicators, const MatchOptions& options) {
  Hits hits(tree, image, options);
  const auto modules = modules_of(tree, image);
  for (const IndicatorList& list : indicators.lists) {
    switch (list.kind) {
      case IndicatorKind::revocations:
        match_revocations(hits, modules, list);
        break;
      case IndicatorKind::hashes:
        match_hashes(hits, modules, list);
        break;
      case IndicatorKind::yara:
        match_yara(hits, modules, list);
        break;
      case IndicatorKind::fwhunt:
        match_fwhunt(hits, modules, list);
        break;
    }
  }
  return std::move(hits).take();
}

}  // namespace assay::inspect::firmware::indicators
