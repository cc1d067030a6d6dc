// Records of what becomes of keys: whatever the bytes are, reading them ends, and what is believed
// was signed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "proof/key_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace proof = assay::proof;
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  const auto record = proof::parse_key_record(text, {});
  if (record && !record->loss && record->rotation.old_key == record->rotation.new_key) std::abort();
  return 0;
}
