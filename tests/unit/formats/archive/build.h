// Archives for tests, written field by field so that a test can bend any of them.
#pragma once

#include <algorithm>
#include <fmt/format.h>
#include <lzma.h>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

#include "base/types.h"
#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/archive/tar_header.h"

namespace assay::testing {

using base::Bytes;

inline Bytes from(std::string_view text) { return bytes::copy(bytes::as_bytes(text)); }
inline Bytes join(const std::vector<Bytes>& parts) {
  Bytes out;
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

struct TarMember {
  std::string name;
  std::string content{};
  char type = '0';
  std::string size{};  ///< the field, where it shall not tell the content's size
  std::string magic = std::string("ustar\0", 6) + "00";
  std::string prefix{};
  bool signed_sum = false;
};

inline Bytes tar_member(const TarMember& m) {
  std::string block(512, '\0');
  const auto put = [&](std::size_t at, std::string_view text) {
    block.replace(at, text.size(), text);
  };
  put(0, m.name.substr(0, 100));
  put(100, "0000644");
  put(124, m.size.empty() ? fmt::format("{:011o}", m.content.size()) : m.size);
  put(136, "00000000000");
  put(156, std::string_view(&m.type, 1));
  put(257, m.magic);
  put(345, m.prefix);
  put(148, "        ");
  int sum = 0;
  for (const char c : block)
    sum += m.signed_sum ? static_cast<signed char>(c) : static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum));
  block[154] = '\0';
  std::string content = m.content;
  content.resize((content.size() + 511) / 512 * 512);
  return from(block + content);
}
inline Bytes tar_end() { return Bytes(1024); }
inline std::string pax(std::string_view key, std::string_view value) {
  const std::string rest = fmt::format(" {}={}\n", key, value);
  std::size_t n = rest.size() + 1;
  while (std::to_string(n).size() + rest.size() != n) ++n;
  return std::to_string(n) + rest;
}

/// zlib's output for `content`, `repeat` times over; `window_bits` as deflateInit2 has them. Raw
/// streams only may repeat.
inline Bytes deflated(bytes::ByteSpan content, int window_bits = -15, unsigned repeat = 1) {
  z_stream s{};
  deflateInit2(&s, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  Bytes in = bytes::copy(content);
  Bytes out(deflateBound(&s, in.size()) + 64);
  s.next_in = bytes::as_uchars(std::span(in));
  s.avail_in = static_cast<uInt>(in.size());
  s.next_out = bytes::as_uchars(std::span(out));
  s.avail_out = static_cast<uInt>(out.size());
  // A full flush ends a chunk that stands for itself, so that it can be repeated.
  deflate(&s, repeat == 1 ? Z_FINISH : Z_FULL_FLUSH);
  out.resize(out.size() - s.avail_out);
  deflateEnd(&s);
  if (repeat == 1) return out;
  Bytes all;
  for (unsigned i = 0; i < repeat; ++i) all.insert(all.end(), out.begin(), out.end());
  return join({all, {std::byte{3}, std::byte{0}}});
}
inline Bytes gzipped(bytes::ByteSpan content) { return deflated(content, 16 + 15); }

inline Bytes xz(bytes::ByteSpan content) {
  Bytes out(lzma_stream_buffer_bound(content.size()));
  std::size_t size = 0;
  lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, bytes::as_uchars(content), content.size(),
                          bytes::as_uchars(std::span(out)), &size, out.size());
  out.resize(size);
  return out;
}

struct ZipPart {
  std::string name;
  Bytes content{};
  std::uint16_t method = 8;
  std::uint16_t flags = 0;
  std::uint32_t size_lie = 0;  ///< in place of the content's size, where not 0
  std::uint32_t crc_lie = 0;
  std::uint32_t mode = 0;    ///< Unix, shifted into the external attributes
  Bytes compressed{};        ///< in place of the content's own compression
  std::string local_name{};  ///< in place of `name` in the local header
};

inline Bytes zip(const std::vector<ZipPart>& parts, std::string_view comment = "",
                 std::uint16_t count_lie = 0) {
  bytes::Writer out;
  bytes::Writer directory;
  for (const ZipPart& p : parts) {
    const Bytes data = !p.compressed.empty() ? p.compressed
                       : p.method == 8       ? deflated(p.content)
                                             : p.content;
    const auto crc = p.crc_lie != 0
                         ? p.crc_lie
                         : static_cast<std::uint32_t>(crc32_z(
                               0, bytes::as_uchars(bytes::ByteSpan(p.content)), p.content.size()));
    const auto size = p.size_lie != 0 ? p.size_lie : static_cast<std::uint32_t>(p.content.size());
    const auto at = static_cast<std::uint32_t>(out.size());
    const bool later = (p.flags & 8U) != 0;
    const std::string& local = p.local_name.empty() ? p.name : p.local_name;
    const auto n = static_cast<std::uint32_t>(data.size());
    out.raw(bytes::as_bytes("PK\x03\x04")).le16(20).le16(p.flags).le16(p.method).le32(0);
    out.le32(later ? 0 : crc).le32(later ? 0 : n).le32(later ? 0 : size);
    out.le16(static_cast<std::uint16_t>(local.size()))
        .le16(0)
        .raw(bytes::as_bytes(local))
        .raw(data);
    if (later) out.raw(bytes::as_bytes("PK\x07\x08")).le32(crc).le32(n).le32(size);
    directory.raw(bytes::as_bytes("PK\x01\x02")).le16(0x0314).le16(20).le16(p.flags).le16(p.method);
    directory.le32(0).le32(crc).le32(n).le32(size).le16(static_cast<std::uint16_t>(p.name.size()));
    directory.le16(0)
        .le16(0)
        .le16(0)
        .le16(0)
        .le32(p.mode << 16U)
        .le32(at)
        .raw(bytes::as_bytes(p.name));
  }
  const auto at = static_cast<std::uint32_t>(out.size());
  const auto count = count_lie != 0 ? count_lie : static_cast<std::uint16_t>(parts.size());
  out.raw(directory.view()).raw(bytes::as_bytes("PK\x05\x06")).le32(0).le16(count).le16(count);
  out.le32(static_cast<std::uint32_t>(directory.size())).le32(at);
  out.le16(static_cast<std::uint16_t>(comment.size())).raw(bytes::as_bytes(comment));
  return std::move(out).release();
}

}  // namespace assay::testing
