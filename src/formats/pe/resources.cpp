#include "formats/pe/resources.h"

#include "base/text.h"
#include "bytes/lines.h"
#include "bytes/text.h"
#include "formats/uefi/text.h"

namespace assay::formats::pe {
namespace {

using bytes::Reader;

constexpr std::size_t kMaxEntries = 64;

std::string shown(std::string_view text) { return base::printable(bytes::trimmed(text), 256); }

// The text before the next comma, taken off `line`.
std::string_view next_field(std::string_view& line) {
  const auto comma = line.find(',');
  const auto field = line.substr(0, comma);
  line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  return field;
}

bytes::ByteSpan body_of(const Image& image, std::string_view name) {
  const Section* s = image.section(name);
  if (s == nullptr) return {};
  const auto all = image.bytes_of(*s);
  return s->virtual_size != 0 && s->virtual_size < all.size() ? all.first(s->virtual_size) : all;
}

}  // namespace

std::vector<SbatEntry> sbat(const Image& image) {
  std::vector<SbatEntry> out;
  const auto body = body_of(image, ".sbat");
  bytes::Lines lines{Reader(body)};
  while (const auto line = lines.next()) {
    std::string_view rest = line->text.substr(0, line->text.find('\0'));
    if (rest.find(',') == std::string_view::npos) continue;
    SbatEntry entry;
    entry.component = shown(next_field(rest));
    entry.generation = shown(next_field(rest));
    next_field(rest);  // vendor_name
    next_field(rest);  // vendor_package_name
    entry.version = shown(next_field(rest));
    out.push_back(std::move(entry));
    if (out.size() == kMaxEntries) break;
  }
  return out;
}

std::string loader_info(const Image& image) {
  // "#### LoaderInfo: systemd-boot 252.39 ####"
  constexpr std::string_view kStart = "#### LoaderInfo: ";
  const auto text = bytes::as_chars(body_of(image, ".sdmagic"));
  const auto at = text.find(kStart);
  if (at == std::string_view::npos) return {};
  const auto rest = text.substr(at + kStart.size());
  const auto end = rest.find(" ####");
  return end == std::string_view::npos ? std::string{} : shown(rest.substr(0, end));
}

std::optional<LinuxKernel> linux_kernel(bytes::ByteSpan file) noexcept {
  const Reader whole(file);
  auto r = whole.at(0x1F1, 0x50, "setup header");
  const auto head = r ? r->fixed<0x50>("setup header") : std::unexpected(r.error());
  constexpr std::uint32_t kHdrS = 0x53726448;
  if (!head || bytes::le16_at<0x1FE - 0x1F1>(*head) != 0xAA55 ||
      bytes::le32_at<0x202 - 0x1F1>(*head) != kHdrS)
    return std::nullopt;
  LinuxKernel out;
  out.protocol = bytes::le16_at<0x206 - 0x1F1>(*head);
  if (out.protocol >= 0x020B) out.efi_64 = (bytes::le16_at<0x236 - 0x1F1>(*head) & 8U) != 0;
  const std::uint64_t version = bytes::le16_at<0x20E - 0x1F1>(*head);
  if (version == 0 || version + 0x200 >= file.size()) return out;
  auto text = Reader(file.subspan(static_cast<std::size_t>(version + 0x200)));
  const auto line = uefi::read_utf8z(text, "kernel_version");
  if (line && line->size() < 512) out.version = uefi::utf8_text(*line, 256);
  return out;
}

}  // namespace assay::formats::pe
