#include "formats/capsule/bios_guard.h"

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kHeader = 17;
constexpr std::uint64_t kBlockHeader = 0x30;
constexpr std::uint64_t kSignatureHeader = 8;
constexpr std::uint32_t kSigned = 1;  // SFAM, bit 0 of the attributes

// Behind the data: two numbers, the key's modulus and exponent, the signature. Keys are of 2048
// bits, from version 2 of the header on also of 3072.
Parsed<std::uint64_t> signature_size(const Reader& whole, std::uint64_t at) {
  ASSAY_TRY(auto r, whole.at(at, kSignatureHeader, "signature header"));
  ASSAY_TRY(const std::uint32_t kind, r.le32("Unknown0"));
  const std::uint64_t key = kind == 2 ? 384 : 256;
  const std::uint64_t size = kSignatureHeader + key + 4 + key;
  ASSAY_CHECK(whole.at(at, size, "signature"));
  return size;
}

Parsed<GuardBlock> read_block(const Reader& whole, std::uint64_t at) {
  ASSAY_TRY(auto r, whole.at(at, kBlockHeader, "BIOS Guard header"));
  ASSAY_TRY(const auto b, r.fixed<kBlockHeader>("BIOS Guard header"));
  const std::uint16_t major = bytes::le16_at<0>(b);
  if (major == 0 || major > 4) return bytes::bad_value(whole.offset() + at, "BGVerMajor", "1 to 4");
  GuardBlock out;
  out.offset = at;
  out.platform = bytes::as_chars(bytes::ByteSpan(b).subspan(4, 16));
  out.script_size = bytes::le32_at<0x1C>(b);
  out.data_size = bytes::le32_at<0x20>(b);
  out.bios_svn = bytes::le32_at<0x24>(b);
  out.data_offset = at + kBlockHeader + out.script_size;
  ASSAY_CHECK(whole.at(out.data_offset, out.data_size, "DataSize"));
  if ((bytes::le32_at<0x14>(b) & kSigned) != 0) {
    ASSAY_TRY(out.signature_size, signature_size(whole, out.data_offset + out.data_size));
  }
  return out;
}

}  // namespace

std::uint64_t GuardBlock::size() const noexcept {
  return data_offset - offset + data_size + signature_size;
}

bool looks_like_bios_guard(bytes::ByteSpan bytes) noexcept {
  return bytes.size() > kHeader && bytes::starts_with(bytes.subspan(8), "_AMIPFAT");
}

Parsed<GuardContainer> parse_bios_guard(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  if (!looks_like_bios_guard(reader.rest())) return bytes::bad_value(start + 8, "Tag", "_AMIPFAT");
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "BIOS Guard container"));
  ASSAY_TRY(auto r, whole.at(0, whole.remaining(), "header"));
  GuardContainer out;
  ASSAY_TRY(out.header_size, r.le32("Size"));
  if (out.header_size < kHeader) return bytes::bad_value(start, "Size", "at least 17");
  ASSAY_TRY(const Reader text,
            whole.at(kHeader, out.header_size - kHeader, "AMI_BIOS_GUARD_FLASH_CONFIGURATIONS"));
  out.configuration = bytes::as_chars(text.whole());
  out.size = out.header_size;
  // The text names the blocks, but each block's own header is what places it.
  while (out.size < whole.whole().size()) {
    auto block = read_block(whole, out.size);
    if (!block) {
      if (out.blocks.empty()) return std::unexpected(block.error());
      break;
    }
    ASSAY_CHECK(budget.items(1, start + out.size, "BIOS Guard block"));
    out.size += block->size();
    out.blocks.push_back(*block);
  }
  return out;
}

}  // namespace assay::formats::capsule
