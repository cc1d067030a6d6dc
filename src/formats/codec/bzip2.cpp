#include <algorithm>
#include <bzlib.h>
#include <limits>

#include "bytes/text.h"
#include "formats/codec/steps.h"

namespace assay::formats::codec {
namespace {

class Decoder {
 public:
  Decoder() : ready_(BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK) {}
  ~Decoder() {
    if (ready_) BZ2_bzDecompressEnd(&stream_);
  }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  Progress step(bytes::ByteSpan in, std::span<std::byte> room) {
    if (!ready_) return {.step = Step::failed};
    // libbz2 takes char* without const; it only reads the input.
    constexpr std::size_t kMost = std::numeric_limits<unsigned>::max();
    const auto part = in.first(std::min(in.size(), kMost));
    stream_.next_in = const_cast<char*>(bytes::as_chars(part).data());  // NOLINT
    stream_.avail_in = static_cast<unsigned>(part.size());
    stream_.next_out = const_cast<char*>(bytes::as_chars(room).data());  // NOLINT
    stream_.avail_out = static_cast<unsigned>(std::min(room.size(), kMost));
    const int code = BZ2_bzDecompress(&stream_);
    Progress p{.used = part.size() - stream_.avail_in, .made = room.size() - stream_.avail_out};
    if (code == BZ_STREAM_END)
      p.step = Step::end;
    else if (code != BZ_OK)
      p.step = Step::failed;
    return p;
  }

 private:
  bz_stream stream_{};
  bool ready_;
};

}  // namespace

bytes::Parsed<base::Bytes> block_bzip2(bytes::Reader in, std::uint64_t most) {
  Decoder decoder;
  base::Bytes out(static_cast<std::size_t>(most) + 1);  // one more tells what is too long
  const Progress p = decoder.step(in.rest(), out);
  if (p.step != Step::end || p.made > most)
    return bytes::bad_value(in.offset() + p.used, "bzip2 block", "bzip2 data of its size");
  out.resize(p.made);
  return out;
}

bytes::Parsed<Stream> stream_bzip2(bytes::Reader in, bytes::Budget& budget) {
  Decoder decoder;
  return run_steps(
      in, budget, "bzip2 stream",
      [&](bytes::ByteSpan part, std::span<std::byte> room) { return decoder.step(part, room); });
}

}  // namespace assay::formats::codec
