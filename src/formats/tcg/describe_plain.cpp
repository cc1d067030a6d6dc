// Separators, actions, and every type whose data is text, a name before bytes, or bytes.
#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/event_types.h"
#include "formats/uefi/guid.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

// What a type is called among people, and whether its text names the thing measured (a POST code's
// "ACPI DATA") or is the value itself (a firmware version).
struct Plain {
  std::string_view phrase;
  bool text_is_name = false;
};

Plain plain_of(std::uint32_t type) {
  switch (type) {
    case EV_PREBOOT_CERT:
      return {"preboot certificate"};
    case EV_POST_CODE:
    case EV_POST_CODE2:
      return {"POST code", true};
    case EV_UNUSED:
      return {"unused event"};
    case EV_NO_ACTION:
      return {"note", true};
    case EV_SEPARATOR:
      return {"separator"};
    case EV_EVENT_TAG:
      return {"tagged event"};
    case EV_S_CRTM_CONTENTS:
      return {"S-CRTM contents", true};
    case EV_S_CRTM_VERSION:
      return {"S-CRTM version"};
    case EV_CPU_MICROCODE:
      return {"CPU microcode"};
    case EV_PLATFORM_CONFIG_FLAGS:
      return {"platform configuration flags", true};
    case EV_TABLE_OF_DEVICES:
      return {"table of devices", true};
    case EV_COMPACT_HASH:
      return {"compact hash", true};
    case EV_IPL:
      return {"boot loader"};
    case EV_IPL_PARTITION_DATA:
      return {"partition data"};
    case EV_NONHOST_CODE:
      return {"non-host code", true};
    case EV_NONHOST_CONFIG:
      return {"non-host configuration", true};
    case EV_NONHOST_INFO:
      return {"non-host information", true};
    case EV_OMIT_BOOT_DEVICE_EVENTS:
      return {"boot device events omitted"};
    case EV_EFI_HCRTM_EVENT:
      return {"H-CRTM"};
    case EV_EFI_GPT_EVENT:
    case EV_EFI_GPT_EVENT2:
      return {"GPT partition table"};
    case EV_EFI_PLATFORM_FIRMWARE_BLOB:
    case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
      return {"firmware blob", true};
    case EV_EFI_HANDOFF_TABLES:
    case EV_EFI_HANDOFF_TABLES2:
      return {"handoff tables", true};
    case EV_EFI_BOOT_SERVICES_APPLICATION:
      return {"image"};
    case EV_EFI_BOOT_SERVICES_DRIVER:
      return {"driver"};
    case EV_EFI_RUNTIME_SERVICES_DRIVER:
      return {"runtime driver"};
    default:
      return {};
  }
}

constexpr bool printable_ascii(std::byte b) { return b >= std::byte{0x20} && b < std::byte{0x7F}; }

bytes::ByteSpan without_padding(bytes::ByteSpan data) {
  while (!data.empty() && data.back() == std::byte{0}) data = data.first(data.size() - 1);
  return data;
}

// A name of three or more printable characters that a NUL ends: "IntelCSxEEvent01", "td_hob".
bytes::ByteSpan leading_name(bytes::ByteSpan data) {
  std::size_t n = 0;
  while (n < data.size() && n < 64 && printable_ascii(data[n])) ++n;
  if (n < 3 || n == data.size() || data[n] != std::byte{0}) return {};
  return data.first(n);
}

// "FeatureTME" of "FeatureTME=1": the value must not be part of what the event is about.
std::string_view before_value(std::string_view text) { return text.substr(0, text.find('=')); }

void say_text(Description& said, const Plain& plain, const std::string& text) {
  said.text = fmt::format("{}: {}", said.what, text);
  if (plain.text_is_name) base::append(said.what, " {}", before_value(text));
  add(said, "text", text);
}

// What follows the name: a short number, else bytes.
void say_named(Description& said, const Plain& plain, bytes::ByteSpan name, bytes::ByteSpan rest) {
  const std::string text = uefi::utf8_text(name, 64);
  if (plain.text_is_name) {
    base::append(said.what, " {}", text);
    said.text = said.what;
  } else {
    said.text = fmt::format("{}: {}", said.what, text);
  }
  add(said, "name", text);
  if (without_padding(rest).empty()) return;
  const std::string words = bytes_in_words(rest);
  base::append(said.text, ", then {}", words);
  add(said, "data", words);
}

// A guest's firmware says which technology guards it (Google Compute Engine's virtual firmware).
bool say_gce(Description& said, bytes::ByteSpan data) {
  static constexpr std::string_view kMagic = "GCE NonHostInfo";
  static constexpr std::string_view kTechnology[] = {"none", "AMD SEV", "AMD SEV-ES", "Intel TDX",
                                                     "AMD SEV-SNP"};
  if (data.size() != 32 || !bytes::starts_with(data, kMagic)) return false;
  const auto technology = std::to_integer<unsigned>(data[16]);
  said.what = "non-host information GCE NonHostInfo";
  const std::string words = technology < std::size(kTechnology)
                                ? std::string(kTechnology[technology])
                                : fmt::format("unknown ({})", technology);
  said.text = fmt::format("memory encryption technology: {}", words);
  add(said, "memory_encryption", words);
  return true;
}

void say_bytes(Description& said, const Plain& plain, const Event& event) {
  const bytes::ByteSpan data = event.data;
  if (event.type == EV_S_CRTM_VERSION && data.size() == 16) {
    const uefi::Guid guid = uefi::Guid::from(data.first<16>());
    add(said, "guid", guid.to_string());
    said.text = fmt::format("{}: {}", said.what, guid.to_string());
  } else if (event.type == EV_COMPACT_HASH && data.size() == 4) {
    // The caller's number, as TCG_CompactHashLogExtendEvent logs it.
    const std::uint32_t id = bytes::le32_at<0>(data.first<4>());
    base::append(said.what, " 0x{:x}", id);
    said.text = fmt::format("compact hash, caller's number 0x{:x}", id);
    add(said, "number", fmt::format("0x{:x}", id));
  } else if (const bytes::ByteSpan name = leading_name(data); !name.empty()) {
    say_named(said, plain, name, data.subspan(name.size()));
  } else if (without_padding(data).empty()) {
    said.text = fmt::format("{}: {} of zero", said.what, base::counted(data.size(), "byte"));
  } else {
    const std::string words = bytes_in_words(data);
    said.text = fmt::format("{}: {}", said.what, words);
    add(said, kUndecoded, words);
  }
}

}  // namespace

bool looks_like_text(bytes::ByteSpan data) noexcept {
  const bytes::ByteSpan text = without_padding(data);
  return text.size() >= 2 && base::is_ascii_text(bytes::as_chars(text));
}

std::string on_one_line(bytes::ByteSpan text) {
  std::string out;
  for (const char c : bytes::as_chars(text.first(std::min<std::size_t>(text.size(), 512)))) {
    if (c == '\n') {
      out += "; ";
    } else if (c != '\r' && c != '\0') {
      out.push_back(c);
    }
  }
  while (out.ends_with("; ")) out.resize(out.size() - 2);
  return base::printable(out, 512);
}

std::string bytes_in_words(bytes::ByteSpan data) {
  constexpr std::size_t kShown = 32;
  return fmt::format("{}: {}{}", base::counted(data.size(), "byte"),
                     bytes::to_hex(data.first(std::min(data.size(), kShown))),
                     data.size() > kShown ? "…" : "");
}

Words describe_separator(const Scene& scene) {
  const bytes::ByteSpan data = scene.event.data;
  Description said;
  said.what = "separator";
  if (data.size() != 4) {
    const bool text = looks_like_text(data);
    if (!text && data.size() > 32) return {};
    std::string words = text ? uefi::utf8_text(data, 128) : bytes_in_words(data);
    said.text = fmt::format("separator: {}", words);
    add(said, "value", std::move(words));
    return said;
  }
  const std::uint32_t value = bytes::le32_at<0>(data.first<4>());
  if (bytes::starts_with(data, "WBCL")) {
    said.text = "separator: Windows closes its log of this PCR (WBCL)";
    add(said, "value", "WBCL");
    return said;
  }
  // PFP 10.4.4: 0 or 0xFFFFFFFF where all went well, 1 where measuring failed.
  add(said, "value", fmt::format("0x{:08x}", value));
  if (value == 0 || value == 0xFFFFFFFF) {
    said.text = "separator";
  } else if (value == 1) {
    said.text = "separator: the firmware reports an error";
    add(said, "error", "true");
  } else {
    said.text = fmt::format("separator: value 0x{:08x}", value);
  }
  return said;
}

Words describe_action(const Scene& scene) {
  const bytes::ByteSpan data = scene.event.data;
  std::string text;
  if (looks_like_text(data)) {
    text = uefi::utf8_text(data, 256);
  } else if (uefi::looks_like_utf16(data)) {
    text = uefi::utf16_text(data, 256);
  } else if (data.size() == 4 && bytes::all_of(data, std::byte{0xFF})) {
    text = "(error: 0xffffffff)";
  } else {
    return {};
  }
  Description said;
  said.what = fmt::format("action: {}", text);
  said.text = said.what;
  add(said, "action", std::move(text));
  return said;
}

Description describe_plain(const Scene& scene) {
  const Event& event = scene.event;
  const Plain plain = plain_of(event.type);
  Description said;
  said.what = plain.phrase.empty() ? event_type_name(event.type) : std::string(plain.phrase);
  const bytes::ByteSpan data = event.data;
  if (data.empty()) {
    said.text = fmt::format("{}: no data", said.what);
  } else if (event.type == EV_NONHOST_INFO && say_gce(said, data)) {
    return said;
  } else if (looks_like_text(data)) {
    say_text(said, plain, uefi::utf8_text(data, 256));
  } else if (uefi::looks_like_utf16(data)) {
    say_text(said, plain, uefi::utf16_text(data, 256));
  } else {
    say_bytes(said, plain, event);
  }
  return said;
}

}  // namespace assay::formats::tcg
