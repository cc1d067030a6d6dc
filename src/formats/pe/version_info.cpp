#include <fmt/format.h>

#include "base/error.h"
#include "formats/pe/resources.h"
#include "formats/uefi/text.h"

namespace assay::formats::pe {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Nesting;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kVersionType = 16;
constexpr std::uint32_t kSubdirectory = 0x80000000;
constexpr std::size_t kMaxStrings = 64;

// Offset in the resource section of what the table at `at` has under `id` (any, where nothing).
Parsed<std::optional<std::uint32_t>> look_up(Reader rsrc, std::uint32_t at,
                                             std::optional<std::uint32_t> id, Budget& budget) {
  ASSAY_TRY(Reader table,
            rsrc.at(at, rsrc.whole().size() - std::min<std::size_t>(at, rsrc.whole().size()),
                    "IMAGE_RESOURCE_DIRECTORY"));
  ASSAY_TRY(const auto head, table.fixed<16>("IMAGE_RESOURCE_DIRECTORY"));
  const std::uint32_t count = bytes::le16_at<12>(head) + std::uint32_t{bytes::le16_at<14>(head)};
  ASSAY_CHECK(budget.items(count, table.offset(), "NumberOfIdEntries"));
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSAY_TRY(const auto entry, table.fixed<8>("IMAGE_RESOURCE_DIRECTORY_ENTRY"));
    if (!id || bytes::le32_at<0>(entry) == *id) return bytes::le32_at<4>(entry);
  }
  return std::nullopt;
}

Parsed<Reader> version_resource(const Image& image, Reader rsrc, Budget& budget) {
  std::uint32_t at = 0;
  for (const auto id : {std::optional(kVersionType), std::optional<std::uint32_t>{},
                        std::optional<std::uint32_t>{}}) {
    ASSAY_TRY(const auto next, look_up(rsrc, at, id, budget));
    if (!next) return bad_value(rsrc.offset(), "IMAGE_RESOURCE_DIRECTORY", "a version resource");
    at = *next & ~kSubdirectory;
    if ((*next & kSubdirectory) == 0) break;
  }
  ASSAY_TRY(Reader leaf, rsrc.at(at, 16, "IMAGE_RESOURCE_DATA_ENTRY"));
  ASSAY_TRY(const auto data, leaf.fixed<16>("IMAGE_RESOURCE_DATA_ENTRY"));
  const auto place = image.at_rva(bytes::le32_at<0>(data), bytes::le32_at<4>(data));
  if (!place) return bad_value(leaf.offset(), "OffsetToData", "an address in the file");
  return Reader(image.file, image.offset).at(*place, bytes::le32_at<4>(data), "OffsetToData");
}

// wLength, wValueLength, wType, szKey, padding, value, padding, children.
struct Block {
  std::string key;
  bool text = false;
  std::uint16_t value_size = 0;
  Reader rest{bytes::ByteSpan{}};  // value and children
};

void align(Reader& r, std::uint64_t base) {
  const std::uint64_t gap = (4 - (r.offset() - base) % 4) % 4;
  (void)r.skip(std::min(gap, r.remaining()), "Padding");
}

Parsed<Block> read_block(Reader& r, std::uint64_t base) {
  align(r, base);
  Reader ahead = r;
  ASSAY_TRY(const std::uint16_t length, ahead.le16("wLength"));
  if (length < 6) return bad_value(r.offset(), "wLength", "at least 6");
  ASSAY_TRY(Reader in, r.sub(length, "wLength"));
  Block out;
  ASSAY_TRY(const auto head, in.fixed<6>("wLength"));
  out.value_size = bytes::le16_at<2>(head);
  out.text = bytes::le16_at<4>(head) != 0;
  ASSAY_TRY(const auto key, uefi::read_utf16z(in, "szKey"));
  out.key = uefi::utf16_text(key, 128);
  align(in, base);
  out.rest = in;
  return out;
}

Parsed<void> read_strings(Reader children, std::uint64_t base, Budget& budget, VersionInfo& out) {
  const Nesting level(budget);
  ASSAY_CHECK(level.check(children.offset(), "StringFileInfo"));
  align(children, base);
  while (children.remaining() >= 6 && out.strings.size() < kMaxStrings) {
    ASSAY_CHECK(budget.items(1, children.offset(), "String"));
    ASSAY_TRY(Block block, read_block(children, base));
    if (block.value_size == 0) {
      if (block.key == "VarFileInfo") continue;
      ASSAY_CHECK(read_strings(block.rest, base, budget, out));
    } else if (block.text) {
      Reader value = block.rest;
      const auto text = uefi::read_utf16z(value, "Value");
      out.strings.push_back({block.key, uefi::utf16_text(text ? *text : block.rest.rest(), 256)});
    }
    align(children, base);
  }
  return {};
}

Parsed<VersionInfo> read_version(Reader r, Budget& budget) {
  VersionInfo out;
  const std::uint64_t base = r.offset();
  ASSAY_TRY(Block root, read_block(r, base));
  if (root.key != "VS_VERSION_INFO") return bad_value(base, "szKey", "VS_VERSION_INFO");
  ASSAY_TRY(Reader fixed, root.rest.sub(root.value_size, "wValueLength"));
  if (const auto info = fixed.fixed<52>("VS_FIXEDFILEINFO");
      info && bytes::le32_at<0>(*info) == 0xFEEF04BD)
    out.file_version =
        fmt::format("{}.{}.{}.{}", bytes::le16_at<10>(*info), bytes::le16_at<8>(*info),
                    bytes::le16_at<14>(*info), bytes::le16_at<12>(*info));
  // A broken string keeps what came before it.
  if (auto ok = read_strings(root.rest, base, budget, out);
      !ok && ok.error().fault == bytes::Fault::budget)
    return std::unexpected(ok.error());
  return out;
}

}  // namespace

std::optional<VersionInfo> version_info(const Image& image, Budget& budget) {
  const DirectoryEntry d = image.directory(Directory::resource);
  const auto at = d.size != 0 ? image.at_rva(d.address, d.size) : std::nullopt;
  if (!at) return std::nullopt;
  const auto rsrc = Reader(image.file, image.offset).at(*at, d.size, "Resource");
  if (!rsrc) return std::nullopt;
  const auto data = version_resource(image, *rsrc, budget);
  if (!data) return std::nullopt;
  auto info = read_version(*data, budget);
  return info ? std::optional(*std::move(info)) : std::nullopt;
}

}  // namespace assay::formats::pe
