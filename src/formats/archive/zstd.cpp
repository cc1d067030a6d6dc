#include <memory>
#include <zstd.h>
#include <zstd_errors.h>

#include "formats/archive/codecs.h"
#include "formats/archive/decompress.h"
#include "formats/archive/sink.h"

namespace assay::formats::archive {
namespace {

constexpr int kWindowLog = 27;
static_assert(std::uint64_t{1} << kWindowLog == kMaxWindow);

struct Free {
  void operator()(ZSTD_DCtx* ctx) const noexcept { ZSTD_freeDCtx(ctx); }
};

bytes::ParseError error_from(std::size_t code, std::uint64_t at, std::string_view field) {
  if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge)
    return {bytes::Fault::budget, at, field, "bytes of window", kMaxWindow + 1, kMaxWindow};
  return {bytes::Fault::bad_value, at, field, "zstd frames with matching checksums"};
}

}  // namespace

bytes::Parsed<base::Bytes> unzstd(bytes::Reader file, bytes::Budget& budget) {
  constexpr std::string_view kField = "zstd frame";
  const std::unique_ptr<ZSTD_DCtx, Free> ctx(ZSTD_createDCtx());
  if (!ctx || ZSTD_isError(ZSTD_DCtx_setParameter(ctx.get(), ZSTD_d_windowLogMax, kWindowLog)) != 0)
    return bytes::bad_value(file.offset(), kField, "memory for the decoder");
  Sink sink(budget);
  const bytes::ByteSpan all = file.rest();
  ZSTD_inBuffer in{all.data(), all.size(), 0};
  std::size_t hint = 1;  // 0: a frame has just ended
  while (in.pos < in.size || hint != 0) {
    const auto room = sink.chunk();
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t before = in.pos;
    if (hint == 0) ASSAY_CHECK(budget.items(1, file.offset() + in.pos, kField));
    hint = ZSTD_decompressStream(ctx.get(), &out, &in);
    const std::uint64_t at = file.offset() + in.pos;
    if (ZSTD_isError(hint) != 0) return std::unexpected(error_from(hint, at, kField));
    ASSAY_CHECK(sink.keep(out.pos, at, kField));
    if (hint != 0 && in.pos == before && out.pos == 0)
      return std::unexpected(bytes::ParseError{bytes::Fault::truncated, at, kField, {}, hint, 0});
  }
  return std::move(sink).release();
}

}  // namespace assay::formats::archive
