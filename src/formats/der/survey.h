// A walk over a whole DER tree that answers one question: where does it leave DER? Parsers pick the
// fields they know; the survey sees all of them, so that "not strict DER" can be said of a
// certificate as a whole. It is also where nesting is paid for: a tree deeper than the Budget
// allows is refused before any parser looks at it.
#pragma once

#include "formats/der/tlv.h"

namespace assay::formats::der {

struct Survey {
  bool long_lengths = false;   ///< an identifier or length with superfluous bytes (X.690 10.1)
  bool long_integers = false;  ///< an INTEGER with a superfluous leading byte (8.3.2)
  bool odd_booleans = false;   ///< TRUE written as something else than 0xFF (11.1)
  bool unsorted_sets = false;  ///< a SET whose elements are not in ascending order (10.3, 11.6)
  std::uint64_t elements = 0;

  [[nodiscard]] bool strict() const noexcept {
    return !long_lengths && !long_integers && !odd_booleans && !unsorted_sets;
  }
};

/// Walks every element of `reader` to its end, into constructed ones too (OCTET STRINGs stay
/// closed).
[[nodiscard]] bytes::Parsed<Survey> survey(bytes::Reader reader, bytes::Budget& budget) noexcept;

}  // namespace assay::formats::der
