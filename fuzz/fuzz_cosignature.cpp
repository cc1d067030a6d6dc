// Cosignatures: the witness that is known never signed anything, so no line may verify; a key that
// parses is written as it was read but for the case of its id.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "proof/cosignature.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace proof = assay::proof;
  static const auto key =
      proof::cosigner_of(proof::new_signing_key("witness.example").value().verifier);
  const auto bytes = assay::bytes::from_uchars(data, size);
  const proof::NoteSignature line{key.name, key.id, assay::bytes::copy(bytes)};
  if (proof::verify_cosignature("ledger.example\n0\n", line, key)) std::abort();
  const auto parsed = proof::parse_cosigner_key(assay::bytes::as_chars(bytes));
  if (parsed && proof::parse_cosigner_key(proof::to_string(*parsed)) != *parsed) std::abort();
  return 0;
}
