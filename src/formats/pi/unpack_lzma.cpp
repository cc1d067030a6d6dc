// LZMA through liblzma's raw decoder. The .lzma header is read here, for two reasons: a dictionary
// larger than the content only costs memory, and edk2's LZMA with the x86 filter has no container
// that liblzma knows.
#include <algorithm>
#include <lzma.h>
#include <memory>

#include "bytes/text.h"
#include "formats/pi/unpack_streams.h"

namespace assay::formats::pi {
namespace {

constexpr std::uint64_t kUnknownSize = ~std::uint64_t{0};

struct Ender {
  void operator()(lzma_stream* stream) const noexcept { lzma_end(stream); }
};

// lc, lp and pb in one byte: (pb * 5 + lp) * 9 + lc.
bool set_properties(std::uint8_t value, lzma_options_lzma& options) noexcept {
  if (value >= 9 * 5 * 5) return false;
  options.lc = value % 9U;
  options.lp = value / 9U % 5U;
  options.pb = value / 45U;
  return true;
}

bytes::Parsed<base::Bytes> run(lzma_stream& stream, const LzmaHeader& header, bytes::Reader r,
                               bytes::Budget& budget) {
  const auto input = r.rest();
  stream.next_in = bytes::as_uchars(input);
  stream.avail_in = input.size();
  Output out(header.size, input.size(), budget);
  while (!out.full()) {
    const std::uint64_t at = r.offset() + (input.size() - stream.avail_in);
    const auto room = out.room(at);
    if (!room) return std::unexpected(room.error());
    stream.next_out = bytes::as_uchars(*room);
    stream.avail_out = room->size();
    const lzma_ret ret = lzma_code(&stream, LZMA_FINISH);
    out.keep(room->size() - stream.avail_out);
    if (ret == LZMA_STREAM_END) break;
    if (ret != LZMA_OK || stream.avail_out != 0)
      return bytes::bad_value(r.offset() + (input.size() - stream.avail_in), "LZMA stream",
                              ret == LZMA_MEM_ERROR ? "memory for its dictionary"
                                                    : "as many bytes as its header states");
  }
  if (!out.full())
    return bytes::bad_value(r.offset(), "LZMA stream", "as many bytes as its header states");
  return std::move(out).release();
}

}  // namespace

bytes::Parsed<LzmaHeader> read_lzma_header(bytes::Reader& r) {
  const std::uint64_t start = r.offset();
  const auto fixed = r.fixed<13>("LZMA header");
  if (!fixed) return std::unexpected(fixed.error());
  const LzmaHeader header{.properties = bytes::u8_at<0>(*fixed),
                          .dictionary = bytes::le32_at<1>(*fixed),
                          .size = bytes::le64_at<5>(*fixed)};
  if (header.properties >= 9 * 5 * 5)
    return bytes::bad_value(start, "LZMA properties", "below 225");
  if (header.size == kUnknownSize)
    return bytes::bad_value(start + 5, "LZMA uncompressed size", "a size");
  return header;
}

bytes::Parsed<base::Bytes> unpack_lzma(bytes::Reader r, bool x86, bytes::Budget& budget) {
  const std::uint64_t start = r.offset();
  const auto header = read_lzma_header(r);
  if (!header) return std::unexpected(header.error());
  if (header->size == 0) return base::Bytes();
  lzma_options_lzma options{};
  if (!set_properties(header->properties, options))
    return bytes::bad_value(start, "LZMA properties", "below 225");
  const std::uint64_t dictionary = std::min<std::uint64_t>(header->dictionary, header->size);
  if (auto ok = budget.items(1, start, "LZMA stream"); !ok) return std::unexpected(ok.error());
  if (dictionary > budget.left().bytes)
    return std::unexpected(bytes::ParseError{bytes::Fault::budget, start + 1, "LZMA dictionary",
                                             "bytes", dictionary, budget.left().bytes});
  options.dict_size = static_cast<std::uint32_t>(std::max<std::uint64_t>(dictionary, 4096));
  options.ext_flags = LZMA_LZMA1EXT_ALLOW_EOPM;
  lzma_set_ext_size(options, header->size);
  lzma_filter filters[3] = {
      {LZMA_FILTER_X86, nullptr}, {LZMA_FILTER_LZMA1EXT, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  lzma_stream stream = LZMA_STREAM_INIT;
  const std::unique_ptr<lzma_stream, Ender> ender(&stream);
  if (lzma_raw_decoder(&stream, x86 ? &filters[0] : &filters[1]) != LZMA_OK)
    return bytes::bad_value(start, "LZMA properties", "lc + lp at most 4, and memory");
  return run(stream, *header, r, budget);
}

}  // namespace assay::formats::pi
