#include "formats/codec/codec.h"

#include "formats/codec/steps.h"

namespace assay::formats::codec {

std::string_view name(Codec codec) noexcept {
  switch (codec) {
    case Codec::none:
      return "none";
    case Codec::zlib:
      return "zlib";
    case Codec::deflate:
      return "deflate";
    case Codec::gzip:
      return "gzip";
    case Codec::lzma:
      return "lzma";
    case Codec::lzma_bare:
      return "lzma without header";
    case Codec::lzo:
      return "lzo";
    case Codec::xz:
      return "xz";
    case Codec::lz4:
      return "lz4";
    case Codec::zstd:
      return "zstd";
    case Codec::bzip2:
      return "bzip2";
    case Codec::rtime:
      return "rtime";
    case Codec::lzop:
      return "lzop";
  }
  return "unknown";
}

bytes::Parsed<base::Bytes> decode_block(Codec codec, bytes::Reader in, std::uint64_t most,
                                        bytes::Budget& budget) {
  ASSAY_CHECK(budget.bytes(most, in.offset(), "decompressed block"));
  switch (codec) {
    case Codec::none:
      if (in.remaining() > most)
        return bytes::bad_value(in.offset(), "stored block", "a block that is not larger");
      return base::Bytes(in.rest().begin(), in.rest().end());
    case Codec::zlib:
    case Codec::deflate:
    case Codec::gzip:
      return block_deflate(codec, in, most);
    case Codec::lzma:
      return block_lzma(in, most);
    case Codec::lzma_bare:
      return block_lzma_bare(in, most);
    case Codec::xz:
      return block_xz(in, most);
    case Codec::lzo:
      return block_lzo(in, most);
    case Codec::lz4:
      return block_lz4(in, most);
    case Codec::zstd:
      return block_zstd(in, most);
    case Codec::bzip2:
      return block_bzip2(in, most);
    case Codec::rtime:
      return block_rtime(in, most);
    case Codec::lzop:
      break;
  }
  return bytes::bad_value(in.offset(), "compression", "one that packs single blocks");
}

bytes::Parsed<Stream> decode_stream(Codec codec, bytes::Reader in, bytes::Budget& budget) {
  switch (codec) {
    case Codec::zlib:
    case Codec::deflate:
    case Codec::gzip:
      return stream_deflate(codec, in, budget);
    case Codec::lzma:
    case Codec::xz:
      return stream_lzma(codec, in, budget);
    case Codec::lz4:
      return stream_lz4(in, budget);
    case Codec::zstd:
      return stream_zstd(in, budget);
    case Codec::bzip2:
      return stream_bzip2(in, budget);
    case Codec::lzop:
      return stream_lzop(in, budget);
    case Codec::none:
    case Codec::lzma_bare:
    case Codec::lzo:
    case Codec::rtime:
      break;
  }
  return bytes::bad_value(in.offset(), "compression", "one that packs streams");
}

}  // namespace assay::formats::codec
