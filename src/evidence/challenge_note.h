// boot/challenge.note: a nonce that an appraiser asked one server, signed by the appraiser's own
// key, so that whoever appraises later need not keep the nonce (docs/formats/evidence.md). The note
// lies in the suspect's folder and may be an old one: it counts only within the time that it
// states.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "base/types.h"

namespace assay::evidence {

struct SignedChallenge {
  std::string server;
  base::Bytes nonce;  ///< 16 to 64 bytes
  base::Time issued;
  base::Time expires;  ///< the last moment at which an answer counts as fresh
};

/// From a note's text: exactly the five lines that challenge_text() writes.
[[nodiscard]] base::Result<SignedChallenge> parse_challenge_note(std::string_view text);

/// What the challenger signs.
[[nodiscard]] std::string challenge_text(const SignedChallenge& challenge);

}  // namespace assay::evidence
