// LZMA and xz through liblzma. Old file systems shortened the LZMA header in their own ways, so a
// block tries the forms that occur, the most complete first.
#include <algorithm>
#include <array>
#include <lzma.h>

#include "bytes/text.h"
#include "formats/codec/steps.h"

namespace assay::formats::codec {
namespace {

constexpr std::uint64_t kMemory = std::uint64_t{129} * 1024 * 1024;  // a dictionary of 128 MiB
constexpr std::size_t kProperties = 5;  // lc/lp/pb in one byte, the dictionary's size in four
constexpr std::size_t kAloneHeader = 13;
constexpr std::uint64_t kLeastDictionary = std::uint64_t{64} * 1024;
constexpr std::uint64_t kMostGuessed = std::uint64_t{8} * 1024 * 1024;

struct Decoder {
  lzma_stream stream = LZMA_STREAM_INIT;
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { lzma_end(&stream); }

  Progress step(bytes::ByteSpan in, std::span<std::byte> room) {
    stream.next_in = bytes::as_uchars(in);
    stream.avail_in = in.size();
    stream.next_out = bytes::as_uchars(room);
    stream.avail_out = room.size();
    const lzma_ret code = lzma_code(&stream, LZMA_RUN);
    Progress p{.used = in.size() - stream.avail_in, .made = room.size() - stream.avail_out};
    if (code == LZMA_STREAM_END)
      p.step = Step::end;
    else if (code != LZMA_OK && code != LZMA_BUF_ERROR)
      p.step = Step::failed;
    return p;
  }
};

// A stream that says where it ends gets room for one byte more, which tells what is too long.
std::optional<base::Bytes> whole_stream(Decoder& decoder, bytes::ByteSpan in, std::uint64_t most) {
  base::Bytes out(static_cast<std::size_t>(most) + 1);
  const Progress p = decoder.step(in, out);
  // Old file systems' encoders left out the end that the header promises; all input was used then.
  const bool ended = p.step == Step::end || (p.step == Step::more && p.used == in.size());
  if (!ended || p.made == 0 || p.made > most) return std::nullopt;
  out.resize(p.made);
  return out;
}

// Bare LZMA has no end: it is as long as its file system says, or ends where its input does.
std::optional<base::Bytes> bare_stream(Decoder& decoder, bytes::ByteSpan in, std::uint64_t most) {
  base::Bytes out(static_cast<std::size_t>(most));
  const Progress p = decoder.step(in, out);
  if (p.step == Step::failed || p.made == 0 || (p.made < most && p.used < in.size()))
    return std::nullopt;
  out.resize(p.made);
  return out;
}

std::optional<base::Bytes> alone(bytes::ByteSpan in, std::uint64_t most) {
  Decoder decoder;
  if (in.size() < kAloneHeader || lzma_alone_decoder(&decoder.stream, kMemory) != LZMA_OK)
    return std::nullopt;
  return whole_stream(decoder, in, most);
}

std::optional<base::Bytes> raw(bytes::ByteSpan in, std::uint64_t most, unsigned properties,
                               std::uint32_t dictionary) {
  if (properties >= 9 * 5 * 5 || dictionary > kMemory) return std::nullopt;
  lzma_options_lzma options{};
  options.dict_size = std::max<std::uint32_t>(dictionary, 4096);
  options.lc = properties % 9;
  options.lp = properties / 9 % 5;
  options.pb = properties / 45;
  if (options.lc + options.lp > 4) return std::nullopt;
  const std::array filters{lzma_filter{LZMA_FILTER_LZMA1, &options},
                           lzma_filter{LZMA_VLI_UNKNOWN, nullptr}};
  Decoder decoder;
  if (lzma_raw_decoder(&decoder.stream, filters.data()) != LZMA_OK) return std::nullopt;
  return bare_stream(decoder, in, most);
}

}  // namespace

bytes::Parsed<base::Bytes> block_lzma(bytes::Reader in, std::uint64_t most) {
  const auto data = in.rest();
  if (auto out = alone(data, most)) return std::move(*out);
  if (data.size() > kProperties) {
    // The properties without a size behind them (squashfs 2 and 3 of several vendors), then with a
    // size of four bytes.
    bytes::Reader header(data);
    const auto properties = header.u8("properties");
    const auto dictionary = header.le32("dictionary size");
    if (properties && dictionary) {
      if (auto out = raw(data.subspan(kProperties), most, *properties, *dictionary))
        return std::move(*out);
      if (data.size() > kProperties + 4)
        if (auto out = raw(data.subspan(kProperties + 4), most, *properties, *dictionary))
          return std::move(*out);
    }
  }
  // No header at all: the encoder's defaults (lc 3, lp 0, pb 2).
  const auto dictionary =
      static_cast<std::uint32_t>(std::clamp<std::uint64_t>(most, kLeastDictionary, kMostGuessed));
  if (auto out = raw(data, most, 0x5D, dictionary)) return std::move(*out);
  return bytes::bad_value(in.offset(), "LZMA block", "LZMA data of its size");
}

bytes::Parsed<base::Bytes> block_lzma_bare(bytes::Reader in, std::uint64_t most) {
  if (auto out = raw(in.rest(), most, 0, 0x2000)) return std::move(*out);
  return bytes::bad_value(in.offset(), "LZMA block", "LZMA data of its size");
}

bytes::Parsed<base::Bytes> block_xz(bytes::Reader in, std::uint64_t most) {
  Decoder decoder;
  if (lzma_stream_decoder(&decoder.stream, kMemory, 0) == LZMA_OK)
    if (auto out = whole_stream(decoder, in.rest(), most)) return std::move(*out);
  return bytes::bad_value(in.offset(), "xz block", "xz data of its size");
}

bytes::Parsed<Stream> stream_lzma(Codec codec, bytes::Reader in, bytes::Budget& budget) {
  Decoder decoder;
  const auto ready = codec == Codec::xz ? lzma_stream_decoder(&decoder.stream, kMemory, 0)
                                        : lzma_alone_decoder(&decoder.stream, kMemory);
  if (ready != LZMA_OK)
    return bytes::bad_value(in.offset(), "LZMA stream", "memory for the decoder");
  return run_steps(in, budget, "LZMA stream", [&](bytes::ByteSpan part, std::span<std::byte> room) {
    return decoder.step(part, room);
  });
}

}  // namespace assay::formats::codec
