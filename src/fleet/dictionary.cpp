#include "fleet/dictionary.h"

namespace assay::fleet {

std::uint32_t Dictionary::number(std::string_view text) {
  if (!texts_.empty()) {
    const std::uint32_t guess = follower_[last_];
    if (texts_[guess] == text) return last_ = guess;
  }
  auto it = numbers_.find(text);
  if (it == numbers_.end()) {
    const auto next = static_cast<std::uint32_t>(texts_.size());
    it = numbers_.emplace(texts_.emplace_back(text), next).first;
    follower_.push_back(next);
  }
  follower_[last_] = it->second;
  return last_ = it->second;
}

void Dictionary::load(std::string_view text) {
  const auto next = static_cast<std::uint32_t>(texts_.size());
  numbers_.emplace(texts_.emplace_back(text), next);
  follower_.push_back(next);
  fresh_ = texts_.size();
}

}  // namespace assay::fleet
