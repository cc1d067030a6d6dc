// What firmware packs its sections with. LZMA and Brotli run through liblzma and libbrotlidec, gzip
// and zlib through zlib, EFI's own compression is decoded here. Each stream states its size in a
// header, which is a claim: output is charged to the Budget before memory is taken for it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pi {

enum class Packing : std::uint8_t {
  standard,  ///< EFI 1.1 or Tiano (UEFI 2.10, 19): CompSize 4, OrigSize 4, stream
  lzma,      ///< LZMA SDK's .lzma: properties 5, size 8, stream
  lzma_x86,  ///< the same over x86 code whose branch targets were made absolute
  brotli,    ///< size 8, scratch size 8, stream
  gzip,      ///< RFC 1952
  zlib_amd,  ///< 256 bytes with the stream's size at 20, then RFC 1950
};

struct Content {
  base::Bytes bytes;
  std::string_view algorithm;  ///< "LZMA", "LZMA x86", "Tiano", "EFI 1.1", "Brotli", "gzip", "zlib"
};

/// The most bytes that unpack() may give for this stream by its own header (gzip and zlib state
/// none: what their ratio allows): what to promise before starting.
[[nodiscard]] bytes::Parsed<std::uint64_t> stated_size(Packing packing, bytes::Reader r);

/// The stream at the Reader's start; bytes behind its end are ignored. Output is charged to
/// `budget.bytes`, in growing steps. For Packing::standard both readings are tried; Tiano's wins
/// where it gives whole sections (`large`: with ExtendedSize), as EFI 1.1 does where Tiano's fails.
[[nodiscard]] bytes::Parsed<Content> unpack(Packing packing, bytes::Reader r, bool large,
                                            bytes::Budget& budget);

}  // namespace assay::formats::pi
