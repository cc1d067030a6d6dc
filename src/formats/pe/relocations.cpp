#include "formats/pe/relocations.h"

#include "base/error.h"

namespace assay::formats::pe {
namespace {

using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kBlockHeader = 8;

enum Type : std::uint8_t {
  absolute = 0,
  high = 1,
  low = 2,
  high_low = 3,
  high_adjust = 4,
  dir64 = 10
};

std::uint64_t load(std::span<const std::byte> at) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = at.size(); i-- > 0;) value = value << 8U | static_cast<std::uint64_t>(at[i]);
  return value;
}

void store(std::span<std::byte> at, std::uint64_t value) noexcept {
  for (std::byte& b : at) {
    b = static_cast<std::byte>(value & 0xFFU);
    value >>= 8U;
  }
}

std::size_t width_of(unsigned type) noexcept {
  switch (type) {
    case high:
    case low:
      return 2;
    case high_low:
      return 4;
    case dir64:
      return 8;
    default:
      return 0;
  }
}

void undo(std::span<std::byte> at, unsigned type, std::uint64_t base) noexcept {
  const std::uint64_t less = type == high ? base >> 16U & 0xFFFFU : base;
  store(at, load(at) - less);
}

Parsed<void> undo_block(const Image& image, std::span<std::byte> copy, std::uint32_t page,
                        Reader entries, Budget& budget, Rebase& out) {
  ASSAY_CHECK(budget.items(entries.remaining() / 2, entries.offset(), "BlockSize"));
  while (entries.remaining() >= 2) {
    ASSAY_TRY(const std::uint16_t entry, entries.le16("Type"));
    const unsigned type = entry >> 12U;
    if (type == absolute) continue;  // fills the block up to 4 bytes
    const std::size_t width = width_of(type);
    if (width == 0) {
      ++out.unknown;
      // Its second half is no relocation of its own.
      if (type == high_adjust && entries.remaining() >= 2) ASSAY_CHECK(entries.skip(2, "Type"));
      continue;
    }
    const auto at = image.at_rva(std::uint64_t{page} + (entry & 0xFFFU), width);
    if (!at) continue;
    undo(copy.subspan(static_cast<std::size_t>(*at), width), type, image.image_base);
    ++out.applied;
  }
  return {};
}

}  // namespace

Parsed<Rebase> rebase_to_zero(const Image& image, std::span<std::byte> copy, Budget& budget) {
  Rebase out;
  const DirectoryEntry d = image.directory(Directory::base_relocation);
  const auto at = d.size != 0 ? image.at_rva(d.address, d.size) : std::nullopt;
  if (!at) return out;
  ASSAY_TRY(Reader r, Reader(image.file, image.offset).at(*at, d.size, "Base Relocation"));
  while (r.remaining() >= kBlockHeader) {
    ASSAY_TRY(const auto head, r.fixed<kBlockHeader>("Base Relocation"));
    const std::uint32_t size = bytes::le32_at<4>(head);
    if (size < kBlockHeader) break;
    const auto entries = r.sub(size - kBlockHeader, "BlockSize");
    if (!entries) break;
    ASSAY_CHECK(undo_block(image, copy, bytes::le32_at<0>(head), *entries, budget, out));
  }
  return out;
}

}  // namespace assay::formats::pe
