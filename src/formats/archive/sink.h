// Where decompressed bytes go: pays the Budget for each chunk before it grows. For this folder
// alone.
#pragma once

#include <array>

#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::archive {

class Sink {
 public:
  explicit Sink(bytes::Budget& budget) noexcept : budget_(budget) {}

  /// What a decoder may write next; follow with keep().
  [[nodiscard]] std::span<std::byte> chunk() noexcept { return chunk_; }
  /// The first `n` bytes of chunk() are output; `offset` is where the decoder stands in its input.
  [[nodiscard]] bytes::Parsed<void> keep(std::size_t n, std::uint64_t offset,
                                         std::string_view field) {
    if (auto ok = budget_.bytes(n, offset, field); !ok) return ok;
    const bytes::ByteSpan part = std::span(chunk_).first(n);
    out_.insert(out_.end(), part.begin(), part.end());
    return {};
  }
  [[nodiscard]] std::size_t size() const noexcept { return out_.size(); }
  [[nodiscard]] base::Bytes release() && { return std::move(out_); }

 private:
  bytes::Budget& budget_;
  base::Bytes out_;
  std::array<std::byte, std::size_t{32} * 1024> chunk_{};
};

}  // namespace assay::formats::archive
