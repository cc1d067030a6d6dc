#include "inspect/boot/replay.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/tcg/event_types.h"

namespace assay::inspect::boot {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using formats::tcg::Event;
using formats::tcg::EventLog;

// EV_NO_ACTION "StartupLocality\0" and one byte (profile, 10.4.5.3).
constexpr std::string_view kStartupLocality{"StartupLocality\0", 16};

}  // namespace

bool extends(const Event& e) noexcept {
  return e.type != formats::tcg::EV_NO_ACTION && e.pcr < kPcrs;
}

Digest reset_value(HashAlg bank, std::size_t pcr) {
  Digest value(bank);
  if (pcr >= 17 && pcr <= 22) std::ranges::fill(value.mutable_span(), std::byte{0xFF});
  return value;
}

Digest capped(const Digest& pcr, crypto::HashEngine& hash) {
  Digest out = pcr;
  hash.extend(out, Digest(pcr.alg()).span());
  return out;
}

BankReplay replay(const EventLog& log, HashAlg bank, crypto::HashEngine& hash, std::uint32_t end) {
  BankReplay out;
  out.alg = bank;
  const auto count = std::min<std::size_t>(end, log.events.size());
  bool pcr0_started = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Event& e = log.events[i];
    if (e.type == formats::tcg::EV_NO_ACTION) {
      // Only the first statement counts, and none once PCR 0 was extended: a TPM starts once.
      if (e.pcr == 0 && !pcr0_started && e.data.size() == kStartupLocality.size() + 1 &&
          bytes::starts_with(e.data, kStartupLocality)) {
        out.locality = static_cast<std::uint8_t>(e.data.back());
        pcr0_started = true;
      }
      continue;
    }
    if (!extends(e)) continue;
    const auto value = log.digest(e, bank);
    if (value.empty()) {
      ++out.without_digest;
      continue;
    }
    if (!out.has_events[e.pcr]) {
      // A dynamic launch sets 17 to 22 to zero before the first extend, so every PCR that has
      // events starts at zero here.
      out.pcr[e.pcr] = Digest(bank);
      out.has_events.set(e.pcr);
      if (e.pcr == 0) {
        if (out.locality == 0 && e.type == formats::tcg::EV_EFI_HCRTM_EVENT) out.locality = 4;
        out.pcr[0].mutable_span().back() = static_cast<std::byte>(out.locality);
        pcr0_started = true;
      }
    }
    hash.extend(out.pcr[e.pcr], value);
  }
  for (std::size_t pcr = 0; pcr < kPcrs; ++pcr)
    if (!out.has_events[pcr]) out.pcr[pcr] = reset_value(bank, pcr);
  if (!out.has_events[0] && out.locality != 0)
    out.pcr[0].mutable_span().back() = static_cast<std::byte>(out.locality);
  return out;
}

}  // namespace assay::inspect::boot
