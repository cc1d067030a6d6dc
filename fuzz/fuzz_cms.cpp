// PKCS #7 signatures, alone and around an update to a Secure Boot variable.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/cms/signed_data.h"
#include "formats/uefi/auth_variable.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace cms = assay::formats::cms;
  using assay::bytes::Reader;
  Reader reader(assay::bytes::from_uchars(data, size));
  if (const auto update = assay::formats::uefi::parse_authenticated_update(reader))
    reader = Reader(update->signature, update->signature_offset);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  const auto parsed = cms::parse_signed_data(reader, budget);
  if (!parsed || parsed->signers.size() > 4) return 0;
  for (const cms::SignerInfo& s : parsed->signers)
    (void)cms::verify_signer(*parsed, s, parsed->content.value_or(assay::bytes::ByteSpan{}));
  return 0;
}
