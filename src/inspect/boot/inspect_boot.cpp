#include "inspect/boot/inspect_boot.h"

#include <algorithm>

#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/tcg/event_types.h"
#include "inspect/boot/log_findings.h"
#include "inspect/boot/malformed.h"

namespace assay::inspect::boot {
namespace {

using crypto::HashAlg;
using formats::tcg::Event;
using formats::tcg::EventLog;

constexpr bytes::Limits kLogLimits{.items = 200'000, .bytes = 64ULL << 20U, .depth = 16};
constexpr bytes::Limits kImaLimits{.items = 5'000'000, .bytes = 64ULL << 20U, .depth = 16};

void read_logs(const BootEvidence& e, BootResult& out) {
  if (e.event_log.given() && !e.event_log.bytes.empty()) {
    bytes::Budget budget(kLogLimits);
    auto log = formats::tcg::parse_event_log(bytes::Reader(e.event_log.bytes), budget);
    if (log)
      out.log = *std::move(log);
    else
      out.findings.push_back(malformed(e.event_log, log.error()));
  }
  if (e.ima_log.given() && !e.ima_log.bytes.empty()) {
    bytes::Budget budget(kImaLimits);
    auto ima = formats::ima::parse_ima_log(bytes::Reader(e.ima_log.bytes), budget);
    if (ima && !ima->broken)
      out.ima = *std::move(ima);
    else
      out.findings.push_back(malformed(e.ima_log, ima ? *ima->broken : ima.error()));
    if (ima && ima->broken) out.ima = *std::move(ima);
  }
}

// The event of `log` whose data holds these very bytes.
std::optional<std::uint32_t> event_with(const EventLog& log, bytes::ByteSpan quote) {
  for (const Event& e : log.events) {
    if (e.pcr != formats::tcg::kNoPcr && e.type != formats::tcg::EV_EVENT_TAG &&
        e.type != formats::tcg::EV_NO_ACTION)
      continue;
    if (e.data.size() >= quote.size() &&
        bytes::as_chars(e.data).find(bytes::as_chars(quote)) != std::string_view::npos)
      return e.number;
  }
  return std::nullopt;
}

Checked worse(Checked a, Checked b) {
  if (a == Checked::mismatch || b == Checked::mismatch) return Checked::mismatch;
  return a == Checked::digest_of_data || b == Checked::digest_of_data ? Checked::digest_of_data
                                                                      : Checked::not_derivable;
}

// Banks that a quote covers; all of the log's where none does (a bare log).
std::vector<HashAlg> banks_that_count(const BootResult& r, const crypto::HashEngine& hash) {
  std::vector<HashAlg> quoted;
  std::vector<HashAlg> all;
  for (const BankCheck& bank : r.pcrs.banks) {
    if (!hash.supports(bank.alg)) continue;
    all.push_back(bank.alg);
    if (bank.quoted) quoted.push_back(bank.alg);
  }
  return quoted.empty() ? all : quoted;
}

}  // namespace

bool BootResult::log_is_quoted() const noexcept {
  if (!log || !quote.counts()) return false;
  return std::ranges::any_of(pcrs.banks, [](const BankCheck& bank) {
    for (std::size_t pcr = 0; pcr < kPcrs; ++pcr)
      if (bank.replay.has_events[pcr] && bank.state[pcr] != PcrState::not_quoted) return true;
    return false;
  });
}

namespace {

Extents check_events(BootResult& out, crypto::HashEngine& hash) {
  Extents extents{banks_that_count(out, hash), std::vector<bool>(out.log->events.size(), true)};
  out.checks.assign(out.log->events.size(), Checked::not_derivable);
  for (const Event& event : out.log->events)
    for (const HashAlg bank : extents.banks) {
      const EventCheck check = examine_event(*out.log, event, bank, hash);
      out.checks[event.number] = worse(out.checks[event.number], check.checked);
      if (check.checked == Checked::digest_of_data && !check.whole)
        extents.whole[event.number] = false;
    }
  return extents;
}

}  // namespace

BootResult inspect_event_log(const BootEvidence& e, const BootContext& c) {
  BootResult out;
  read_logs(e, out);
  if (!out.log) return out;
  out.pcrs = check_pcrs(&*out.log, nullptr, out.quote, c.hash);
  const Extents extents = check_events(out, c.hash);
  report_log(e, out);
  report_doubtful_types(e, c, out);
  out.facts = read_log_facts(*out.log, out.checks, extents, e, c, out.findings);
  return out;
}

BootResult inspect_boot(const BootEvidence& e, const BootContext& c) {
  BootResult out;
  out.ak = check_ak(e, c, out.findings);
  out.quote = check_quote(e, c, out.ak, out.findings);
  read_logs(e, out);
  const auto* log = out.log ? &*out.log : nullptr;
  const auto* ima = out.ima ? &*out.ima : nullptr;
  out.pcrs = check_pcrs(log, ima, out.quote, c.hash);
  // Only where the whole log does not fit: Windows keeps a quote of its own inside the log, which
  // covers what came before it. Nothing vouches for what comes after, and report_pcrs says so.
  if (log != nullptr && out.quote.attest && !out.pcrs.all_explained())
    out.quote_event = event_with(*log, out.quote.attest->signed_bytes);
  if (out.quote_event) out.pcrs = check_pcrs(log, ima, out.quote, c.hash, *out.quote_event);
  const Extents extents = out.log ? check_events(out, c.hash) : Extents{};
  report_log(e, out);
  if (out.log) {
    report_doubtful_types(e, c, out);
    out.facts = read_log_facts(*out.log, out.checks, extents, e, c, out.findings);
  }
  report_pcrs(e, out);
  return out;
}

}  // namespace assay::inspect::boot
