#include "appraise/timeline.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/tcg/describe.h"
#include "formats/tcg/event_types.h"
#include "reference/observed.h"

namespace assay::appraise {
namespace {

constexpr std::size_t kMostEvents = 5000;

// The bank that was compared; without a log nothing was, and the quoted one that most people read.
crypto::HashAlg bank_to_show(const inspect::boot::BootResult& r) {
  const auto compared = reference::comparison_bank(r);
  if (compared != crypto::HashAlg::none || r.log) return compared;
  for (const auto& bank : r.pcrs.banks)
    if (bank.quoted && bank.alg == crypto::HashAlg::sha256) return bank.alg;
  for (const auto& bank : r.pcrs.banks)
    if (bank.quoted) return bank.alg;
  return crypto::HashAlg::none;
}

}  // namespace

Timeline make_timeline(const inspect::boot::BootResult& r,
                       const std::vector<evidence::Finding>& findings) {
  using inspect::boot::PcrState;
  Timeline out;
  const auto bank = bank_to_show(r);
  out.bank = std::string(crypto::name(bank));
  if (const auto* check = r.pcrs.bank(bank))
    for (std::uint32_t pcr = 0; pcr < inspect::boot::kPcrs; ++pcr) {
      if (check->state[pcr] == PcrState::absent && !check->replay.has_events[pcr]) continue;
      const auto& value =
          check->signed_value[pcr] ? *check->signed_value[pcr] : check->replay.pcr[pcr];
      out.pcrs.push_back({pcr, std::string(inspect::boot::name(check->state[pcr])), value.hex()});
    }
  if (!r.log) return out;
  bytes::Budget budget({.items = 500'000, .bytes = 64U << 20U, .depth = 16});
  for (const auto& e : r.log->events) {
    if (out.events.size() == kMostEvents) break;
    TimelineEvent t;
    t.number = e.number;
    t.pcr = e.pcr;
    t.offset = e.offset;
    t.type = formats::tcg::event_type_name(e.type);
    t.text = formats::tcg::describe(*r.log, e, budget).text;
    t.checked = std::string(inspect::boot::name(r.checks[e.number]));
    t.digest = bytes::to_hex(r.log->digest(e, bank));
    const std::string place = fmt::format("event {},", e.number);
    for (std::size_t i = 0; i < findings.size(); ++i)
      if (std::ranges::any_of(findings[i].cites,
                              [&](const auto& c) { return c.at.starts_with(place); }))
        t.findings.push_back(i);
    out.events.push_back(std::move(t));
  }
  return out;
}

}  // namespace assay::appraise
