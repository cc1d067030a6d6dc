// A ledger's signed head and a .tlog-proof around one: what parses is written as it was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "proof/log_proof.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace proof = assay::proof;
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  const auto head = proof::parse_checkpoint(text);
  if (head && !text.starts_with(proof::to_text(*head))) std::abort();
  (void)proof::parse_signed_head(text);
  const auto logged = proof::parse_log_proof(text);
  if (logged && proof::to_text(*logged) != text) std::abort();
  return 0;
}
