// What must not be in a firmware image: revocation lists (dbx), lists of digests, YARA rules and
// FwHunt rules, given by the user and told apart by content. Matched against an image's tree, each
// hit is a finding that names the module and the place.
//
// Files of indicators are the user's own, but come from strangers: a broken one is an error that
// names it, and rules cannot read files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "formats/indicators/fwhunt.h"
#include "formats/indicators/hash_list.h"
#include "formats/uefi/signature_list.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware::indicators {

class YaraRules;  // yara_rules.h

enum class IndicatorKind : std::uint8_t { revocations, hashes, yara, fwhunt };
[[nodiscard]] std::string_view name(IndicatorKind kind) noexcept;

struct IndicatorFile {
  std::string name;  ///< as findings cite it
  base::Bytes bytes;
};

/// One file, read.
struct IndicatorList {
  std::string name;
  IndicatorKind kind = IndicatorKind::hashes;
  base::Bytes bytes;  ///< of the file; the signature lists are views into it
  std::vector<formats::uefi::SignatureList> lists{};
  formats::indicators::HashList hashes{};
  std::vector<formats::indicators::FwHuntRule> rules{};
  std::shared_ptr<const YaraRules> yara{};

  /// "dbx.bin: 371 revocations", for people.
  [[nodiscard]] std::string summary() const;
};

struct Indicators {
  std::vector<IndicatorList> lists;
};

/// Reads every file; the first that is of no known kind, or broken, is the error.
[[nodiscard]] base::Result<Indicators> load_indicators(std::vector<IndicatorFile> files);

struct MatchOptions {
  std::string artefact{};               ///< the image's path, for the findings' cites
  unsigned yara_seconds_each = 10;      ///< for one node and one file of rules
  unsigned most_findings_of_rule = 16;  ///< further hits of one rule or list entry are dropped
};

/// `tree` must still hold its buffers. Findings: firmware.module.revoked, firmware.indicator.hash,
/// .yara, .fwhunt, .unevaluated; in the order of the lists, then of the nodes.
[[nodiscard]] std::vector<evidence::Finding> match(const Tree& tree, bytes::ByteSpan image,
                                                   const Indicators& indicators,
                                                   const MatchOptions& options);

}  // namespace assay::inspect::firmware::indicators
