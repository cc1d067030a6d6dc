#include "formats/pi/tiano.h"

#include <algorithm>
#include <memory>

#include "formats/pi/huffman.h"
#include "formats/pi/unpack_streams.h"

namespace assay::formats::pi {
namespace {

constexpr unsigned kCharBits = 9;        // CBIT: holds a count of literal and length codes
constexpr std::size_t kChars = 510;      // NC: 256 literals and the lengths 3 to 256
constexpr unsigned kTableBits = 5;       // TBIT
constexpr std::size_t kTableCodes = 19;  // NT: codes that pack the lengths of the character codes
constexpr std::size_t kMostDistances = 31;
constexpr unsigned kBlockBits = 16;
constexpr std::uint16_t kLiterals = 256;
constexpr std::uint16_t kShortest = 3;  // THRESHOLD
constexpr std::size_t kNoGap = ~std::size_t{0};

struct Header {
  bytes::Reader stream;
  std::uint32_t size = 0;
};

bytes::Parsed<Header> read_header(bytes::Reader r) {
  const auto packed = r.le32("CompSize");
  if (!packed) return std::unexpected(packed.error());
  const auto size = r.le32("OrigSize");
  if (!size) return std::unexpected(size.error());
  auto stream = r.sub(*packed, "CompSize");
  if (!stream) return std::unexpected(stream.error());
  return Header{*stream, *size};
}

class Decoder {
 public:
  Decoder(const Header& header, TianoVariant variant, bytes::Budget& budget)
      : header_(header),
        bits_(header.stream.rest()),
        distance_bits_(variant == TianoVariant::tiano ? 5 : 4),
        out_(header.size, header.stream.remaining(), budget) {}

  bytes::Parsed<base::Bytes> run() {
    while (at_ < header_.size) {
      if (left_ == 0)
        if (auto ok = block(); !ok) return std::unexpected(ok.error());
      --left_;
      const std::uint16_t symbol = chars_.decode(bits_);
      if (bits_.overrun()) return bad("CompSize", "a stream that gives OrigSize bytes");
      if (symbol < kLiterals) {
        if (auto ok = reserve(1); !ok) return std::unexpected(ok.error());
        all_[at_++] = static_cast<std::byte>(symbol);
      } else if (auto ok = copy(std::size_t{symbol} - kLiterals + kShortest); !ok) {
        return std::unexpected(ok.error());
      }
    }
    out_.keep(at_ - out_.size());
    return std::move(out_).release();
  }

 private:
  std::unexpected<bytes::ParseError> bad(std::string_view field, std::string_view expected) const {
    return bytes::bad_value(header_.stream.offset() + bits_.position(), field, expected);
  }

  bytes::Parsed<void> reserve(std::size_t n) {
    while (n > all_.size() - at_) {
      out_.keep(all_.size() - out_.size());
      if (const auto room = out_.room(header_.stream.offset() + bits_.position()); !room)
        return std::unexpected(room.error());
      all_ = out_.all();
    }
    return {};
  }

  bytes::Parsed<void> copy(std::size_t length) {
    const unsigned code = distances_.decode(bits_);
    const std::size_t distance =
        (code < 2 ? std::size_t{code} : (std::size_t{1} << (code - 1U)) + bits_.take(code - 1U)) +
        1;
    if (distance > at_) return bad("distance", "within the bytes decoded so far");
    length = std::min(length, header_.size - at_);
    if (auto ok = reserve(length); !ok) return ok;
    // Byte by byte: the two ranges may overlap, which repeats a pattern.
    for (const std::size_t end = at_ + length; at_ < end; ++at_) all_[at_] = all_[at_ - distance];
    return {};
  }

  bytes::Parsed<void> block() {
    left_ = bits_.take(kBlockBits);
    if (left_ == 0) left_ = std::uint32_t{1} << kBlockBits;
    if (auto ok = code_lengths(table_, kTableCodes, kTableBits, 3); !ok) return ok;
    if (auto ok = char_lengths(); !ok) return ok;
    return code_lengths(distances_, kMostDistances, distance_bits_, kNoGap);
  }

  // Lengths of a small code, three bits each, longer ones in unary; behind the third of the table
  // codes a count of zeros.
  bytes::Parsed<void> code_lengths(Huffman& code, std::size_t most, unsigned bits,
                                   std::size_t gap) {
    const std::size_t count = bits_.take(bits);
    if (count == 0) {
      code.single(static_cast<std::uint16_t>(bits_.take(bits)));
      return {};
    }
    if (count > most) return bad("code count", "no more codes than there are");
    std::array<std::uint8_t, 32> lengths{};
    for (std::size_t i = 0; i < count;) {
      std::uint8_t length = static_cast<std::uint8_t>(bits_.take(3));
      if (length == 7)
        while (bits_.take(1) != 0 && length <= Huffman::kMaxBits) ++length;
      lengths[i++] = length;
      if (i == gap) i = std::min(i + bits_.take(2), most);
    }
    if (!code.build(std::span(lengths).first(most)))
      return bad("code lengths", "a complete Huffman code");
    return {};
  }

  bytes::Parsed<void> char_lengths() {
    const std::size_t count = bits_.take(kCharBits);
    if (count == 0) {
      chars_.single(static_cast<std::uint16_t>(bits_.take(kCharBits)));
      return {};
    }
    if (count > kChars) return bad("character code count", "at most 510");
    std::array<std::uint8_t, kChars> lengths{};
    for (std::size_t i = 0; i < count;) {
      const std::uint16_t code = table_.decode(bits_);
      if (code > 2) {
        lengths[i++] = static_cast<std::uint8_t>(code - 2);
        continue;
      }
      i += code == 0 ? 1 : code == 1 ? bits_.take(4) + 3 : bits_.take(kCharBits) + 20;
      if (i > kChars) return bad("character code lengths", "at most 510");
    }
    if (!chars_.build(lengths)) return bad("character code lengths", "a complete Huffman code");
    return {};
  }

  const Header& header_;
  BitReader bits_;
  unsigned distance_bits_;
  Output out_;
  std::span<std::byte> all_;  ///< of out_
  std::size_t at_ = 0;        ///< bytes decoded
  std::uint32_t left_ = 0;    ///< codes of the current block still to come
  Huffman table_;
  Huffman chars_;
  Huffman distances_;
};

}  // namespace

bytes::Parsed<std::uint32_t> tiano_size(bytes::Reader r) {
  const auto header = read_header(r);
  if (!header) return std::unexpected(header.error());
  return header->size;
}

bytes::Parsed<base::Bytes> unpack_tiano(bytes::Reader r, TianoVariant variant,
                                        bytes::Budget& budget) {
  const auto header = read_header(r);
  if (!header) return std::unexpected(header.error());
  // On the heap: its three code tables are larger than a thread's stack should carry.
  return std::make_unique<Decoder>(*header, variant, budget)->run();
}

}  // namespace assay::formats::pi
