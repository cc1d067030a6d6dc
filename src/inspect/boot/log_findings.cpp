#include "inspect/boot/log_findings.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "formats/tcg/describe.h"
#include "formats/tcg/event_types.h"
#include "inspect/boot/malformed.h"

namespace assay::inspect::boot {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using evidence::Cite;
using evidence::make_finding;
using formats::tcg::Event;

std::string place(const Event& e) {
  return fmt::format("event {}, offset {} (0x{:x}), PCR {}", e.number, e.offset, e.offset, e.pcr);
}

std::string words(const BootResult& r, const Event& e) {
  bytes::Budget budget({.items = 20'000, .bytes = 4U << 20U, .depth = 16});
  return formats::tcg::describe(*r.log, e, budget).text;
}

// A firmware's log ends its pre-boot part with separators; a launch log (Intel TXT, PCRs 17 and 18)
// has none.
bool is_fragment(const formats::tcg::EventLog& log) {
  return std::ranges::none_of(log.events, [](const Event& e) {
    return e.type == formats::tcg::EV_SEPARATOR || (e.pcr >= 17 && e.pcr <= 22);
  });
}

void report_mismatches(const BootEvidence& e, BootResult& r) {
  constexpr std::size_t kMost = 20;
  std::size_t told = 0;
  std::size_t all = 0;
  for (const Event& event : r.log->events) {
    if (r.checks[event.number] != Checked::mismatch) continue;
    if (++all > kMost) continue;
    ++told;
    r.findings.push_back(make_finding(
        "boot.event.mismatch", fmt::format("PCR {}", event.pcr),
        fmt::format(
            "Event {} says \"{}\", but its data does not hash to the digest that was measured.",
            event.number, words(r, event)),
        {{std::string(e.event_log.path), place(event)}}));
  }
  // A finding of its own, so that nothing that settles one of the events above settles these too.
  if (all > told)
    r.findings.push_back(make_finding(
        "boot.event.mismatch", "event log",
        fmt::format("{} are like these: their data does not hash to the digest that was measured.",
                    base::counted(all - told, "more event", "more events")),
        {{std::string(e.event_log.path), "further events"}}));
}

// PCRs whose state in some quoted bank is `state`, each once.
std::vector<std::size_t> pcrs_in(const PcrCheck& check, PcrState state) {
  std::vector<std::size_t> out;
  for (std::size_t pcr = 0; pcr < kPcrs; ++pcr)
    if (std::ranges::any_of(check.banks, [&](const BankCheck& b) { return b.state[pcr] == state; }))
      out.push_back(pcr);
  return out;
}

void report_unexplained(const BootEvidence& e, BootResult& r) {
  if (r.pcrs.undecided) {
    if (r.log_is_quoted())
      r.findings.push_back(make_finding(
          "boot.pcr.unexplained", "PCRs",
          fmt::format("The event log does not give the digest that the TPM signed over {}. Without "
                      "the PCR values "
                      "(pcrs.json) it cannot be told which PCR differs.",
                      formats::tpm::to_string(r.quote.attest->quote->selections)),
          {{std::string(e.event_log.path), ""}, {std::string(e.quote.path), "pcrDigest"}}));
    return;
  }
  for (const std::size_t pcr : pcrs_in(r.pcrs, PcrState::mismatch)) {
    const auto bank = std::ranges::find_if(
        r.pcrs.banks, [&](const BankCheck& b) { return b.state[pcr] == PcrState::mismatch; });
    if (pcr == formats::ima::kDefaultPcr && r.ima) continue;  // told with the IMA log
    if (!r.log) continue;                                     // told as a missing log
    const auto events = std::ranges::count_if(
        r.log->events, [&](const Event& ev) { return extends(ev) && ev.pcr == pcr; });
    r.findings.push_back(make_finding(
        "boot.pcr.unexplained", fmt::format("PCR {}", pcr),
        fmt::format("PCR {} is not explained by the log: the TPM signed {}… ({}), while the log's "
                    "{} for it give {}….",
                    pcr, bank->signed_value[pcr]->hex().substr(0, 16), crypto::name(bank->alg),
                    base::counted(static_cast<std::uint64_t>(events), "event"),
                    bank->replay.pcr[pcr].hex().substr(0, 16)),
        {{std::string(e.event_log.path), fmt::format("PCR {}", pcr)},
         {std::string(e.quote.path), "pcrDigest"}}));
  }
}

void report_uncovered(const BootEvidence& e, BootResult& r) {
  const auto pcrs = pcrs_in(r.pcrs, PcrState::not_covered);
  if (pcrs.empty() || !r.log) return;
  const bool only_ima = pcrs.size() == 1 && pcrs[0] == formats::ima::kDefaultPcr;
  r.findings.push_back(make_finding(
      "boot.pcr.uncovered", "PCR " + pcr_list(pcrs),
      only_ima ? "PCR 10 was extended by the running system (IMA), and no IMA log explains it."
               : fmt::format(
                     "PCR {} {} extended after the firmware's log ended, and no log explains it.",
                     pcr_list(pcrs), pcrs.size() == 1 ? "was" : "were"),
      {{std::string(e.quote.path), "pcrDigest"}}));
}

void report_unquoted(const BootEvidence& e, BootResult& r) {
  if (!r.log || !r.quote.counts()) return;
  if (!r.log_is_quoted()) {
    r.findings.push_back(make_finding(
        "boot.log.unquoted", "event log",
        fmt::format("Nothing of the event log is covered by the quote, which is over {}.",
                    formats::tpm::to_string(r.quote.attest->quote->selections)),
        {{std::string(e.event_log.path), ""}, {std::string(e.quote.path), "pcrSelect"}}));
    return;
  }
  if (r.quote_event)
    r.findings.push_back(make_finding(
        "boot.log.unquoted", "event log",
        fmt::format(
            "The quote lies inside the log, in event {}: nothing vouches for the {} behind it.",
            *r.quote_event, base::counted(r.log->events.size() - *r.quote_event, "event")),
        {{std::string(e.event_log.path), fmt::format("event {}", *r.quote_event)}}));
  // The firmware's PCRs must be quoted even where the log is silent about them: leaving a PCR out
  // of both would hide what was measured there.
  std::vector<std::size_t> left_out;
  for (std::size_t pcr = 0; pcr < kPcrs; ++pcr) {
    const bool has = std::ranges::any_of(
        r.pcrs.banks, [&](const BankCheck& b) { return b.replay.has_events[pcr]; });
    const bool quoted = std::ranges::any_of(r.quote.attest->quote->selections, [&](const auto& s) {
      return s.pcrs[pcr] && r.pcrs.bank(s.bank()) != nullptr;
    });
    if ((has || pcr <= 7) && !quoted) left_out.push_back(pcr);
  }
  if (!left_out.empty())
    r.findings.push_back(make_finding(
        "boot.log.unquoted", "PCR " + pcr_list(left_out),
        fmt::format("The quote leaves out PCR {}: nothing vouches for what was measured there.",
                    pcr_list(left_out)),
        {{std::string(e.event_log.path), ""}, {std::string(e.quote.path), "pcrSelect"}}));
}

void report_ima(const BootEvidence& e, BootResult& r) {
  if (!r.pcrs.ima) return;
  const ImaReplay& ima = *r.pcrs.ima;
  const std::string path(e.ima_log.path);
  if (!ima.matched)
    r.findings.push_back(make_finding(
        "boot.ima.mismatch", "PCR 10",
        fmt::format("No prefix of the IMA log's {} gives the PCR 10 that the TPM signed ({}).",
                    base::counted(ima.entries, "entry", "entries"), crypto::name(r.pcrs.ima_bank)),
        {{path, ""}, {std::string(e.quote.path), "pcrDigest"}}));
  if (!ima.mismatches.empty())
    r.findings.push_back(make_finding(
        "boot.ima.mismatch", "IMA log",
        fmt::format("{} of the IMA log, first entry {}, {} not hash to the recorded digest: the "
                    "text was altered.",
                    base::counted(ima.mismatches.size(), "entry", "entries"),
                    ima.mismatches.front(), ima.mismatches.size() == 1 ? "does" : "do"),
        {{path, fmt::format("entry {}", ima.mismatches.front())}}));
  if (ima.violations > 0)
    r.findings.push_back(make_finding(
        "boot.ima.violation", "IMA log",
        fmt::format("The IMA log records {}.", base::counted(ima.violations, "violation")),
        {{path, ""}}));
}

}  // namespace

void report_doubtful_types(const BootEvidence& e, const BootContext& c, BootResult& r) {
  static constexpr std::array<std::byte, 4> kZeros{};
  static constexpr std::array<std::byte, 4> kOnes{std::byte{0xFF}, std::byte{0xFF}, std::byte{0xFF},
                                                  std::byte{0xFF}};
  for (const HashAlg bank : r.log->banks()) {
    if (!c.hash.supports(bank)) continue;
    const Digest zeros = c.hash.hash(bank, kZeros);
    const Digest ones = c.hash.hash(bank, kOnes);
    for (const Event& event : r.log->events) {
      if (!extends(event) || event.type == formats::tcg::EV_SEPARATOR || event.pcr > 7) continue;
      const auto d = Digest::from(bank, r.log->digest(event, bank));
      if (!d || (*d != zeros && *d != ones) || r.checks[event.number] == Checked::digest_of_data)
        continue;
      r.findings.push_back(
          make_finding("boot.event.type-doubtful", fmt::format("PCR {}", event.pcr),
                       fmt::format("Event {} says \"{}\", but it measured a separator.",
                                   event.number, words(r, event)),
                       {{std::string(e.event_log.path), place(event)}}));
    }
    return;  // one bank tells; the events are the same
  }
}

std::string pcr_list(const std::vector<std::size_t>& pcrs) {
  std::string out;
  for (std::size_t i = 0; i < pcrs.size(); ++i) {
    if (i > 0) out += i + 1 == pcrs.size() ? " and " : ", ";
    out += std::to_string(pcrs[i]);
  }
  return out;
}

void report_log(const BootEvidence& e, BootResult& r) {
  if (!e.event_log.given()) {
    if (e.quote.given())
      r.findings.push_back(
          make_finding("boot.log.missing", "event log",
                       "There is a quote but no event log, so what ran is not explained.",
                       {{std::string(e.quote.path), ""}}));
    return;
  }
  const std::string path(e.event_log.path);
  const bool nothing = !r.log || std::ranges::none_of(r.log->events, extends);
  if (e.event_log.bytes.empty() || (r.log && nothing)) {
    r.findings.push_back(make_finding(
        "boot.log.empty", "event log",
        e.quote.given()
            ? "The event log is empty although the quote covers PCRs: what ran is not explained."
            : "The event log holds no event that extends a PCR.",
        {{path, "offset 0"}}));
  }
  if (!r.log) return;
  if (r.log->broken) r.findings.push_back(malformed(e.event_log, *r.log->broken));
  if (!nothing && is_fragment(*r.log))
    r.findings.push_back(make_finding(
        "boot.log.fragment", "event log",
        fmt::format("The log holds {} and no EV_SEPARATOR, with which every firmware ends its "
                    "part: it is a "
                    "fragment.",
                    base::counted(r.log->events.size(), "event")),
        {{path, fmt::format("eventType of events 0 to {}", r.log->events.size() - 1)}}));
  report_mismatches(e, r);
}

// Secure Boot's state decides which loaders could start at all; a log that does not prove it is
// silent on the question that is asked first.
void report_secure_boot(const BootEvidence& e, BootResult& r) {
  if (!r.log_is_quoted() || r.facts.secure_boot) return;
  r.findings.push_back(make_finding("boot.secure-boot.unproven", "Secure Boot",
                                    "Nothing in the log proves whether Secure Boot was on: PCR 7 "
                                    "has no variable SecureBoot whose data is what was measured.",
                                    {{std::string(e.event_log.path), "PCR 7"}}));
}

void report_pcrs(const BootEvidence& e, BootResult& r) {
  if (!e.quote.given()) {
    const Input& claim = e.event_log.given() ? e.event_log
                         : e.ima_log.given() ? e.ima_log
                                             : e.pcr_values;
    r.findings.push_back(make_finding(
        "boot.quote.missing", "quote",
        fmt::format("There is no quote: nothing that a TPM signed vouches for {}.",
                    claim.given() ? claim.path : std::string_view("this server's boot")),
        {{std::string(claim.path), ""}}));
    return;
  }
  report_secure_boot(e, r);
  report_unexplained(e, r);
  report_uncovered(e, r);
  report_unquoted(e, r);
  report_ima(e, r);
}

}  // namespace assay::inspect::boot
