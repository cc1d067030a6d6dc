#include "appraise/appraise_server.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/challenge.h"
#include "appraise/departure_findings.h"
#include "appraise/event_facts.h"
#include "appraise/firmware_appraisal.h"
#include "appraise/inventory_appraisal.h"
#include "appraise/manifest_check.h"
#include "appraise/timeline.h"
#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/smbios/table.h"
#include "formats/tcg/event_types.h"
#include "formats/tpm/signature.h"
#include "inspect/boot/inspect_boot.h"
#include "inspect/bundle_views.h"
#include "reference/departure.h"

namespace assay::appraise {
namespace {

using evidence::Bundle;
using evidence::Role;
using inspect::boot::BootEvidence;
using inspect::boot::BootResult;

// The replayed value is itself a digest over the digests that a PCR's events carry, in order: equal
// logs for that PCR have equal prints.
std::uint64_t log_print(const inspect::boot::BankReplay& replay, std::size_t pcr) {
  if (!replay.has_events[pcr]) return 0;
  return bytes::Reader(replay.pcr[pcr].span()).le64("PCR").value_or(0);
}

std::string system_uuid(const Bundle& bundle) {
  const auto* smbios = bundle.find(Role::smbios);
  if (smbios == nullptr) return {};
  bytes::Budget budget({.items = 100'000, .bytes = 1U << 20U, .depth = 4});
  const auto uuid = formats::smbios::system_uuid(
      formats::smbios::parse_table(bytes::Reader(smbios->bytes), budget));
  return uuid ? bytes::to_hex(*uuid) : std::string{};
}

std::string command_line(const BootResult& r) {
  for (const auto& e : r.log->events) {
    const auto text = bytes::as_chars(e.data);
    constexpr std::string_view kGrub = "kernel_cmdline: ";
    if (e.type == formats::tcg::EV_IPL && text.starts_with(kGrub)) {
      auto line = text.substr(kGrub.size());
      return base::printable(line.substr(0, line.find('\0')), 1000);
    }
  }
  return {};
}

void summarise(const BootResult& r, const Inputs& in, const BootEvidence& e, BootSummary& s) {
  using namespace inspect::boot;
  s.examined = true;
  s.quote_valid = r.quote.counts();
  s.fresh = r.quote.counts() && r.quote.nonce == NonceState::match;
  s.ak_bound = r.ak.state == AkState::bound;
  s.bound_by = r.ak.bound_by;
  s.ek = !e.ek_certificate.given()     ? "not given"
         : r.ak.ek == EkState::trusted ? "trusted"
         : !in.ek_roots                ? "not checked"
                                       : "untrusted";
  s.secure_boot = r.facts.secure_boot;
  s.firmware_version = r.facts.firmware_version;
  s.dbx_entries = r.facts.dbx_entries;
  if (r.facts.dbx_at_least) s.dbx_at_least = base::to_rfc3339(*r.facts.dbx_at_least).substr(0, 10);
  s.dbx_against = r.facts.dbx_against;
  s.sbat_level = r.facts.sbat_level;
  s.ak_name = bytes::to_hex(r.ak.name);
  s.ek_sha256 = r.ak.ek_sha256;
  s.quote_path = e.quote.path;
  s.ek_path = e.ek_certificate.given() ? e.ek_certificate.path : e.enrolment.path;
  if (r.quote.counts()) {
    if (const auto scheme = formats::tpm::parse_signature(bytes::Reader(e.signature.bytes)))
      s.signature = formats::tpm::to_string(scheme->scheme, scheme->hash);
    s.qualified_signer = bytes::to_hex(r.quote.attest->qualified_signer);
    s.clock = r.quote.attest->clock.clock;
    s.reset_count = r.quote.attest->clock.reset_count;
    s.restart_count = r.quote.attest->clock.restart_count;
  }
  if (r.pcrs.ima) {
    s.ima_entries = r.pcrs.ima->entries;
    s.ima_covered = r.pcrs.ima->covered;
  }
  if (!r.log) return;
  s.events = static_cast<std::uint32_t>(r.log->events.size());
  s.kernel_command_line = command_line(r);
  const auto bank = reference::comparison_bank(r);
  const auto* check = r.pcrs.bank(bank);
  if (check == nullptr || !r.quote.counts()) return;
  for (std::size_t pcr = 0; pcr < s.firmware.size(); ++pcr) {
    if (!check->signed_value[pcr]) continue;
    s.firmware[pcr] = {log_print(check->replay, pcr), check->state[pcr] == PcrState::match,
                       *check->signed_value[pcr]};
  }
}

std::vector<const reference::Reference*> applicable(const Inputs& in, std::string_view server,
                                                    base::Time when) {
  const auto names = in.policy.references_for(server);
  std::vector<const reference::Reference*> out;
  for (const auto& r : in.references)
    if (r.has_boot() && r.valid_at(when) &&
        (names.empty() || std::ranges::find(names, r.name) != names.end()))
      out.push_back(&r);
  return out;
}

// A quirk that the known-good servers have too is told, and does not warn.
void settle_quirks(ServerAppraisal& out, const reference::Comparison& c) {
  for (auto& f : out.findings) {
    if (f.code != "boot.event.mismatch") continue;
    const bool shared = std::ranges::any_of(c.shared_quirks, [&](std::uint32_t number) {
      return f.cites.front().at.starts_with(fmt::format("event {},", number));
    });
    if (!shared) continue;
    f.code = "boot.event.quirk";
    f.severity = evidence::Severity::info;
    f.why += " The known-good servers of the reference show the very same event.";
    f.action = std::string(evidence::find_code("boot.event.quirk")->action);
  }
}

evidence::Finding incomparable(const BootResult& r, const BootEvidence& e, const std::string& why) {
  std::string banks;
  if (r.log)
    for (const auto bank : r.log->banks())
      banks += (banks.empty() ? " Its banks: " : ", ") + std::string(crypto::name(bank));
  const auto& cited = e.event_log.given() ? e.event_log : e.quote;
  return evidence::make_finding(
      "boot.reference.incomparable", "reference",
      fmt::format("{}, so nothing says whether this boot is the expected one.{}{}", why, banks,
                  banks.empty() ? "" : "."),
      {{std::string(cited.path), ""}});
}

void compare_with_references(const BootResult& r, const BootEvidence& e, const Inputs& in,
                             base::Time when, ServerAppraisal& out) {
  const auto references = applicable(in, out.id, when);
  if (references.empty()) {
    // Silence here would read as "nothing departs".
    if (std::ranges::any_of(in.references, &reference::Reference::has_boot))
      out.findings.push_back(
          incomparable(r, e,
                       fmt::format("None of the references given holds for this server at {}",
                                   base::to_rfc3339(when))));
    return;
  }
  const bool log_usable = r.log && std::ranges::any_of(r.log->events, inspect::boot::extends);
  if (log_usable) {
    const reference::ObservedBoot observed(r);
    const auto comparison = reference::compare_best(references, observed);
    if (comparison.bank == crypto::HashAlg::none) {
      out.findings.push_back(incomparable(
          r, e,
          fmt::format("The event log has no bank of digests in common with the reference {}",
                      comparison.reference->name)));
      return;
    }
    out.boot.reference = comparison.reference->name;
    out.boot.matches_reference = comparison.departures.empty();
    settle_quirks(out, comparison);
    add_departures(comparison, observed, e, in, when, out);
    return;
  }
  std::optional<std::vector<reference::PcrDeparture>> best;
  for (const auto* ref : references) {
    auto departures = reference::compare_pcrs(*ref, r.pcrs);
    if (!best || departures.size() < best->size()) {
      best = std::move(departures);
      out.boot.reference = ref->name;
    }
  }
  out.boot.matches_reference = best->empty() && r.quote.counts();
  add_pcr_departures(*best, e, in, when, out);
}

// The manifest's own time counts only once somebody trusted signed it: else a suspect would choose
// the moment at which its certificates and its changes are judged.
base::Time judged_at(const ServerAppraisal& server, const Inputs& in) {
  return server.manifest_signer.empty() ? in.as_of : server.collected.value_or(in.as_of);
}

BootResult inspect_with(const BootEvidence& e, std::span<const base::Bytes> nonces,
                        const Inputs& in, base::Time when, crypto::HashEngine& hash) {
  const inspect::boot::BootContext context{.hash = hash,
                                           .nonces = nonces,
                                           .ek_roots = in.ek_roots ? &*in.ek_roots : nullptr,
                                           .enrollers = in.policy.enrollers,
                                           .revocations = &in.revocations,
                                           .as_of = when,
                                           .keys = &in.keys};
  return inspect::boot::inspect_boot(e, context);
}

// Of everything that a timeline is made of.
crypto::Digest digest_of(const BootEvidence& e, crypto::HashEngine& hash) {
  base::Bytes all;
  for (const auto* part : {&e.event_log, &e.quote, &e.signature, &e.pcr_values, &e.ima_log}) {
    const auto digest = hash.hash(crypto::HashAlg::sha256, part->bytes);
    all.insert(all.end(), digest.span().begin(), digest.span().end());
  }
  return hash.hash(crypto::HashAlg::sha256, all);
}

}  // namespace

ServerAppraisal appraise_server(const Bundle& bundle, const Inputs& in, crypto::HashEngine& hash) {
  ServerAppraisal out;
  out.id = bundle.server;
  out.source = bundle.source;
  out.findings = bundle.findings;
  if (bundle.manifest) out.collected = bundle.manifest->collected;
  check_manifest_signature(bundle, in.policy, hash, out);
  const base::Time when = judged_at(out, in);
  for (const auto& a : bundle.artefacts) {
    const auto folder = a.path.substr(0, a.path.find('/'));
    const bool other = a.role > Role::firmware && folder != a.path;
    if (other && std::ranges::find(out.not_appraised, folder) == out.not_appraised.end())
      out.not_appraised.push_back(folder);
  }
  appraise_inventory(bundle, in, when, out);
  const auto parts = appraise_firmware(bundle, in, when, out);
  if (in.assets != nullptr)
    if (const auto* row = in.assets->index.at(out.id, out.collected.value_or(in.as_of)))
      out.inventory.lot = row->lot;
  const BootEvidence e = inspect::boot_evidence(bundle);
  out.boot.system_uuid = system_uuid(bundle);
  if (const auto* smbios = bundle.find(Role::smbios); smbios != nullptr)
    out.boot.smbios_path = smbios->path;
  if (!e.any()) return out;

  const HeldNonces nonces(bundle, in, &out.findings);
  BootResult result = inspect_with(e, nonces.all(), in, when, hash);
  out.findings.insert(out.findings.end(), std::make_move_iterator(result.findings.begin()),
                      std::make_move_iterator(result.findings.end()));
  summarise(result, in, e, out.boot);
  compare_with_references(result, e, in, when, out);
  if (!parts.empty())
    tie_measured_firmware(result, e.event_log.path, parts, inspect::firmware_images(bundle), hash,
                          out);
  if (in.event_facts) {
    auto events = event_facts(result, e.event_log.path);
    out.facts.insert(out.facts.end(), std::make_move_iterator(events.begin()),
                     std::make_move_iterator(events.end()));
  }
  if (in.timelines) out.boot.evidence = digest_of(e, hash);
  return out;
}

std::optional<Timeline> timeline_of(const Bundle& bundle, const Inputs& in,
                                    crypto::HashEngine& hash, const ServerAppraisal& server) {
  const BootEvidence e = inspect::boot_evidence(bundle);
  if (!e.any() || digest_of(e, hash) != server.boot.evidence) return std::nullopt;
  const HeldNonces nonces(bundle, in, nullptr);
  const auto result = inspect_with(e, nonces.all(), in, judged_at(server, in), hash);
  return make_timeline(result, server.findings);
}

}  // namespace assay::appraise
