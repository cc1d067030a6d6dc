// A pattern of bytes with holes, as rules write it: hex digits, and '.' for a digit that may be
// anything ("488b0424..e8"). Case does not matter, nor does white space.
#pragma once

#include <optional>
#include <string_view>

#include "base/types.h"
#include "bytes/reader.h"

namespace assay::formats::indicators {

class HexPattern {
 public:
  /// Nothing where the text is no pattern, or has no run of two bytes without a hole: such a one is
  /// found everywhere.
  [[nodiscard]] static std::optional<HexPattern> parse(std::string_view text);
  /// A pattern without holes.
  [[nodiscard]] static std::optional<HexPattern> literal(bytes::ByteSpan bytes);

  /// Where it first stands in `bytes`.
  [[nodiscard]] std::optional<std::size_t> find(bytes::ByteSpan bytes) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return value_.size(); }

 private:
  [[nodiscard]] bool choose_anchor() noexcept;
  [[nodiscard]] bool matches(bytes::ByteSpan at) const noexcept;

  base::Bytes value_;
  base::Bytes mask_;
  // The longest run without holes: looked for first.
  std::size_t anchor_ = 0;
  std::size_t anchor_size_ = 0;
};

}  // namespace assay::formats::indicators
