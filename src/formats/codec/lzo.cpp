// LZO1X through liblzo2, and the lzop program's file around it.
#include <algorithm>
#include <lzo/lzo1x.h>

#include "bytes/text.h"
#include "formats/codec/steps.h"

namespace assay::formats::codec {
namespace {

// Flags of lzop's header: which checksums follow each block's sizes, and optional header parts.
constexpr std::uint32_t kAdler32Data = 1U << 0U;
constexpr std::uint32_t kAdler32Packed = 1U << 1U;
constexpr std::uint32_t kExtraField = 1U << 6U;
constexpr std::uint32_t kCrc32Data = 1U << 8U;
constexpr std::uint32_t kCrc32Packed = 1U << 9U;
constexpr std::uint32_t kFilter = 1U << 11U;
constexpr std::uint32_t kMostBlock = 64U * 1024 * 1024;  // lzop's own limit

bytes::Parsed<std::uint32_t> header_flags(bytes::Reader& r) {
  ASSAY_CHECK(r.skip(9, "lzop magic"));
  const auto version = r.be16("version");
  if (!version) return std::unexpected(version.error());
  ASSAY_CHECK(r.skip(2, "library version"));
  if (*version >= 0x0940) ASSAY_CHECK(r.skip(2, "version needed"));
  ASSAY_CHECK(r.skip(1, "method"));
  if (*version >= 0x0940) ASSAY_CHECK(r.skip(1, "level"));
  const auto flags = r.be32("flags");
  if (!flags) return std::unexpected(flags.error());
  if ((*flags & kFilter) != 0) ASSAY_CHECK(r.skip(4, "filter"));
  ASSAY_CHECK(r.skip(*version >= 0x0940 ? 12 : 8, "mode and time"));
  const auto name = r.u8("name length");
  if (!name) return std::unexpected(name.error());
  ASSAY_CHECK(r.skip(std::uint64_t{*name} + 4, "name and header checksum"));
  if ((*flags & kExtraField) != 0) {
    const auto extra = r.be32("extra field length");
    if (!extra) return std::unexpected(extra.error());
    ASSAY_CHECK(r.skip(std::uint64_t{*extra} + 4, "extra field"));
  }
  return *flags;
}

}  // namespace

bytes::Parsed<base::Bytes> block_lzo(bytes::Reader in, std::uint64_t most) {
  base::Bytes out(static_cast<std::size_t>(most));
  lzo_uint made = out.size();
  const auto data = in.rest();
  const int code = lzo1x_decompress_safe(bytes::as_uchars(data), data.size(),
                                         bytes::as_uchars(std::span(out)), &made, nullptr);
  // Blocks padded to a word's boundary end before their input does.
  if (code != LZO_E_OK && code != LZO_E_INPUT_NOT_CONSUMED)
    return bytes::bad_value(in.offset(), "LZO block", "LZO1X data of its size");
  out.resize(made);
  return out;
}

bytes::Parsed<Stream> stream_lzop(bytes::Reader in, bytes::Budget& budget) {
  const std::uint64_t start = in.offset();
  const auto flags = header_flags(in);
  if (!flags) return std::unexpected(flags.error());
  Stream out;
  const auto stop = [&]() -> bytes::Parsed<Stream> {
    out.whole = false;
    if (out.bytes.empty())
      return bytes::bad_value(in.offset(), "lzop block", "a block that decodes");
    return std::move(out);
  };
  while (true) {
    out.used = in.offset() - start;
    const auto size = in.be32("uncompressed size");
    if (!size) return stop();
    if (*size == 0) break;
    const auto packed = in.be32("compressed size");
    if (!packed || *size > kMostBlock || *packed > *size) return stop();
    std::uint64_t sums =
        ((*flags & kAdler32Data) != 0 ? 4U : 0U) + ((*flags & kCrc32Data) != 0 ? 4U : 0U);
    if (*packed < *size)
      sums += ((*flags & kAdler32Packed) != 0 ? 4U : 0U) + ((*flags & kCrc32Packed) != 0 ? 4U : 0U);
    if (!in.skip(sums, "checksums")) return stop();
    const auto data = in.sub(*packed, "lzop block");
    if (!data) return stop();
    ASSAY_CHECK(budget.bytes(*size, in.offset(), "lzop block"));
    if (*packed == *size) {
      out.bytes.insert(out.bytes.end(), data->rest().begin(), data->rest().end());
      continue;
    }
    const auto block = block_lzo(*data, *size);
    if (!block || block->size() != *size) return stop();
    out.bytes.insert(out.bytes.end(), block->begin(), block->end());
  }
  out.used = in.offset() - start;
  return out;
}

}  // namespace assay::formats::codec
