#include "base/text_table.h"

#include <algorithm>
#include <functional>

namespace assay::base {
namespace {

constexpr std::size_t kBlock = 256U << 10U;

}  // namespace

std::uint64_t TextTable::hash(std::string_view text) noexcept {
  return std::hash<std::string_view>{}(text);
}

std::string_view TextTable::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    left_ = std::max(kBlock, text.size());
    free_ = blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(left_)).get();
  }
  const std::string_view out(free_, text.size());
  free_ = std::ranges::copy(text, free_).out;
  left_ -= text.size();
  return out;
}

std::optional<std::uint32_t> TextTable::find(std::uint64_t hash, std::string_view text) const {
  return numbers_.find(hash, [&](std::uint32_t n) { return texts_[n] == text; });
}

std::optional<std::uint32_t> TextTable::find(std::string_view text) const {
  return find(hash(text), text);
}

std::uint32_t TextTable::append(std::uint64_t hash, std::string_view text, bool is_new) {
  const auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(keep(text));
  if (is_new)
    numbers_.insert(hash, number, [&](std::uint32_t n) { return TextTable::hash(texts_[n]); });
  return number;
}

std::uint32_t TextTable::number(std::string_view text) {
  const auto h = hash(text);
  if (const auto known = find(h, text)) return *known;
  return append(h, text, true);
}

std::uint32_t TextTable::add(std::string_view text) {
  const auto h = hash(text);
  return append(h, text, !find(h, text));
}

}  // namespace assay::base
