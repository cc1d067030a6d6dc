#include <lzma.h>

#include "bytes/text.h"
#include "formats/archive/codecs.h"
#include "formats/archive/decompress.h"
#include "formats/archive/sink.h"

namespace assay::formats::archive {
namespace {

// A dictionary of kMaxWindow and what the decoder keeps beside it.
constexpr std::uint64_t kMemory = kMaxWindow + std::uint64_t{1024} * 1024;

struct Decoder {
  lzma_stream stream = LZMA_STREAM_INIT;
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { lzma_end(&stream); }
};

}  // namespace

bytes::Parsed<base::Bytes> unxz(bytes::Reader file, bytes::Budget& budget) {
  constexpr std::string_view kField = "xz stream";
  Decoder decoder;
  lzma_stream& s = decoder.stream;
  if (lzma_stream_decoder(&s, kMemory, LZMA_CONCATENATED) != LZMA_OK)
    return bytes::bad_value(file.offset(), kField, "memory for the decoder");
  Sink sink(budget);
  s.next_in = bytes::as_uchars(file.rest());
  s.avail_in = file.rest().size();
  while (true) {
    const auto room = sink.chunk();
    s.next_out = bytes::as_uchars(room);
    s.avail_out = room.size();
    const lzma_ret code = lzma_code(&s, LZMA_FINISH);
    const std::uint64_t at = file.offset() + s.total_in;
    ASSAY_CHECK(sink.keep(room.size() - s.avail_out, at, kField));
    switch (code) {
      case LZMA_OK:
        break;
      case LZMA_STREAM_END:
        return std::move(sink).release();
      case LZMA_BUF_ERROR:
        return std::unexpected(bytes::ParseError{bytes::Fault::truncated, at, kField, {}, 1, 0});
      case LZMA_MEMLIMIT_ERROR:
        return std::unexpected(bytes::ParseError{bytes::Fault::budget, at, kField,
                                                 "bytes of memory", lzma_memusage(&s), kMemory});
      case LZMA_OPTIONS_ERROR:
        return bytes::bad_value(at, kField, "filters that liblzma knows");
      default:
        return bytes::bad_value(at, kField, "LZMA2 data with a matching checksum");
    }
  }
}

}  // namespace assay::formats::archive
