// Is an event's data what was measured? Replay proves digests, never the words beside them:
// somebody who rewrites an event's text and keeps its digest leaves the replay intact. For the
// types whose digest is defined over the event's own data, this tells.
#pragma once

#include <cstdint>
#include <string_view>

#include "crypto/digest.h"
#include "formats/tcg/event_log.h"

namespace assay::inspect::boot {

enum class Checked : std::uint8_t {
  digest_of_data,  ///< the data hashes to the measured digest, so the words are proven with it
  not_derivable,   ///< the digest covers something that the log does not hold (an image, a blob)
  mismatch,        ///< it should have, and does not
};

[[nodiscard]] std::string_view name(Checked checked) noexcept;

struct EventCheck {
  Checked checked = Checked::not_derivable;
  /// With digest_of_data: the digest is over all of the data rather than a part of it. (shim
  /// before 15.3 counts one byte more than it measures: all but the last byte is taken for all.)
  bool whole = false;
};

/// Checks in one bank; not_derivable where the event has no digest of it.
[[nodiscard]] EventCheck examine_event(const formats::tcg::EventLog& log,
                                       const formats::tcg::Event& event, crypto::HashAlg bank,
                                       crypto::HashEngine& hash);

/// The same without `whole`; not_derivable where the event has no digest of it.
[[nodiscard]] Checked check_event(const formats::tcg::EventLog& log,
                                  const formats::tcg::Event& event, crypto::HashAlg bank,
                                  crypto::HashEngine& hash);

}  // namespace assay::inspect::boot
