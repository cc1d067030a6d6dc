#include "formats/pi/unpack.h"

#include <algorithm>

#include "formats/pi/section.h"
#include "formats/pi/tiano.h"
#include "formats/pi/unpack_streams.h"

namespace assay::formats::pi {
namespace {

constexpr std::uint64_t kDeflateRatio = 1032;  // the most that DEFLATE can do
constexpr std::uint64_t kMostDeflated = std::uint64_t{64} << 20U;

bytes::Parsed<Content> as(bytes::Parsed<base::Bytes> bytes, std::string_view algorithm) {
  if (!bytes) return std::unexpected(bytes.error());
  return Content{std::move(*bytes), algorithm};
}

// Nothing in the stream says which of the two it is, and a wrong guess often decodes: the sections
// inside decide.
bytes::Parsed<Content> unpack_standard(bytes::Reader r, bool large, bytes::Budget& budget) {
  auto tiano = as(unpack_tiano(r, TianoVariant::tiano, budget), "Tiano");
  if (tiano && holds_sections(tiano->bytes, large)) return tiano;
  auto efi = as(unpack_tiano(r, TianoVariant::efi11, budget), "EFI 1.1");
  if (efi && (!tiano || holds_sections(efi->bytes, large))) return efi;
  return tiano;
}

// AMD's header: 256 bytes, the stream's size at 20.
bytes::Parsed<bytes::Reader> amd_stream(bytes::Reader r) {
  const auto header = r.fixed<256>("AMD zlib header");
  if (!header) return std::unexpected(header.error());
  return r.sub(bytes::le32_at<20>(*header), "compressed size");
}

}  // namespace

bytes::Parsed<std::uint64_t> stated_size(Packing packing, bytes::Reader r) {
  switch (packing) {
    case Packing::standard: {
      const auto size = tiano_size(r);
      // Room for both readings at once.
      return size ? bytes::Parsed<std::uint64_t>(std::uint64_t{2} * *size)
                  : std::unexpected(size.error());
    }
    case Packing::lzma:
    case Packing::lzma_x86: {
      const auto header = read_lzma_header(r);
      if (!header) return std::unexpected(header.error());
      return header->size;
    }
    case Packing::brotli:
      return r.le64("uncompressed size");
    case Packing::gzip:
    case Packing::zlib_amd:
      break;
  }
  return std::min(r.remaining() * kDeflateRatio, kMostDeflated);
}

bytes::Parsed<Content> unpack(Packing packing, bytes::Reader r, bool large, bytes::Budget& budget) {
  switch (packing) {
    case Packing::standard:
      return unpack_standard(r, large, budget);
    case Packing::lzma:
      return as(unpack_lzma(r, false, budget), "LZMA");
    case Packing::lzma_x86:
      return as(unpack_lzma(r, true, budget), "LZMA x86");
    case Packing::brotli:
      return as(unpack_brotli(r, budget), "Brotli");
    case Packing::gzip:
      return as(unpack_zlib(r, budget), "gzip");
    case Packing::zlib_amd:
      break;
  }
  const auto stream = amd_stream(r);
  if (!stream) return std::unexpected(stream.error());
  return as(unpack_zlib(*stream, budget), "zlib");
}

}  // namespace assay::formats::pi
