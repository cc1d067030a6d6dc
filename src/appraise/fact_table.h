// The facts of many servers in little memory: texts once, a server's facts as numbers. What audit
// counts siblings from; the fleet's index does the same on disk.
#pragma once

#include <deque>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/text_table.h"
#include "evidence/fact.h"

namespace assay::appraise {

/// One fact of one server, by its numbers in a FactTable.
struct FactRef {
  std::uint32_t fact = 0;  ///< of (kind, source, name, value)
  std::uint32_t place = 0;
  std::uint32_t serial = 0;
  std::uint32_t artefact = 0;  ///< of the cite
  std::uint32_t at = 0;
};

/// Grows only. intern() may be called from several threads at once; the rest only when none does.
class FactTable {
 public:
  [[nodiscard]] std::vector<FactRef> intern(const std::vector<evidence::Fact>& facts);

  [[nodiscard]] evidence::Fact fact(const FactRef& ref) const;
  [[nodiscard]] std::uint32_t slot_of(std::uint32_t fact) const { return facts_[fact].slot; }
  [[nodiscard]] std::size_t facts() const noexcept { return facts_.size(); }
  [[nodiscard]] std::size_t slots() const noexcept { return slots_.size(); }
  [[nodiscard]] evidence::FactKind kind(std::uint32_t slot) const { return slots_[slot].kind; }
  [[nodiscard]] evidence::FactSource source(std::uint32_t slot) const {
    return slots_[slot].source;
  }
  [[nodiscard]] std::string_view name(std::uint32_t slot) const {
    return texts_.text(slots_[slot].name);
  }

 private:
  struct Slot {
    evidence::FactKind kind;
    evidence::FactSource source;
    std::uint32_t name;
    bool operator==(const Slot&) const = default;
  };
  struct Entry {
    std::uint32_t slot;
    std::uint32_t value;
    bool operator==(const Entry&) const = default;
  };
  [[nodiscard]] std::uint32_t intern(const Slot& slot);
  [[nodiscard]] std::uint32_t intern(const Entry& entry);

  std::mutex lock_;
  base::TextTable texts_;
  std::deque<Slot> slots_;
  base::NumberSet slot_numbers_;
  std::deque<Entry> facts_;  // a deque: growing copies nothing
  base::NumberSet fact_numbers_;
};

}  // namespace assay::appraise
