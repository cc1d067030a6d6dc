#include "appraise/fact_table.h"

namespace assay::appraise {

namespace {

// The place of `key` in `list`, where it is put if it is new.
template <class List, class Key, class Hash>
std::uint32_t number_of(List& list, base::NumberSet& numbers, const Key& key, const Hash& hash) {
  const auto known = numbers.find(hash(key), [&](std::uint32_t n) { return list[n] == key; });
  if (known) return *known;
  const auto number = static_cast<std::uint32_t>(list.size());
  list.push_back(key);
  numbers.insert(hash(key), number, [&](std::uint32_t n) { return hash(list[n]); });
  return number;
}

}  // namespace

std::uint32_t FactTable::intern(const Slot& slot) {
  return number_of(slots_, slot_numbers_, slot, [](const Slot& s) {
    return std::uint64_t{s.name} << 16U | static_cast<std::uint64_t>(s.kind) << 8U |
           static_cast<std::uint64_t>(s.source);
  });
}

std::uint32_t FactTable::intern(const Entry& entry) {
  return number_of(facts_, fact_numbers_, entry,
                   [](const Entry& e) { return std::uint64_t{e.slot} << 32U | e.value; });
}

std::vector<FactRef> FactTable::intern(const std::vector<evidence::Fact>& facts) {
  std::vector<FactRef> out;
  out.reserve(facts.size());
  const std::scoped_lock guard(lock_);
  for (const auto& f : facts) {
    const auto slot = intern(Slot{f.kind, f.source, texts_.number(f.name)});
    const auto fact = intern(Entry{slot, texts_.number(f.value)});
    out.push_back({fact, texts_.number(f.place), texts_.number(f.serial),
                   texts_.number(f.cite.artefact), texts_.number(f.cite.at)});
  }
  return out;
}

evidence::Fact FactTable::fact(const FactRef& ref) const {
  const Entry& entry = facts_[ref.fact];
  const Slot& slot = slots_[entry.slot];
  const auto text = [&](std::uint32_t number) { return std::string(texts_.text(number)); };
  return {slot.kind,
          slot.source,
          text(slot.name),
          text(entry.value),
          text(ref.place),
          text(ref.serial),
          {text(ref.artefact), text(ref.at)}};
}

}  // namespace assay::appraise
