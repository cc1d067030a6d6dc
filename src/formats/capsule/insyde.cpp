#include "formats/capsule/insyde.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::string_view kMark = "$_IFLASH_";
constexpr std::uint64_t kHeader = 24;
constexpr std::size_t kTag = 7;

struct Row {
  std::string_view tag;
  std::string_view name;
};
constexpr std::array kRows{
    Row{"BIOSCER", "certificate"},         Row{"BIOSCR2", "second certificate"},
    Row{"BIOSIMG", "firmware image"},      Row{"DRV_IMG", "flash driver"},
    Row{"EC_IMG_", "embedded controller"}, Row{"INI_IMG", "flash tool's settings"},
    Row{"ME_IMG_", "management engine"},   Row{"OEM_ID_", "OEM's id"},
};

}  // namespace

std::string_view iflash_part_name(std::string_view tag) noexcept {
  const auto it = std::ranges::find(kRows, tag, &Row::tag);
  return it == kRows.end() ? std::string_view{} : it->name;
}

bool looks_like_iflash(bytes::ByteSpan bytes) noexcept {
  return bytes::as_chars(bytes).find("$_IFLASH_BIOSIMG") != std::string_view::npos;
}

Parsed<std::vector<IflashPart>> find_iflash_parts(Reader reader, bytes::Budget& budget) {
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "package"));
  const std::string_view text = bytes::as_chars(whole.whole());
  std::vector<IflashPart> out;
  for (std::size_t at = 0; (at = text.find(kMark, at)) != std::string_view::npos; ++at) {
    auto r = whole.at(at + kMark.size() + kTag, 8, "part header");
    if (!r) break;
    const auto total = r->le32("TotalSize");
    const auto size = r->le32("ImageSize");
    // The tool itself holds the marks as text: there sizes are none.
    if (!total || !size || *size == 0 || *size > *total) continue;
    if (!whole.at(at + kHeader, *size, "ImageSize")) continue;
    ASSAY_CHECK(budget.items(1, whole.offset() + at, "part"));
    out.push_back({.tag = text.substr(at + kMark.size(), kTag),
                   .offset = at,
                   .header_size = kHeader,
                   .size = *size,
                   .total = *total});
    at += static_cast<std::size_t>(kHeader + *size) - 1;
  }
  if (out.empty()) return bytes::bad_value(whole.offset(), "Signature", "$_IFLASH_ with an image");
  return out;
}

}  // namespace assay::formats::capsule
