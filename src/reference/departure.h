// Where an observed boot departs from a reference, event by event.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/observed.h"
#include "reference/reference.h"

namespace assay::reference {

enum class Change : std::uint8_t { added, removed, changed };

struct Departure {
  Change change = Change::changed;
  std::uint32_t pcr = 0;
  std::uint32_t type = 0;
  std::string what;                      ///< "kernel command line"
  std::string was;                       ///< words of the reference; empty where added
  std::string now;                       ///< words observed; empty where removed
  std::optional<std::uint32_t> event;    ///< number in the observed log; nothing where removed
  std::optional<crypto::Digest> digest;  ///< observed
  bool words_proven = true;              ///< `now` hashes to what was measured
};

struct Comparison {
  const Reference* reference = nullptr;
  crypto::HashAlg bank =
      crypto::HashAlg::none;  ///< none: the two share no bank, nothing was compared
  std::vector<Departure> departures;
  /// Events that match the reference in digest and words, though the data does not hash to the
  /// digest: a quirk that the known-good servers have too.
  std::vector<std::uint32_t> shared_quirks;
};

/// Against one reference. Fast where every PCR's digests are as learned.
[[nodiscard]] Comparison compare(const Reference& reference, const ObservedBoot& observed);

/// Against the one that fits best of several (fewest departures; the first among equals).
/// `references` must not be empty.
[[nodiscard]] Comparison compare_best(const std::vector<const Reference*>& references,
                                      const ObservedBoot& observed);

/// PCRs whose signed value is none of the reference's: what is left to compare without a log.
struct PcrDeparture {
  std::uint32_t pcr = 0;
  crypto::Digest was;
  crypto::Digest now;
};
[[nodiscard]] std::vector<PcrDeparture> compare_pcrs(const Reference& reference,
                                                     const inspect::boot::PcrCheck& pcrs);

}  // namespace assay::reference
