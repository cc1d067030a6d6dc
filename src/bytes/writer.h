// The other direction: builds byte strings with the endianness in the name. Grows; never fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/types.h"
#include "bytes/reader.h"

namespace assay::bytes {

class Writer {
 public:
  Writer& u8(std::uint8_t v) { return put(v, 1, false); }
  Writer& le16(std::uint16_t v) { return put(v, 2, false); }
  Writer& le32(std::uint32_t v) { return put(v, 4, false); }
  Writer& le64(std::uint64_t v) { return put(v, 8, false); }
  Writer& be16(std::uint16_t v) { return put(v, 2, true); }
  Writer& be32(std::uint32_t v) { return put(v, 4, true); }
  Writer& be64(std::uint64_t v) { return put(v, 8, true); }
  Writer& raw(ByteSpan part) {
    out_.insert(out_.end(), part.begin(), part.end());
    return *this;
  }
  Writer& zeros(std::size_t n) {
    out_.resize(out_.size() + n);
    return *this;
  }

  [[nodiscard]] ByteSpan view() const noexcept { return out_; }
  [[nodiscard]] std::size_t size() const noexcept { return out_.size(); }
  [[nodiscard]] base::Bytes release() && { return std::move(out_); }

 private:
  Writer& put(std::uint64_t v, unsigned n, bool big) {
    for (unsigned i = 0; i < n; ++i)
      out_.push_back(static_cast<std::byte>((v >> (8U * (big ? n - 1 - i : i))) & 0xFFU));
    return *this;
  }

  base::Bytes out_;
};

}  // namespace assay::bytes
