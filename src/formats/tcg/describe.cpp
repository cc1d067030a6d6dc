#include "formats/tcg/describe.h"

#include "formats/tcg/describe_parts.h"
#include "formats/tcg/event_types.h"

namespace assay::formats::tcg {
namespace {

constexpr std::size_t kMaxData = 512 * 1024;
constexpr std::size_t kMaxText = 600;

Words by_type(const EventLog& log, const Scene& scene) {
  switch (scene.event.type) {
    case EV_NO_ACTION:
      return describe_no_action(log, scene);
    case EV_SEPARATOR:
      return describe_separator(scene);
    case EV_ACTION:
    case EV_EFI_ACTION:
      return describe_action(scene);
    case EV_EVENT_TAG:
      return describe_tag(scene);
    case EV_COMPACT_HASH:
      return describe_sipa(scene);
    case EV_IPL:
      return describe_ipl(scene);
    case EV_IPL_PARTITION_DATA:
      return describe_mbr(scene);
    case EV_POST_CODE:
    case EV_POST_CODE2:
    case EV_S_CRTM_CONTENTS:
    case EV_EFI_PLATFORM_FIRMWARE_BLOB:
    case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
      return describe_blob(scene);
    case EV_TABLE_OF_DEVICES:
    case EV_EFI_HANDOFF_TABLES:
    case EV_EFI_HANDOFF_TABLES2:
      return describe_handoff(scene);
    case EV_EFI_GPT_EVENT:
    case EV_EFI_GPT_EVENT2:
      return describe_gpt(scene);
    case EV_EFI_VARIABLE_DRIVER_CONFIG:
    case EV_EFI_VARIABLE_BOOT:
    case EV_EFI_VARIABLE_BOOT2:
    case EV_EFI_SPDM_DEVICE_POLICY:
      return describe_variable(scene);
    case EV_EFI_VARIABLE_AUTHORITY:
    case EV_EFI_SPDM_DEVICE_AUTHORITY:
      return describe_authority(scene);
    case EV_EFI_BOOT_SERVICES_APPLICATION:
    case EV_EFI_BOOT_SERVICES_DRIVER:
    case EV_EFI_RUNTIME_SERVICES_DRIVER:
      return describe_image(scene);
    case EV_EFI_SPDM_FIRMWARE_BLOB:
    case EV_EFI_SPDM_FIRMWARE_CONFIG:
      return describe_device_security(scene);
    default:
      return {};
  }
}

// Cuts between characters: the text is UTF-8.
void shorten(std::string& text) {
  if (text.size() <= kMaxText) return;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  text.resize(end);
  text += "…";
}

}  // namespace

Description describe(const EventLog& log, const Event& event, bytes::Budget& budget) {
  const Scene scene{event, budget};
  const bool affordable = event.data.size() <= kMaxData &&
                          budget.bytes(event.data.size(), event.data_offset, "event").has_value() &&
                          budget.items(1, event.data_offset, "event").has_value();
  Words said = affordable ? by_type(log, scene) : Words{};
  Description out = said ? *std::move(said) : describe_plain(scene);
  shorten(out.text);
  return out;
}

}  // namespace assay::formats::tcg
