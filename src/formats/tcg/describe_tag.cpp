// EV_EVENT_TAG (PFP 1.06 r52, 10.4.2): a 32-bit tag, a length and data, by whoever defined the tag:
// Linux' EFI stub, systemd's boot loader, Windows.
#include <fmt/format.h>

#include "formats/tcg/describe_parts.h"
#include "formats/tcg/sipa.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

struct Tag {
  std::uint32_t id = 0;
  std::string_view what;
};

// The first two: drivers/firmware/efi/libstub of Linux. The others: systemd's src/boot.
constexpr Tag kTags[] = {
    {0x8F3B22ED, "kernel load options"},
    {0x8F3B22EC, "initrd"},
    {0xF5BC582A, "boot loader configuration"},
    {0x6C46F751, "device tree addon"},
    {0x49DFFE0F, "initrd addon"},
    {0xDAC08E1A, "microcode addon"},
    {0x13AED6DB, "unified kernel profile"},
    {0xD5CB7CBC, "SMBIOS system information"},
    {0xE0D47BC8, "SMBIOS board information"},
    {0xC0B3BD23, "SMBIOS OEM strings"},
};

std::string value_in_words(bytes::ByteSpan data) {
  if (looks_like_text(data)) return uefi::utf8_text(data);
  if (uefi::looks_like_utf16(data)) return uefi::utf16_text(data);
  return data.empty() ? "no data" : bytes_in_words(data);
}

}  // namespace

Words describe_tag(const Scene& scene) {
  bytes::Reader reader = scene.reader();
  const auto head = reader.fixed<8>("taggedEventID");
  if (!head) return {};
  const std::uint32_t id = bytes::le32_at<0>(*head);
  const auto data = reader.take(bytes::le32_at<4>(*head), "taggedEventDataSize");
  for (const Tag& tag : kTags) {
    if (tag.id != id || !data) continue;
    Description said;
    said.what = std::string(tag.what);
    std::string words = value_in_words(*data);
    said.text = fmt::format("{}: {}", tag.what, words);
    add(said, "tag", fmt::format("0x{:08x}", id));
    add(said, "value", std::move(words));
    return said;
  }
  if (Words said = describe_sipa(scene)) return said;
  if (!data || !reader.empty()) return {};
  Description said;
  said.what = fmt::format("tagged event 0x{:08x}", id);
  std::string words = value_in_words(*data);
  said.text = fmt::format("{}: {}", said.what, words);
  add(said, "tag", fmt::format("0x{:08x}", id));
  const bool text = looks_like_text(*data) || uefi::looks_like_utf16(*data);
  add(said, text ? "value" : kUndecoded, std::move(words));
  return said;
}

}  // namespace assay::formats::tcg
