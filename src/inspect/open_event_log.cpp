// TCG event logs for `assay inspect`: every event in words, whether its words are what was
// measured, and the PCRs that the log replays to.
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/tcg/describe.h"
#include "formats/tcg/event_types.h"
#include "formats/tcg/trust_point.h"
#include "inspect/boot/inspect_boot.h"
#include "inspect/boot/log_findings.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

using boot::BootResult;
using boot::Checked;
using formats::json::Value;
using formats::tcg::Event;

Value bank_json(const boot::BankReplay& replay) {
  Value out = Value::object();
  for (std::size_t pcr = 0; pcr < boot::kPcrs; ++pcr)
    if (replay.has_events[pcr]) out[std::to_string(pcr)] = replay.pcr[pcr].hex();
  return out;
}

Value event_json(const formats::tcg::EventLog& log, const Event& e, Checked checked,
                 bytes::Budget& budget) {
  const auto described = formats::tcg::describe(log, e, budget);
  Value out;
  out["index"] = e.number;
  out["pcr"] = e.pcr;
  out["type"] = formats::tcg::event_type_name(e.type);
  out["offset"] = e.offset;
  out["digests"] = Value::object();
  for (const auto& d : log.digests_of(e)) {
    const auto alg = crypto::hash_alg_from_tpm(d.alg);
    out["digests"][alg ? std::string(crypto::name(*alg)) : fmt::format("0x{:04x}", d.alg)] =
        bytes::to_hex(d.value);
  }
  out["data"] = bytes::to_hex(e.data);
  out["describes"] = described.text;
  out["details"] = Value::object();
  for (const auto& detail : described.details) {
    Value& slot = out["details"][std::string(detail.key)];
    if (slot.is_null())
      slot = detail.value;
    else if (slot.is_array())
      slot.push_back(detail.value);
    else
      slot = Value::array({slot, detail.value});
  }
  out["checked"] = boot::name(checked);
  return out;
}

Value trust_points(const formats::tcg::EventLog& log, bytes::Budget& budget) {
  Value out = Value::array();
  for (const auto& t : formats::tcg::find_trust_points(log, budget))
    out.push_back({{"event", t.event},
                   {"aik", t.aik()},
                   {"quote", bytes::to_hex(t.quote)},
                   {"signature", bytes::to_hex(t.signature)},
                   {"nonce", bytes::to_hex(t.nonce)}});
  return out;
}

void fill_detail(const BootResult& r, InspectedArtefact& out) {
  const auto& log = *r.log;
  bytes::Budget budget({.items = 2'000'000, .bytes = 128U << 20U, .depth = 16});
  Value& d = out.detail;
  d["format"] = log.format == formats::tcg::LogFormat::crypto_agile ? "crypto-agile" : "sha1";
  d["banks"] = Value::object();
  for (const auto& bank : r.pcrs.banks)
    d["banks"][std::string(crypto::name(bank.alg))] = bank_json(bank.replay);
  for (const auto& bank : r.pcrs.banks)
    if (bank.replay.locality != 0) d["startup_locality"] = bank.replay.locality;
  d["padding"] = log.padding;
  d["events"] = Value::array();
  for (const Event& e : log.events)
    d["events"].push_back(event_json(log, e, r.checks[e.number], budget));
  if (auto points = trust_points(log, budget); !points.empty())
    d["trust_points"] = std::move(points);
}

std::string_view mark(Checked c, const Event& e) {
  if (!boot::extends(e)) return " ";
  return c == Checked::digest_of_data ? "=" : c == Checked::mismatch ? "!" : ".";
}

void fill_text(const BootResult& r, InspectedArtefact& out) {
  const auto& log = *r.log;
  bytes::Budget budget({.items = 2'000'000, .bytes = 128U << 20U, .depth = 16});
  std::string& t = out.text;
  t.reserve(log.events.size() * 120);
  t += "    event  PCR    type                              what was measured\n";
  for (const Event& e : log.events)
    base::append(t, "    {:>5}  {:>3}  {} {:<32}  {}\n", e.number,
                 e.pcr == formats::tcg::kNoPcr ? std::string("-") : std::to_string(e.pcr),
                 mark(r.checks[e.number], e), formats::tcg::event_type_name(e.type),
                 formats::tcg::describe(log, e, budget).text);
  t += "    (= the words are what was measured, . only a digest was measured, ! the words are not "
       "what was measured)\n";
  for (const auto& bank : r.pcrs.banks)
    for (std::size_t pcr = 0; pcr < boot::kPcrs; ++pcr)
      if (bank.replay.has_events[pcr])
        base::append(t, "    {:<8} PCR {:<2} {}\n", crypto::name(bank.alg), pcr,
                     bank.replay.pcr[pcr].hex());
}

}  // namespace

void open_event_log(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
                    InspectedArtefact& out) {
  boot::BootEvidence e;
  e.event_log = {bytes, out.path};
  boot::BootResult r = boot::inspect_event_log(e, {.hash = hash, .nonces = {}, .as_of = {}});
  if (!r.log) {
    out.summary = "a TCG event log that cannot be read";
    bytes::Budget budget;
    const auto again = formats::tcg::parse_event_log(bytes::Reader(bytes), budget);
    out.refused = again ? base::Error{base::ErrorKind::malformed, "not readable"}
                        : bytes::to_error(again.error());
    return;
  }
  out.findings = std::move(r.findings);
  std::string banks;
  for (const auto bank : r.log->banks())
    banks += (banks.empty() ? "" : ", ") + std::string(crypto::name(bank));
  out.summary = fmt::format(
      "{} TCG event log, {}, {}{}",
      r.log->format == formats::tcg::LogFormat::crypto_agile ? "crypto-agile" : "SHA-1",
      base::counted(r.log->events.size(), "event"), banks,
      r.facts.secure_boot ? (*r.facts.secure_boot ? ", Secure Boot on" : ", Secure Boot off") : "");
  if (options.want_detail) fill_detail(r, out);
  if (options.want_text) fill_text(r, out);
}

}  // namespace assay::inspect
