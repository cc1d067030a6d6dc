#include "fleet/dictionary.h"

namespace assay::fleet {

std::uint32_t Dictionary::number(std::string_view text) {
  if (texts_.size() > 0) {
    const std::uint32_t guess = follower_[last_];
    if (texts_.text(guess) == text) return last_ = guess;
  }
  const auto number = texts_.number(text);
  if (number == follower_.size()) follower_.push_back(number);
  follower_[last_] = number;
  return last_ = number;
}

void Dictionary::load(std::string_view text) {
  follower_.push_back(texts_.add(text));
  fresh_ = texts_.size();
}

}  // namespace assay::fleet
