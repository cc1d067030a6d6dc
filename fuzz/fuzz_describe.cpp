// One event in words. The input's first byte chooses the type, the second the PCR, the rest is
// data. Reaches formats/tcg/no_action.h and formats/tcg/device_security.h, whose structures are
// events' data.
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "bytes/text.h"
#include "formats/tcg/describe.h"
#include "formats/tcg/event_types.h"
#include "formats/tcg/trust_point.h"

namespace tcg = assay::formats::tcg;

namespace {

constexpr std::uint32_t kTypes[] = {tcg::EV_PREBOOT_CERT,
                                    tcg::EV_POST_CODE,
                                    tcg::EV_NO_ACTION,
                                    tcg::EV_SEPARATOR,
                                    tcg::EV_ACTION,
                                    tcg::EV_EVENT_TAG,
                                    tcg::EV_S_CRTM_CONTENTS,
                                    tcg::EV_S_CRTM_VERSION,
                                    tcg::EV_PLATFORM_CONFIG_FLAGS,
                                    tcg::EV_TABLE_OF_DEVICES,
                                    tcg::EV_COMPACT_HASH,
                                    tcg::EV_IPL,
                                    tcg::EV_IPL_PARTITION_DATA,
                                    tcg::EV_NONHOST_INFO,
                                    tcg::EV_EFI_VARIABLE_BOOT,
                                    tcg::EV_EFI_BOOT_SERVICES_APPLICATION,
                                    tcg::EV_EFI_GPT_EVENT,
                                    tcg::EV_EFI_PLATFORM_FIRMWARE_BLOB2,
                                    tcg::EV_EFI_HANDOFF_TABLES2,
                                    tcg::EV_EFI_VARIABLE_AUTHORITY,
                                    tcg::EV_EFI_SPDM_FIRMWARE_BLOB,
                                    0x12345678};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const assay::bytes::ByteSpan input = assay::bytes::from_uchars(data, size);
  tcg::EventLog log;
  tcg::Event event;
  event.type = kTypes[data[0] % std::size(kTypes)];
  event.pcr = data[1];
  event.data_offset = 2;
  event.data = input.subspan(2);
  log.events.push_back(event);
  assay::bytes::Budget budget;
  const tcg::Description said = describe(log, event, budget);
  if (said.what.empty() || said.text.empty() || said.text.size() > 603) __builtin_trap();
  for (const tcg::TrustPoint& point : find_trust_points(log, budget))
    if (point.aik().size() > size + 4096) __builtin_trap();
  return 0;
}
