// A Reader whose byte order the file decides: old file systems were written in the order of the
// machine they were for, and say which by how their magic lies. Bit fields follow the order too:
// compilers fill them from the low bit on little-endian machines and from the high bit on others.
#pragma once

#include "bytes/reader.h"

namespace assay::formats::filesystem {

enum class Order : std::uint8_t { little, big };

class OrderedReader {
 public:
  OrderedReader(bytes::Reader reader, Order order) noexcept : reader_(reader), order_(order) {}

  [[nodiscard]] bytes::Parsed<std::uint8_t> u8(std::string_view field) noexcept {
    return reader_.u8(field);
  }
  [[nodiscard]] bytes::Parsed<std::uint16_t> u16(std::string_view field) noexcept {
    return big() ? reader_.be16(field) : reader_.le16(field);
  }
  [[nodiscard]] bytes::Parsed<std::uint32_t> u32(std::string_view field) noexcept {
    return big() ? reader_.be32(field) : reader_.le32(field);
  }
  [[nodiscard]] bytes::Parsed<std::uint64_t> u64(std::string_view field) noexcept {
    return big() ? reader_.be64(field) : reader_.le64(field);
  }
  [[nodiscard]] bool big() const noexcept { return order_ == Order::big; }
  [[nodiscard]] Order order() const noexcept { return order_; }
  [[nodiscard]] bytes::Reader& raw() noexcept { return reader_; }

 private:
  bytes::Reader reader_;
  Order order_;
};

/// Consecutive bit fields of a packed C structure, in the order of their declaration. Reads past
/// the end give zeros: the caller hands in as many bytes as the fields have.
class BitFields {
 public:
  BitFields(bytes::ByteSpan bytes, Order order) noexcept : bytes_(bytes), order_(order) {}

  [[nodiscard]] std::uint32_t next(unsigned width) noexcept {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < width; ++i, ++at_) {
      const std::uint32_t bit = bit_at(at_);
      if (order_ == Order::big)
        value = (value << 1U) | bit;
      else
        value |= bit << i;
    }
    return value;
  }

 private:
  [[nodiscard]] std::uint32_t bit_at(std::size_t n) const noexcept {
    if (n / 8 >= bytes_.size()) return 0;
    const unsigned shift = static_cast<unsigned>(order_ == Order::big ? 7 - n % 8 : n % 8);
    return (static_cast<unsigned>(bytes_[n / 8]) >> shift) & 1U;
  }

  bytes::ByteSpan bytes_;
  Order order_;
  std::size_t at_ = 0;
};

}  // namespace assay::formats::filesystem
