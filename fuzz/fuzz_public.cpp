// A TPM key's public area, and a TPMT_SIGNATURE: parse, name, build the key, and verify. The
// input's second half is tried as the signature too, so that one input can hold a key and what it
// signed.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/tpm/public.h"
#include "formats/tpm/signature.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tpm = assay::formats::tpm;
  static assay::crypto::HashEngine hash;
  const auto input = assay::bytes::from_uchars(data, size);
  (void)tpm::looks_like_public(input);
  const auto signature =
      tpm::parse_signature(assay::bytes::Reader(input.subspan(input.size() / 2)));
  (void)tpm::parse_signature(assay::bytes::Reader(input));
  for (const auto part : {input, input.first(input.size() / 2)}) {
    const auto key = tpm::parse_public(assay::bytes::Reader(part));
    if (!key) continue;
    (void)tpm::name_of(*key, hash);
    (void)tpm::missing_ak_attributes(*key);
    const auto usable = tpm::to_key(*key);
    if (usable && signature)
      (void)tpm::verify(*usable, *signature, hash.hash(signature->hash, part));
  }
  return 0;
}
