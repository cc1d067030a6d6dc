// How every stream decoder of this folder runs: a library's state machine is given input and room,
// and says how much of each it used. The loop, the Budget and the end conditions are the same for
// all, so they stand here once. For this folder alone.
#pragma once

#include <array>

#include "formats/codec/codec.h"

namespace assay::formats::codec {

enum class Step : std::uint8_t { more, end, failed };

struct Progress {
  Step step = Step::more;
  std::size_t used = 0;  ///< of the input handed in
  std::size_t made = 0;  ///< of the room handed in
};

/// Calls `decode(input, room) -> Progress` until the stream ends.
template <class Decode>
[[nodiscard]] bytes::Parsed<Stream> run_steps(bytes::Reader in, bytes::Budget& budget,
                                              std::string_view field, Decode decode) {
  Stream out;
  std::array<std::byte, std::size_t{64} * 1024> room;
  const auto input = in.rest();
  while (true) {
    const Progress p = decode(input.subspan(static_cast<std::size_t>(out.used)), std::span(room));
    out.used += p.used;
    const std::uint64_t at = in.offset() + out.used;
    if (auto ok = budget.bytes(p.made, at, field); !ok) return std::unexpected(ok.error());
    const auto made = std::span(room).first(p.made);
    out.bytes.insert(out.bytes.end(), made.begin(), made.end());
    if (p.step == Step::end) return out;
    const bool stuck = p.used == 0 && p.made == 0;
    if (p.step != Step::failed && !stuck) continue;
    if (out.bytes.empty()) return bytes::bad_value(at, field, "a stream that its library decodes");
    out.whole = false;
    return out;
  }
}

// One file each; codec.cpp picks.
[[nodiscard]] bytes::Parsed<base::Bytes> block_deflate(Codec, bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_lzma(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_lzma_bare(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_xz(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_lzo(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_lz4(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_zstd(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_bzip2(bytes::Reader, std::uint64_t most);
[[nodiscard]] bytes::Parsed<base::Bytes> block_rtime(bytes::Reader, std::uint64_t most);

[[nodiscard]] bytes::Parsed<Stream> stream_deflate(Codec, bytes::Reader, bytes::Budget&);
[[nodiscard]] bytes::Parsed<Stream> stream_lzma(Codec, bytes::Reader, bytes::Budget&);
[[nodiscard]] bytes::Parsed<Stream> stream_lz4(bytes::Reader, bytes::Budget&);
[[nodiscard]] bytes::Parsed<Stream> stream_zstd(bytes::Reader, bytes::Budget&);
[[nodiscard]] bytes::Parsed<Stream> stream_bzip2(bytes::Reader, bytes::Budget&);
[[nodiscard]] bytes::Parsed<Stream> stream_lzop(bytes::Reader, bytes::Budget&);

}  // namespace assay::formats::codec
