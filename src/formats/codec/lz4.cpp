// LZ4 through liblz4: blocks, frames, and the older form that Linux kernels and ramdisks use
// (a magic, then blocks of at most 8 MiB each behind its packed size, without an end mark).
#include <algorithm>
#include <limits>
#include <lz4.h>
#include <lz4frame.h>

#include "bytes/text.h"
#include "formats/codec/steps.h"

namespace assay::formats::codec {
namespace {

constexpr std::uint32_t kLegacyMagic = 0x184C2102;
constexpr std::uint32_t kLegacyBlock = 8U * 1024 * 1024;

class Frames {
 public:
  Frames() {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0)
      context_ = nullptr;
  }
  ~Frames() {
    if (context_ != nullptr) LZ4F_freeDecompressionContext(context_);
  }
  Frames(const Frames&) = delete;
  Frames& operator=(const Frames&) = delete;

  Progress step(bytes::ByteSpan in, std::span<std::byte> room) {
    if (context_ == nullptr) return {.step = Step::failed};
    std::size_t used = in.size();
    std::size_t made = room.size();
    const std::size_t code =
        LZ4F_decompress(context_, room.data(), &made, in.data(), &used, nullptr);
    if (LZ4F_isError(code) != 0) return {.step = Step::failed};
    return {.step = code == 0 ? Step::end : Step::more, .used = used, .made = made};
  }

 private:
  LZ4F_dctx* context_ = nullptr;
};

bytes::Parsed<Stream> legacy(bytes::Reader in, bytes::Budget& budget) {
  const std::uint64_t start = in.offset();
  ASSAY_CHECK(in.skip(4, "lz4 magic"));
  Stream out;
  while (true) {
    out.used = in.offset() - start;
    const auto size = in.le32("lz4 block size");
    // The next stream's magic, the padding behind the last block, or the file's end.
    if (!size || *size == 0 || *size == kLegacyMagic ||
        *size > static_cast<std::uint32_t>(LZ4_COMPRESSBOUND(kLegacyBlock)))
      break;
    const auto data = in.sub(*size, "lz4 block");
    const auto block = data ? block_lz4(*data, kLegacyBlock) : std::unexpected(data.error());
    if (!block) {
      out.whole = false;
      break;
    }
    ASSAY_CHECK(budget.bytes(block->size(), in.offset(), "lz4 block"));
    out.bytes.insert(out.bytes.end(), block->begin(), block->end());
  }
  if (out.bytes.empty()) return bytes::bad_value(start, "lz4 stream", "a block that decodes");
  return out;
}

}  // namespace

bytes::Parsed<base::Bytes> block_lz4(bytes::Reader in, std::uint64_t most) {
  constexpr std::uint64_t kMost = LZ4_MAX_INPUT_SIZE;
  const auto data = in.rest();
  if (most > kMost || data.size() > kMost)
    return bytes::bad_value(in.offset(), "lz4 block", "a block below 2 GiB");
  base::Bytes out(static_cast<std::size_t>(most));
  // The sizes stand beside the pointers. NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage)
  const int made = LZ4_decompress_safe(bytes::as_chars(data).data(),
                                       const_cast<char*>(bytes::as_chars(out).data()),  // NOLINT
                                       static_cast<int>(data.size()), static_cast<int>(most));
  if (made < 0) return bytes::bad_value(in.offset(), "lz4 block", "lz4 data of its size");
  out.resize(static_cast<std::size_t>(made));
  return out;
}

bytes::Parsed<Stream> stream_lz4(bytes::Reader in, bytes::Budget& budget) {
  bytes::Reader look = in;
  if (const auto magic = look.le32("lz4 magic"); magic && *magic == kLegacyMagic)
    return legacy(in, budget);
  Frames frames;
  return run_steps(in, budget, "lz4 stream", [&](bytes::ByteSpan part, std::span<std::byte> room) {
    return frames.step(part, room);
  });
}

}  // namespace assay::formats::codec
