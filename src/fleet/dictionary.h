// Numbers for texts that repeat across the fleet: facts, places, cites. Kept whole in memory while
// importing. Servers that are alike list the same things in the same order, so each text remembers
// which one followed it, and most lookups are one comparison.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text_table.h"

namespace assay::fleet {

class Dictionary {
 public:
  /// The number of `text`, a new one where it has none.
  [[nodiscard]] std::uint32_t number(std::string_view text);
  /// The next number is `text`'s, as a back end read it: also where another number has the same.
  void load(std::string_view text);

  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_.text(number); }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
  /// The first number given since the last call of kept(); those from it on are new.
  [[nodiscard]] std::size_t fresh() const noexcept { return fresh_; }
  void kept() noexcept { fresh_ = texts_.size(); }

 private:
  base::TextTable texts_;
  std::vector<std::uint32_t> follower_;
  std::uint32_t last_ = 0;
  std::size_t fresh_ = 0;
};

}  // namespace assay::fleet
