// EFI_SIGNATURE_LIST, and the subjects of the certificates in it.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/certificate_subject.h"
#include "formats/uefi/signature_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget;
  (void)uefi::certificate_subject(reader.whole());
  const auto lists = uefi::parse_signature_lists(reader, budget);
  if (!lists) return 0;
  for (const uefi::SignatureList& list : *lists)
    for (std::size_t i = 0; i < list.count(); ++i) {
      const uefi::SignatureEntry entry = list.entry(i);
      (void)entry.subject();
      (void)entry.revoked_from();
    }
  for (const uefi::Sha256Entry& entry : uefi::sha256_entries(*lists))
    if (entry.digest.size() != 32 || entry.offset + 32 > size) __builtin_trap();
  return 0;
}
