// The compressions that embedded Linux uses inside its images: one block of known largest size (a
// file system's page), or one stream at the front of a larger region (a kernel behind a uImage
// header, a ramdisk in a flash dump). The libraries made for each do the work; what comes out is
// charged to the Budget before it is allocated, so that a bomb costs what the Budget allows.
#pragma once

#include <optional>
#include <string_view>

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::codec {

enum class Codec : std::uint8_t {
  none,       ///< stored
  zlib,       ///< RFC 1950
  deflate,    ///< RFC 1951, without a header
  gzip,       ///< RFC 1952
  lzma,       ///< LZMA "alone" (13-byte header), or the shortened headers of old file systems
  lzma_bare,  ///< LZMA without a header, lc = lp = pb = 0: JFFS2's
  lzo,        ///< LZO1X without a header
  xz,         ///< xz file format 1.2
  lz4,   ///< a block for decode_block(); for decode_stream(), frames and the kernel's legacy form
  zstd,  ///< RFC 8878
  bzip2,
  rtime,  ///< JFFS2's run lengths
  lzop,   ///< the lzop program's file, LZO1X inside
};

/// "gzip", "LZMA", …
[[nodiscard]] std::string_view name(Codec codec) noexcept;

/// All of `in` as one block whose output is at most `most` bytes; `most` is charged and may be
/// allocated at once, so the caller bounds it. Shorter output is no error: callers compare sizes.
[[nodiscard]] bytes::Parsed<base::Bytes> decode_block(Codec codec, bytes::Reader in,
                                                      std::uint64_t most, bytes::Budget& budget);

struct Stream {
  base::Bytes bytes;       ///< decompressed
  std::uint64_t used = 0;  ///< bytes of input that the stream spans; what follows is not its own
  bool whole = true;       ///< false where the input ended or went wrong before the stream did
};

/// The stream at the front of `in`. A stream that ends early keeps what came out with `whole`
/// false, provided that something did; an error where nothing came out or the Budget ended.
[[nodiscard]] bytes::Parsed<Stream> decode_stream(Codec codec, bytes::Reader in,
                                                  bytes::Budget& budget);

/// What the first bytes announce (gzip, xz, lz4, zstd, bzip2, lzop, LZMA alone), by magic and the
/// plausibility of the fields behind it.
[[nodiscard]] std::optional<Codec> recognise(bytes::ByteSpan bytes) noexcept;

/// CRC-32 (IEEE 802.3, as zlib and U-Boot have it) of `data`, continued from `seed`.
[[nodiscard]] std::uint32_t crc32(bytes::ByteSpan data, std::uint32_t seed = 0) noexcept;
/// The same polynomial without the inversion at the end and with `seed` as start: JFFS2 starts
/// with 0, UBI and UBIFS with 0xFFFFFFFF.
[[nodiscard]] std::uint32_t crc32_raw(bytes::ByteSpan data, std::uint32_t seed) noexcept;

}  // namespace assay::formats::codec
