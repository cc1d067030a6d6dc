#include <brotli/decode.h>
#include <memory>

#include "bytes/text.h"
#include "formats/pi/unpack_streams.h"

namespace assay::formats::pi {
namespace {
struct Ender {
  void operator()(BrotliDecoderState* state) const noexcept { BrotliDecoderDestroyInstance(state); }
};
}  // namespace

bytes::Parsed<base::Bytes> unpack_brotli(bytes::Reader r, bytes::Budget& budget) {
  const std::uint64_t start = r.offset();
  const auto header = r.fixed<16>("Brotli header");
  if (!header) return std::unexpected(header.error());
  const std::uint64_t size = bytes::le64_at<0>(*header);
  const std::unique_ptr<BrotliDecoderState, Ender> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state) return bytes::bad_value(start, "Brotli stream", "memory");
  const auto input = r.rest();
  const unsigned char* next = bytes::as_uchars(input);
  std::size_t left = input.size();
  Output out(size, input.size(), budget);
  for (;;) {
    const std::uint64_t at = r.offset() + (input.size() - left);
    const auto room = out.room(at);
    if (!room) return std::unexpected(room.error());
    unsigned char* to = bytes::as_uchars(*room);
    std::size_t free = room->size();
    const auto result =
        BrotliDecoderDecompressStream(state.get(), &left, &next, &free, &to, nullptr);
    out.keep(room->size() - free);
    if (result == BROTLI_DECODER_RESULT_SUCCESS && out.full()) return std::move(out).release();
    if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT || out.full())
      return bytes::bad_value(at, "Brotli stream", "as many bytes as its header states");
  }
}

}  // namespace assay::formats::pi
