#include <algorithm>
#include <limits>
#include <memory>
#include <zlib.h>

#include "bytes/text.h"
#include "formats/pi/unpack_streams.h"

namespace assay::formats::pi {
namespace {

struct Ender {
  void operator()(z_stream* stream) const noexcept { inflateEnd(stream); }
};

constexpr int kGzipOrZlib = 15 + 32;  // window bits; 32: by the header
constexpr std::uint64_t kMost = std::uint64_t{64} << 20U;

}  // namespace

bytes::Parsed<base::Bytes> unpack_zlib(bytes::Reader r, bytes::Budget& budget) {
  const auto input = r.rest();
  if (input.size() > std::numeric_limits<uInt>::max())
    return bytes::bad_value(r.offset(), "deflate stream", "at most 4 GiB");
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOrZlib) != Z_OK)
    return bytes::bad_value(r.offset(), "deflate stream", "memory");
  const std::unique_ptr<z_stream, Ender> ender(&stream);
  // zlib's interface is not const-correct; it does not write here.
  stream.next_in = const_cast<Bytef*>(bytes::as_uchars(input));
  stream.avail_in = static_cast<uInt>(input.size());
  Output out(std::min(budget.left().bytes, kMost), input.size() / 2, budget);
  for (;;) {
    const std::uint64_t at = r.offset() + (input.size() - stream.avail_in);
    const auto room = out.room(at);
    if (!room) return std::unexpected(room.error());
    if (room->empty()) return bytes::bad_value(at, "deflate stream", "at most 64 MiB");
    stream.next_out = bytes::as_uchars(*room);
    const auto most =
        static_cast<uInt>(std::min<std::size_t>(room->size(), std::numeric_limits<uInt>::max()));
    stream.avail_out = most;
    const int ret = inflate(&stream, Z_NO_FLUSH);
    out.keep(most - stream.avail_out);
    if (ret == Z_STREAM_END) return std::move(out).release();
    if (ret != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0))
      return bytes::bad_value(r.offset() + (input.size() - stream.avail_in), "deflate stream",
                              "a whole stream");
  }
}

}  // namespace assay::formats::pi
