#include "support/pi_builder.h"

#include <lzma.h>

#include "bytes/text.h"

namespace assay::testing {
namespace {

unsigned sum8(bytes::ByteSpan bytes) {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  return sum;
}

std::byte negative(unsigned sum) {
  return static_cast<std::byte>((0x100U - (sum & 0xFFU)) & 0xFFU);
}

void put24(bytes::Writer& out, std::size_t value, std::uint8_t top) {
  out.le32(static_cast<std::uint32_t>(value) | static_cast<std::uint32_t>(top) << 24U);
}

// Name, IntegrityCheck, Type, Attributes, Size, State, and ExtendedSize where large.
base::Bytes file(const Guid& name, std::uint8_t type, bytes::ByteSpan body, bool large) {
  constexpr std::uint8_t kHasChecksum = 0x40;
  constexpr std::uint8_t kValid = 0xF8;  // HEADER_CONSTRUCTION, HEADER_VALID, DATA_VALID, inverted
  const std::size_t size = body.size() + (large ? 32 : 24);
  bytes::Writer out;
  out.raw(name.raw).le16(0).u8(type).u8(kHasChecksum | (large ? 1 : 0));
  put24(out, large ? 0 : size, 0);
  if (large) out.le64(size);
  auto bytes = std::move(out).release();
  bytes[16] = negative(sum8(bytes));
  bytes[17] = negative(sum8(body));
  bytes[23] = std::byte{kValid};
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

class BitWriter {
 public:
  void put(std::uint32_t value, unsigned bits) {
    while (bits-- > 0) {
      if (used_ % 8 == 0) out_.push_back(std::byte{0});
      if ((value >> bits & 1U) != 0)
        out_.back() |= static_cast<std::byte>(0x80U >> static_cast<unsigned>(used_ % 8));
      ++used_;
    }
  }
  [[nodiscard]] const base::Bytes& bytes() const { return out_; }

 private:
  base::Bytes out_;
  std::size_t used_ = 0;
};

}  // namespace

base::Bytes pi_section(std::uint8_t type, bytes::ByteSpan body) {
  bytes::Writer out;
  put24(out, body.size() + 4, type);
  return std::move(out.raw(body)).release();
}

base::Bytes pi_text(std::string_view ascii) {
  bytes::Writer out;
  for (const char c : ascii) out.le16(static_cast<unsigned char>(c));
  return std::move(out.le16(0)).release();
}

base::Bytes pi_compression_section(std::uint8_t compression, std::uint32_t length,
                                   bytes::ByteSpan stream) {
  bytes::Writer body;
  body.le32(length).u8(compression).raw(stream);
  return pi_section(0x01, body.view());
}

base::Bytes pi_guided_section(const Guid& guid, std::uint16_t attributes, bytes::ByteSpan data,
                              bytes::ByteSpan extra) {
  bytes::Writer body;
  body.raw(guid.raw).le16(static_cast<std::uint16_t>(24 + extra.size())).le16(attributes);
  body.raw(extra).raw(data);
  return pi_section(0x02, body.view());
}

base::Bytes pi_sections(const std::vector<base::Bytes>& sections) {
  bytes::Writer out;
  for (const auto& section : sections) {
    out.zeros((4 - out.size() % 4) % 4);
    out.raw(section);
  }
  return std::move(out).release();
}

base::Bytes pi_file(const Guid& name, std::uint8_t type, bytes::ByteSpan body) {
  return file(name, type, body, false);
}
base::Bytes pi_large_file(const Guid& name, std::uint8_t type, bytes::ByteSpan body) {
  return file(name, type, body, true);
}

base::Bytes pi_volume(const std::vector<base::Bytes>& files, std::uint64_t size,
                      const Guid& file_system) {
  bytes::Writer out;
  out.zeros(16).raw(file_system.raw).le64(size).raw(bytes::as_bytes("_FVH"));
  out.le32(0x0004FEFF).le16(72).le16(0).le16(0).u8(0).u8(2);
  out.le32(static_cast<std::uint32_t>(size / 512)).le32(512).le64(0);
  auto volume = std::move(out).release();
  unsigned sum = 0;
  for (std::size_t i = 0; i < volume.size(); i += 2)
    sum += static_cast<unsigned>(volume[i]) | static_cast<unsigned>(volume[i + 1]) << 8U;
  sum = (0x10000U - (sum & 0xFFFFU)) & 0xFFFFU;
  volume[50] = static_cast<std::byte>(sum & 0xFFU);
  volume[51] = static_cast<std::byte>(sum >> 8U);
  for (const auto& file : files) {
    volume.resize((volume.size() + 7) / 8 * 8, std::byte{0xFF});
    volume.insert(volume.end(), file.begin(), file.end());
  }
  volume.resize(static_cast<std::size_t>(size), std::byte{0xFF});
  return volume;
}

base::Bytes pi_lzma(bytes::ByteSpan content) {
  lzma_options_lzma options;
  if (lzma_lzma_preset(&options, 6)) return {};
  options.dict_size = 1U << 20U;
  lzma_filter filters[2] = {{LZMA_FILTER_LZMA1, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  base::Bytes stream(content.size() * 2 + 256);
  std::size_t used = 0;
  if (lzma_raw_buffer_encode(filters, nullptr, bytes::as_uchars(content), content.size(),
                             bytes::as_uchars(std::span(stream)), &used, stream.size()) != LZMA_OK)
    return {};
  stream.resize(used);
  bytes::Writer out;
  out.u8(0x5D).le32(options.dict_size).le64(content.size()).raw(stream);
  return std::move(out).release();
}

// One block: the table code and the distance code have one symbol each (a count of 0, then the
// symbol), the character code gives 256 literals eight bits each (length 8 is table symbol 10).
base::Bytes pi_tiano(bytes::ByteSpan content, unsigned distance_bits) {
  BitWriter bits;
  bits.put(static_cast<std::uint32_t>(content.size()), 16);
  bits.put(0, 5);
  bits.put(10, 5);
  bits.put(256, 9);
  bits.put(0, distance_bits);
  bits.put(0, distance_bits);
  for (const std::byte b : content) bits.put(static_cast<std::uint32_t>(b), 8);
  bytes::Writer out;
  out.le32(static_cast<std::uint32_t>(bits.bytes().size()));
  out.le32(static_cast<std::uint32_t>(content.size())).raw(bits.bytes());
  return std::move(out).release();
}

}  // namespace assay::testing
