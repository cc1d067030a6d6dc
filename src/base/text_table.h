// Texts that repeat, each kept once and known by a number: in blocks, without an allocation each.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/number_set.h"

namespace assay::base {

/// Grows only; numbers count from 0. Views stay good as long as the table lives.
class TextTable {
 public:
  /// The number of `text`, a new one where it has none.
  [[nodiscard]] std::uint32_t number(std::string_view text);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
  /// The next number is `text`'s, also where it has one already, which then stays the one found.
  std::uint32_t add(std::string_view text);

  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_[number]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }

 private:
  [[nodiscard]] static std::uint64_t hash(std::string_view text) noexcept;
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t hash, std::string_view text) const;
  std::uint32_t append(std::uint64_t hash, std::string_view text, bool is_new);
  [[nodiscard]] std::string_view keep(std::string_view text);

  std::deque<std::string_view> texts_;  // a deque: growing copies nothing
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;  // of the last block
  std::size_t left_ = 0;
  NumberSet numbers_;
};

}  // namespace assay::base
