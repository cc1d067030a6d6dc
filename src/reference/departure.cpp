#include "reference/departure.h"

#include <algorithm>

#include "reference/align.h"

namespace assay::reference {
namespace {

using crypto::Digest;
using crypto::HashAlg;

// What a slot may hold, for people.
std::string words_of(const EventSlot& slot) {
  if (!slot.pattern.empty()) return slot.pattern;
  return slot.values.empty() ? slot.what : slot.values.front().text;
}

class PcrComparison {
 public:
  PcrComparison(const Reference& reference, const ObservedBoot& observed, std::uint32_t pcr,
                HashAlg bank, Comparison& out)
      : observed_(observed), events_(observed.events_of(pcr)), pcr_(pcr), bank_(bank), out_(out) {
    for (const EventSlot& s : reference.slots)
      if (s.pcr == pcr) slots_.push_back(&s);
  }

  void run() {
    for (const Step& step : align(slots_.size(), events_.size(),
                                  [&](std::size_t l, std::size_t r) { return likeness(l, r); })) {
      if (step.likeness == Likeness::same) {
        note_quirk(events_[*step.right]);
      } else if (step.left && step.right) {
        add(Change::changed, slots_[*step.left], events_[*step.right]);
      } else if (step.right) {
        add(Change::added, nullptr, events_[*step.right]);
      } else if (!slots_[*step.left]->optional) {
        add(Change::removed, slots_[*step.left], std::nullopt);
      }
    }
  }

 private:
  Likeness likeness(std::size_t l, std::size_t r) const {
    const EventSlot& slot = *slots_[l];
    const std::uint32_t number = events_[r];
    const auto digest = observed_.digest(number, bank_);
    if (digest && slot.allows(bank_, *digest)) return Likeness::same;
    if (slot.type != observed_.event(number).type || slot.what != observed_.what(number))
      return Likeness::different;
    if (!slot.varies) return Likeness::changed;
    if (slot.pattern.empty()) return Likeness::same;
    // Words are worth comparing only where they are what was measured.
    return observed_.words_proven(number) && matches_pattern(slot.pattern, observed_.text(number))
               ? Likeness::same
               : Likeness::changed;
  }

  void note_quirk(std::uint32_t number) const {
    if (observed_.result().checks[number] != inspect::boot::Checked::mismatch) return;
    const bool known = std::ranges::any_of(slots_, [&](const EventSlot* s) {
      return std::ranges::any_of(
          s->values, [&](const EventValue& v) { return v.text == observed_.text(number); });
    });
    if (known) out_.shared_quirks.push_back(number);
  }

  void add(Change change, const EventSlot* slot, std::optional<std::uint32_t> number) const {
    Departure d;
    d.change = change;
    d.pcr = pcr_;
    d.event = number;
    if (slot != nullptr) {
      d.type = slot->type;
      d.what = slot->what;
      d.was = words_of(*slot);
    }
    if (number) {
      d.type = observed_.event(*number).type;
      d.what = observed_.what(*number);
      d.now = observed_.text(*number);
      d.digest = observed_.digest(*number, bank_);
      d.words_proven = observed_.result().checks[*number] != inspect::boot::Checked::mismatch;
    }
    out_.departures.push_back(std::move(d));
  }

  const ObservedBoot& observed_;
  const std::vector<std::uint32_t>& events_;
  std::vector<const EventSlot*> slots_;
  std::uint32_t pcr_;
  HashAlg bank_;
  Comparison& out_;
};

HashAlg shared_bank(const Reference& reference, const ObservedBoot& observed) {
  const HashAlg preferred = comparison_bank(observed.result());
  if (reference.has_bank(preferred)) return preferred;
  for (const auto& bank : observed.result().pcrs.banks)
    if (bank.in_log && reference.has_bank(bank.alg)) return bank.alg;
  return HashAlg::none;
}

}  // namespace

Comparison compare(const Reference& reference, const ObservedBoot& observed) {
  Comparison out;
  out.reference = &reference;
  out.bank = shared_bank(reference, observed);
  if (out.bank == HashAlg::none) return out;
  for (std::uint32_t pcr = 0; pcr < inspect::boot::kPcrs; ++pcr)
    PcrComparison(reference, observed, pcr, out.bank, out).run();
  return out;
}

Comparison compare_best(const std::vector<const Reference*>& references,
                        const ObservedBoot& observed) {
  std::optional<Comparison> best;
  for (const Reference* r : references) {
    Comparison c = compare(*r, observed);
    const bool better = !best || (best->bank == HashAlg::none && c.bank != HashAlg::none) ||
                        (c.bank != HashAlg::none && c.departures.size() < best->departures.size());
    if (better) best = std::move(c);
    if (best->bank != HashAlg::none && best->departures.empty()) break;
  }
  return *std::move(best);
}

std::vector<PcrDeparture> compare_pcrs(const Reference& reference,
                                       const inspect::boot::PcrCheck& pcrs) {
  std::vector<PcrDeparture> out;
  for (const auto& bank : pcrs.banks) {
    const auto known = reference.pcrs.find(bank.alg);
    if (known == reference.pcrs.end()) continue;
    for (const auto& [pcr, values] : known->second) {
      if (pcr >= inspect::boot::kPcrs || !bank.signed_value[pcr]) continue;
      if (std::ranges::find(values, *bank.signed_value[pcr]) == values.end() && !values.empty())
        out.push_back({pcr, values.front(), *bank.signed_value[pcr]});
    }
    if (!out.empty()) break;  // one bank tells; the others repeat it
  }
  return out;
}

}  // namespace assay::reference
