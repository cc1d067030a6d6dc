#include "formats/archive/codecs.h"

#define ZLIB_CONST  // next_in points to const
#include <limits>
#include <zlib.h>

#include "bytes/text.h"
#include "formats/archive/decompress.h"
#include "formats/archive/sink.h"

namespace assay::formats::archive {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Fault;
using bytes::Parsed;
using bytes::ParseError;
using bytes::Reader;

constexpr int kGzip = 16 + 15;  // gzip header and trailer, 32 KiB window
constexpr int kRaw = -15;

class Inflate {
 public:
  explicit Inflate(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~Inflate() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;

  /// Runs one stream from the front of `input`, which shrinks by what was used; `at` is its offset.
  Parsed<void> run(ByteSpan& input, std::uint64_t at, Sink& sink, std::uint64_t most,
                   std::string_view field) {
    if (!ready_ || inflateReset(&stream_) != Z_OK)
      return bytes::bad_value(at, field, "memory for the decoder");
    while (true) {
      const ByteSpan part =
          input.first(std::min<std::size_t>(input.size(), std::numeric_limits<uInt>::max()));
      const auto room = sink.chunk();
      stream_.next_in = bytes::as_uchars(part);
      stream_.avail_in = static_cast<uInt>(part.size());
      stream_.next_out = bytes::as_uchars(room);
      stream_.avail_out = static_cast<uInt>(room.size());
      const int code = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t used = part.size() - stream_.avail_in;
      const std::size_t made = room.size() - stream_.avail_out;
      at += used;
      input = input.subspan(used);
      if (made > most - sink.size())
        return bytes::bad_value(at, field, "the size its header states");
      if (auto ok = sink.keep(made, at, field); !ok) return ok;
      if (code == Z_STREAM_END) return {};
      if (code != Z_OK && code != Z_BUF_ERROR)
        return bytes::bad_value(at, field, "DEFLATE data with a matching checksum");
      if (used == 0 && made == 0)
        return std::unexpected(ParseError{Fault::truncated, at, field, {}, 1, 0});
    }
  }

 private:
  z_stream stream_{};
  bool ready_;
};

}  // namespace

Parsed<base::Bytes> gunzip(Reader file, Budget& budget) {
  constexpr std::string_view kField = "gzip stream";
  Inflate inflate(kGzip);
  Sink sink(budget);
  ByteSpan input = file.rest();
  const auto at = [&] { return file.offset() + (file.rest().size() - input.size()); };
  do {
    ASSAY_CHECK(budget.items(1, at(), kField));
    ASSAY_CHECK(inflate.run(input, at(), sink, std::numeric_limits<std::uint64_t>::max(), kField));
    if (bytes::all_of(input, std::byte{0})) break;  // tapes and disks pad with zeros
  } while (!input.empty());
  return std::move(sink).release();
}

Parsed<base::Bytes> inflate_raw(Reader file, std::uint64_t size, Budget& budget) {
  constexpr std::string_view kField = "deflate stream";
  if (size > budget.left().bytes)  // no need to try
    return std::unexpected(
        ParseError{Fault::budget, file.offset(), kField, "bytes", size, budget.left().bytes});
  Inflate inflate(kRaw);
  Sink sink(budget);
  ByteSpan input = file.rest();
  ASSAY_CHECK(inflate.run(input, file.offset(), sink, size, kField));
  const std::uint64_t at = file.offset() + (file.rest().size() - input.size());
  if (!input.empty())
    return std::unexpected(ParseError{Fault::trailing, at, kField, {}, 0, input.size()});
  if (sink.size() != size) return bytes::bad_value(at, kField, "the size its header states");
  return std::move(sink).release();
}

std::uint32_t crc32_of(ByteSpan data) noexcept {
  return static_cast<std::uint32_t>(crc32_z(0, bytes::as_uchars(data), data.size()));
}

}  // namespace assay::formats::archive
