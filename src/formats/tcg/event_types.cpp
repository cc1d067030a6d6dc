#include "formats/tcg/event_types.h"

#include <fmt/format.h>
#include <string_view>

namespace assay::formats::tcg {
namespace {

// Table 27, and after it Intel's types (TXT Software Development Guide, appendix on event types).
std::string_view known_type(std::uint32_t type) {
  switch (type) {
    case EV_PREBOOT_CERT:
      return "EV_PREBOOT_CERT";
    case EV_POST_CODE:
      return "EV_POST_CODE";
    case EV_UNUSED:
      return "EV_UNUSED";
    case EV_NO_ACTION:
      return "EV_NO_ACTION";
    case EV_SEPARATOR:
      return "EV_SEPARATOR";
    case EV_ACTION:
      return "EV_ACTION";
    case EV_EVENT_TAG:
      return "EV_EVENT_TAG";
    case EV_S_CRTM_CONTENTS:
      return "EV_S_CRTM_CONTENTS";
    case EV_S_CRTM_VERSION:
      return "EV_S_CRTM_VERSION";
    case EV_CPU_MICROCODE:
      return "EV_CPU_MICROCODE";
    case EV_PLATFORM_CONFIG_FLAGS:
      return "EV_PLATFORM_CONFIG_FLAGS";
    case EV_TABLE_OF_DEVICES:
      return "EV_TABLE_OF_DEVICES";
    case EV_COMPACT_HASH:
      return "EV_COMPACT_HASH";
    case EV_IPL:
      return "EV_IPL";
    case EV_IPL_PARTITION_DATA:
      return "EV_IPL_PARTITION_DATA";
    case EV_NONHOST_CODE:
      return "EV_NONHOST_CODE";
    case EV_NONHOST_CONFIG:
      return "EV_NONHOST_CONFIG";
    case EV_NONHOST_INFO:
      return "EV_NONHOST_INFO";
    case EV_OMIT_BOOT_DEVICE_EVENTS:
      return "EV_OMIT_BOOT_DEVICE_EVENTS";
    case EV_POST_CODE2:
      return "EV_POST_CODE2";
    case EV_EFI_EVENT_BASE:
      return "EV_EFI_EVENT_BASE";
    case EV_EFI_VARIABLE_DRIVER_CONFIG:
      return "EV_EFI_VARIABLE_DRIVER_CONFIG";
    case EV_EFI_VARIABLE_BOOT:
      return "EV_EFI_VARIABLE_BOOT";
    case EV_EFI_BOOT_SERVICES_APPLICATION:
      return "EV_EFI_BOOT_SERVICES_APPLICATION";
    case EV_EFI_BOOT_SERVICES_DRIVER:
      return "EV_EFI_BOOT_SERVICES_DRIVER";
    case EV_EFI_RUNTIME_SERVICES_DRIVER:
      return "EV_EFI_RUNTIME_SERVICES_DRIVER";
    case EV_EFI_GPT_EVENT:
      return "EV_EFI_GPT_EVENT";
    case EV_EFI_ACTION:
      return "EV_EFI_ACTION";
    case EV_EFI_PLATFORM_FIRMWARE_BLOB:
      return "EV_EFI_PLATFORM_FIRMWARE_BLOB";
    case EV_EFI_HANDOFF_TABLES:
      return "EV_EFI_HANDOFF_TABLES";
    case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
      return "EV_EFI_PLATFORM_FIRMWARE_BLOB2";
    case EV_EFI_HANDOFF_TABLES2:
      return "EV_EFI_HANDOFF_TABLES2";
    case EV_EFI_VARIABLE_BOOT2:
      return "EV_EFI_VARIABLE_BOOT2";
    case EV_EFI_GPT_EVENT2:
      return "EV_EFI_GPT_EVENT2";
    case EV_EFI_HCRTM_EVENT:
      return "EV_EFI_HCRTM_EVENT";
    case EV_EFI_VARIABLE_AUTHORITY:
      return "EV_EFI_VARIABLE_AUTHORITY";
    case EV_EFI_SPDM_FIRMWARE_BLOB:
      return "EV_EFI_SPDM_FIRMWARE_BLOB";
    case EV_EFI_SPDM_FIRMWARE_CONFIG:
      return "EV_EFI_SPDM_FIRMWARE_CONFIG";
    case EV_EFI_SPDM_DEVICE_POLICY:
      return "EV_EFI_SPDM_DEVICE_POLICY";
    case EV_EFI_SPDM_DEVICE_AUTHORITY:
      return "EV_EFI_SPDM_DEVICE_AUTHORITY";
    case 0x401:
      return "EVTYPE_PCRMAPPING";
    case 0x402:
      return "EVTYPE_HASH_START";
    case 0x403:
      return "EVTYPE_COMBINED_HASH";
    case 0x404:
      return "EVTYPE_MLE_HASH";
    case 0x40A:
      return "EVTYPE_BIOSAC_REG_DATA";
    case 0x40B:
      return "EVTYPE_CPU_SCRTM_STAT";
    case 0x40C:
      return "EVTYPE_LCP_CONTROL_HASH";
    case 0x40D:
      return "EVTYPE_ELEMENTS_HASH";
    case 0x40E:
      return "EVTYPE_STM_HASH";
    case 0x40F:
      return "EVTYPE_OSSINITDATA_CAP_HASH";
    case 0x410:
      return "EVTYPE_SINIT_PUBKEY_HASH";
    case 0x411:
      return "EVTYPE_LCP_HASH";
    case 0x412:
      return "EVTYPE_LCP_DETAILS_HASH";
    case 0x413:
      return "EVTYPE_LCP_AUTHORITIES_HASH";
    case 0x414:
      return "EVTYPE_NV_INFO_HASH";
    case 0x415:
      return "EVTYPE_COLD_BOOT_BIOS_HASH";
    case 0x416:
      return "EVTYPE_KM_HASH";
    case 0x417:
      return "EVTYPE_BPM_HASH";
    case 0x418:
      return "EVTYPE_KM_INFO_HASH";
    case 0x419:
      return "EVTYPE_BPM_INFO_HASH";
    case 0x41A:
      return "EVTYPE_BOOT_POL_HASH";
    case 0x4FE:
      return "EVTYPE_RANDOM_VALUE";
    case 0x4FF:
      return "EVTYPE_CAP_VALUE";
    default:
      return {};
  }
}

}  // namespace

std::string event_type_name(std::uint32_t type) {
  const std::string_view name = known_type(type);
  return name.empty() ? fmt::format("0x{:08x}", type) : std::string(name);
}

}  // namespace assay::formats::tcg
