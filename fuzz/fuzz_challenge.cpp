// A challenge's note and a ledger's head: what parses as a challenge is exactly what Assay would
// sign.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "evidence/challenge_note.h"
#include "proof/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  const auto challenge = assay::evidence::parse_challenge_note(text);
  if (challenge && assay::evidence::challenge_text(*challenge) != text) std::abort();
  const auto head = assay::proof::parse_checkpoint(text);
  if (head && (head->origin.empty() || head->origin.find('\n') != std::string::npos)) std::abort();
  return 0;
}
