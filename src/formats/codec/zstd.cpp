#include <zstd.h>

#include "formats/codec/steps.h"

namespace assay::formats::codec {
namespace {

constexpr int kWindowLog = 27;  // 128 MiB

class Decoder {
 public:
  Decoder() : context_(ZSTD_createDCtx()) {
    if (context_ != nullptr) ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, kWindowLog);
  }
  ~Decoder() { ZSTD_freeDCtx(context_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  Progress step(bytes::ByteSpan in, std::span<std::byte> room) {
    if (context_ == nullptr) return {.step = Step::failed};
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{room.data(), room.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context_, &output, &input);
    Progress p{.used = input.pos, .made = output.pos};
    if (ZSTD_isError(code) != 0)
      p.step = Step::failed;
    else if (code == 0)
      p.step = Step::end;
    return p;
  }

 private:
  ZSTD_DCtx* context_;
};

}  // namespace

bytes::Parsed<base::Bytes> block_zstd(bytes::Reader in, std::uint64_t most) {
  base::Bytes out(static_cast<std::size_t>(most));
  const std::size_t made =
      ZSTD_decompress(out.data(), out.size(), in.rest().data(), in.rest().size());
  if (ZSTD_isError(made) != 0)
    return bytes::bad_value(in.offset(), "zstd block", "zstd data of its size");
  out.resize(made);
  return out;
}

bytes::Parsed<Stream> stream_zstd(bytes::Reader in, bytes::Budget& budget) {
  Decoder decoder;
  return run_steps(in, budget, "zstd stream", [&](bytes::ByteSpan part, std::span<std::byte> room) {
    return decoder.step(part, room);
  });
}

}  // namespace assay::formats::codec
