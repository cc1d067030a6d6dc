#define ZLIB_CONST  // next_in points to const
#include <algorithm>
#include <limits>
#include <zlib.h>

#include "bytes/text.h"
#include "formats/codec/steps.h"

namespace assay::formats::codec {
namespace {

int window_bits(Codec codec) noexcept {
  if (codec == Codec::gzip) return 16 + 15;
  return codec == Codec::deflate ? -15 : 15;
}

class Inflate {
 public:
  explicit Inflate(Codec codec) : ready_(inflateInit2(&stream_, window_bits(codec)) == Z_OK) {}
  ~Inflate() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;

  Progress step(bytes::ByteSpan in, std::span<std::byte> room) {
    if (!ready_) return {.step = Step::failed};
    constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
    const auto part = in.first(std::min(in.size(), kMost));
    stream_.next_in = bytes::as_uchars(part);
    stream_.avail_in = static_cast<uInt>(part.size());
    stream_.next_out = bytes::as_uchars(room);
    stream_.avail_out = static_cast<uInt>(std::min(room.size(), kMost));
    const int code = inflate(&stream_, Z_NO_FLUSH);
    Progress p{.used = part.size() - stream_.avail_in, .made = room.size() - stream_.avail_out};
    if (code == Z_STREAM_END)
      p.step = Step::end;
    else if (code != Z_OK && code != Z_BUF_ERROR)
      p.step = Step::failed;
    return p;
  }

 private:
  z_stream stream_{};
  bool ready_;
};

}  // namespace

bytes::Parsed<base::Bytes> block_deflate(Codec codec, bytes::Reader in, std::uint64_t most) {
  Inflate inflate(codec);
  // Room for one byte more, so that a block which unpacks to more than it should is told.
  base::Bytes out(static_cast<std::size_t>(most) + 1);
  const Progress p = inflate.step(in.rest(), out);
  if (p.step != Step::end || p.made > most)
    return bytes::bad_value(in.offset() + p.used, "deflate block", "DEFLATE data of its size");
  out.resize(p.made);
  return out;
}

bytes::Parsed<Stream> stream_deflate(Codec codec, bytes::Reader in, bytes::Budget& budget) {
  Inflate inflate(codec);
  return run_steps(
      in, budget, "deflate stream",
      [&](bytes::ByteSpan part, std::span<std::byte> room) { return inflate.step(part, room); });
}

std::uint32_t crc32(bytes::ByteSpan data, std::uint32_t seed) noexcept {
  return static_cast<std::uint32_t>(crc32_z(seed, bytes::as_uchars(data), data.size()));
}

std::uint32_t crc32_raw(bytes::ByteSpan data, std::uint32_t seed) noexcept {
  return ~crc32(data, ~seed);
}

}  // namespace assay::formats::codec
