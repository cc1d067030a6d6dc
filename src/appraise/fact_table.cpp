#include "appraise/fact_table.h"

namespace assay::appraise {

std::uint32_t FactTable::text(std::string_view text) {
  const auto it = text_numbers_.find(text);
  if (it != text_numbers_.end()) return it->second;
  const auto number = static_cast<std::uint32_t>(texts_.size());
  text_numbers_.emplace(texts_.emplace_back(text), number);
  return number;
}

std::vector<FactRef> FactTable::intern(const std::vector<evidence::Fact>& facts) {
  std::vector<FactRef> out;
  out.reserve(facts.size());
  const std::scoped_lock guard(lock_);
  for (const auto& f : facts) {
    const Slot slot{f.kind, f.source, text(f.name)};
    const std::uint64_t slot_key = std::uint64_t{slot.name} << 16U |
                                   static_cast<std::uint64_t>(slot.kind) << 8U |
                                   static_cast<std::uint64_t>(slot.source);
    const auto [slot_at, new_slot] =
        slot_numbers_.try_emplace(slot_key, static_cast<std::uint32_t>(slots_.size()));
    if (new_slot) slots_.push_back(slot);
    const Entry entry{slot_at->second, text(f.value)};
    const std::uint64_t fact_key = std::uint64_t{entry.slot} << 32U | entry.value;
    const auto [fact_at, new_fact] =
        fact_numbers_.try_emplace(fact_key, static_cast<std::uint32_t>(facts_.size()));
    if (new_fact) facts_.push_back(entry);
    out.push_back(
        {fact_at->second, text(f.place), text(f.serial), text(f.cite.artefact), text(f.cite.at)});
  }
  return out;
}

evidence::Fact FactTable::fact(const FactRef& ref) const {
  const Entry& entry = facts_[ref.fact];
  const Slot& slot = slots_[entry.slot];
  return {slot.kind,
          slot.source,
          texts_[slot.name],
          texts_[entry.value],
          texts_[ref.place],
          texts_[ref.serial],
          {texts_[ref.artefact], texts_[ref.at]}};
}

}  // namespace assay::appraise
