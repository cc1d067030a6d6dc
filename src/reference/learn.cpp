#include "reference/learn.h"

#include <algorithm>
#include <fmt/format.h>

#include "reference/align.h"

namespace assay::reference {
namespace {

using base::ErrorKind;
using crypto::HashAlg;
using inspect::boot::BankCheck;
using inspect::boot::BootResult;
using inspect::boot::PcrState;

// More values than this in one place are not sub-populations but each host's own.
constexpr std::size_t kMostAlternatives = 3;

EventValue value_of(const ObservedBoot& observed, std::uint32_t number) {
  EventValue v;
  v.text = observed.text(number);
  const auto banks = observed.result().log->banks();
  for (const HashAlg bank : banks) {
    // SHA-1 is kept only where there is nothing better.
    if (bank == HashAlg::sha1 && banks.size() > 1) continue;
    if (const auto d = observed.digest(number, bank)) v.digests.emplace(bank, *d);
  }
  return v;
}

bool same_value(const EventValue& a, const EventValue& b) {
  // Equal in a bank that both have; no shared bank is no equality.
  bool shared = false;
  for (const auto& [bank, digest] : a.digests) {
    const auto it = b.digests.find(bank);
    if (it == b.digests.end()) continue;
    if (it->second != digest) return false;
    shared = true;
  }
  return shared;
}

EventSlot slot_of(const ObservedBoot& observed, std::uint32_t number) {
  EventSlot s;
  s.pcr = observed.event(number).pcr;
  s.type = observed.event(number).type;
  s.what = observed.what(number);
  s.values.push_back(value_of(observed, number));
  return s;
}

void add_value(EventSlot& slot, EventValue value, bool words_proven) {
  for (EventValue& known : slot.values)
    if (same_value(known, value)) {
      known.digests.merge(value.digests);  // banks that earlier hosts lacked
      return;
    }
  if (slot.values.empty() || !words_proven)
    slot.pattern.clear();
  else
    slot.pattern = common_pattern(
        slot.pattern.empty() && slot.values.size() == 1 ? slot.values[0].text : slot.pattern,
        value.text);
  slot.values.push_back(std::move(value));
}

}  // namespace

base::Result<void> BootLearner::add(const std::string& server, const BootResult& r) {
  const auto refuse = [&](std::string_view why) {
    return base::fail(ErrorKind::refused, fmt::format("{}: not learned: {}", server, why));
  };
  if (!r.log || r.log->events.empty()) return refuse("it has no event log");
  if (r.log->broken) return refuse("its event log is broken");
  if (r.quote.attest && !r.quote.counts()) return refuse("its quote does not verify");
  if (r.pcrs.undecided) return refuse("its log does not reproduce the signed digest");
  for (const BankCheck& bank : r.pcrs.banks)
    if (std::ranges::find(bank.state, PcrState::mismatch) != bank.state.end())
      return refuse("its log does not explain every quoted PCR");
  const ObservedBoot observed(r);
  for (std::uint32_t pcr = 0; pcr < inspect::boot::kPcrs; ++pcr) merge_pcr(observed, pcr);
  merge_values(r);
  reference_.learned_from.push_back(server);
  ++boots_;
  return {};
}

void BootLearner::merge_pcr(const ObservedBoot& observed, std::uint32_t pcr) {
  std::vector<EventSlot> old;
  std::vector<EventSlot> rest;
  for (EventSlot& s : reference_.slots) (s.pcr == pcr ? old : rest).push_back(std::move(s));
  const auto& events = observed.events_of(pcr);
  std::vector<EventSlot> merged;
  if (boots_ == 0) {
    for (const std::uint32_t n : events) merged.push_back(slot_of(observed, n));
  } else {
    const auto likeness = [&](std::size_t l, std::size_t r) {
      const EventSlot& slot = old[l];
      const auto value_matches = std::ranges::any_of(slot.values, [&](const EventValue& v) {
        return std::ranges::any_of(v.digests, [&](const auto& pair) {
          return observed.digest(events[r], pair.first) == pair.second;
        });
      });
      if (value_matches) return Likeness::same;
      const bool alike =
          slot.type == observed.event(events[r]).type && slot.what == observed.what(events[r]);
      return alike ? Likeness::changed : Likeness::different;
    };
    for (const Step& step : align(old.size(), events.size(), likeness)) {
      if (step.left && step.right) {
        add_value(old[*step.left], value_of(observed, events[*step.right]),
                  observed.words_proven(events[*step.right]));
        merged.push_back(std::move(old[*step.left]));
      } else if (step.left) {
        old[*step.left].optional = true;
        merged.push_back(std::move(old[*step.left]));
      } else {
        merged.push_back(slot_of(observed, events[*step.right]));
        merged.back().optional = true;
      }
    }
  }
  rest.insert(rest.end(), std::make_move_iterator(merged.begin()),
              std::make_move_iterator(merged.end()));
  reference_.slots = std::move(rest);
}

void BootLearner::merge_values(const BootResult& r) {
  for (const BankCheck& bank : r.pcrs.banks)
    for (std::uint32_t pcr = 0; pcr < inspect::boot::kPcrs; ++pcr) {
      const auto& value = bank.signed_value[pcr];
      if (!value) continue;
      ++seen_[{bank.alg, pcr}];
      auto& known = reference_.pcrs[bank.alg][pcr];
      if (std::ranges::find(known, *value) == known.end()) known.push_back(*value);
    }
}

base::Result<Reference> BootLearner::finish() && {
  if (boots_ == 0)
    return base::fail(ErrorKind::refused, "nothing to learn from: no server has a usable boot log");
  std::vector<EventSlot> ordered;
  for (std::uint32_t pcr = 0; pcr < inspect::boot::kPcrs; ++pcr)
    for (EventSlot& s : reference_.slots)
      if (s.pcr == pcr) ordered.push_back(std::move(s));
  reference_.slots = std::move(ordered);
  for (EventSlot& slot : reference_.slots) {
    slot.varies = slot.values.size() > 1 &&
                  (slot.values.size() == boots_ || slot.values.size() > kMostAlternatives);
    // Two hosts with two values are each host's own only where their words follow a pattern.
    if (slot.varies && slot.pattern.empty() && slot.values.size() <= kMostAlternatives)
      slot.varies = false;
    if (!slot.varies) slot.pattern.clear();
  }
  // A PCR that differs from host to host says nothing by its value.
  for (auto& [bank, pcrs] : reference_.pcrs)
    std::erase_if(pcrs, [&](const auto& entry) {
      return entry.second.size() > kMostAlternatives ||
             (entry.second.size() > 1 && entry.second.size() == boots_);
    });
  return std::move(reference_);
}

}  // namespace assay::reference
