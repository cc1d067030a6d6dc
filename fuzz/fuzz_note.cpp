// Signed notes and their keys. The one key that is known never signed anything, so nothing may
// verify; a key that parses must be written as it was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "proof/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace proof = assay::proof;
  static const std::vector<proof::VerifierKey> keys{
      proof::new_signing_key("fuzz.example").value().verifier};
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  if (const auto note = proof::parse_note(text))
    if (proof::verify_note(note->text, note->signatures, keys).signer != nullptr) std::abort();
  (void)proof::parse_signature_line(text);
  (void)proof::parse_signing_key(text);
  if (const auto known = proof::parse_verifier_keys(text))
    for (const proof::VerifierKey& key : *known)
      if (proof::parse_verifier_key(proof::to_string(key)) != key) std::abort();
  return 0;
}
