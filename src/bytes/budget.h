// What one hostile file may cost: how many items, how many bytes allocated or decompressed, how
// deep. Parsers take it by reference and spend before they recurse or allocate, so that a 40-byte
// file that claims 4 billion algorithms costs nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "bytes/parse_error.h"

namespace assay::bytes {

struct Limits {
  std::uint64_t items = 2'000'000;             ///< structures, events, entries, tree nodes
  std::uint64_t bytes = 512ULL * 1024 * 1024;  ///< decompressed or copied bytes
  std::uint32_t depth = 32;                    ///< nesting
};

class Budget {
 public:
  constexpr Budget() noexcept = default;
  explicit constexpr Budget(Limits limits) noexcept : left_(limits) {}

  [[nodiscard]] Parsed<void> items(std::uint64_t n, std::uint64_t offset,
                                   std::string_view field) noexcept {
    return spend(left_.items, n, offset, field, "items");
  }
  [[nodiscard]] Parsed<void> bytes(std::uint64_t n, std::uint64_t offset,
                                   std::string_view field) noexcept {
    return spend(left_.bytes, n, offset, field, "bytes");
  }

  [[nodiscard]] const Limits& left() const noexcept { return left_; }

 private:
  friend class Nesting;

  static Parsed<void> spend(std::uint64_t& left, std::uint64_t n, std::uint64_t offset,
                            std::string_view field, std::string_view what) noexcept {
    if (n > left) return std::unexpected(ParseError{Fault::budget, offset, field, what, n, left});
    left -= n;
    return {};
  }

  Limits left_{};
};

/// One level of nesting for as long as it lives:
///     Nesting level(budget);
///     if (auto ok = level.check(r.offset(), "device path"); !ok) return
///     std::unexpected(ok.error());
class Nesting {
 public:
  explicit Nesting(Budget& budget) noexcept : budget_(budget), entered_(budget.left_.depth > 0) {
    if (entered_) --budget_.left_.depth;
  }
  ~Nesting() {
    if (entered_) ++budget_.left_.depth;
  }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

  [[nodiscard]] Parsed<void> check(std::uint64_t offset, std::string_view field) const noexcept {
    if (entered_) return {};
    return std::unexpected(ParseError{Fault::budget, offset, field, "depth", 1, 0});
  }

 private:
  Budget& budget_;
  bool entered_;
};

}  // namespace assay::bytes
