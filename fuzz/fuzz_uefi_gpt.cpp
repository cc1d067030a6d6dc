// UEFI_GPT_DATA.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/gpt.h"
#include "formats/uefi/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget;
  const auto event = uefi::parse_gpt_event(reader, budget);
  if (!event) return 0;
  for (const uefi::GptPartition& partition : event->table.partitions)
    (void)uefi::utf16_text(partition.name);
  return 0;
}
