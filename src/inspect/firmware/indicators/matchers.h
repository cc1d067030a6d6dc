// One matcher per kind of indicator; match() calls them.
#pragma once

#include <map>
#include <span>

#include "inspect/firmware/indicators/indicators.h"
#include "inspect/firmware/indicators/modules.h"

namespace assay::inspect::firmware::indicators {

/// What the matchers share.
class Hits {
 public:
  Hits(const Tree& tree, bytes::ByteSpan image, const MatchOptions& options)
      : tree_(tree), image_(image), options_(options) {}

  [[nodiscard]] const Tree& tree() const noexcept { return tree_; }
  [[nodiscard]] bytes::ByteSpan image() const noexcept { return image_; }
  [[nodiscard]] const MatchOptions& options() const noexcept { return options_; }

  /// A finding on `node` at `offset` of its buffer. `source` is the list or rule: after
  /// most_findings_of_rule of one, further ones are dropped.
  void add(std::string_view code, const std::string& source, std::uint32_t node,
           std::uint64_t offset, std::string why);
  void set_severity(evidence::Severity severity);  ///< of the last one added
  /// One that is about a list, not about the image.
  void note(std::string_view code, const std::string& list, std::string why);
  [[nodiscard]] std::vector<evidence::Finding> take() && { return std::move(findings_); }

 private:
  const Tree& tree_;
  bytes::ByteSpan image_;
  const MatchOptions& options_;
  std::map<std::string, unsigned> counts_;
  std::vector<evidence::Finding> findings_;
  bool dropped_ = false;
};

void match_revocations(Hits& hits, std::span<const Module> modules, const IndicatorList& list);
void match_hashes(Hits& hits, std::span<const Module> modules, const IndicatorList& list);
void match_yara(Hits& hits, std::span<const Module> modules, const IndicatorList& list);
void match_fwhunt(Hits& hits, std::span<const Module> modules, const IndicatorList& list);

}  // namespace assay::inspect::firmware::indicators
