// Fleets that the HTML report's tests are about, written by hand: what an appraisal would say,
// without one.
#pragma once

#include <string>

#include "appraise/appraisal.h"
#include "evidence/finding_codes.h"

namespace assay::report {

inline appraise::DisciplineVerdicts boot_only(appraise::Verdict verdict) {
  appraise::DisciplineVerdicts out;
  out.fill(appraise::Verdict::no_evidence);
  out[0] = verdict;
  return out;
}

inline appraise::TimelineEvent event(std::uint32_t number, std::uint32_t pcr, std::string type,
                                     std::string text, std::string checked,
                                     std::vector<std::size_t> findings = {}) {
  return {.number = number,
          .pcr = pcr,
          .offset = 100U * number,
          .type = std::move(type),
          .text = std::move(text),
          .checked = std::move(checked),
          .digest = std::string(62, 'a') + (number < 10 ? "0" : "") + std::to_string(number),
          .findings = std::move(findings)};
}

/// A server that booted what its reference expects.
inline appraise::ServerAppraisal affirmed(std::string id) {
  appraise::ServerAppraisal s;
  s.source = "fleet/" + id;
  s.id = std::move(id);
  s.collected = base::parse_rfc3339("2026-03-04T05:06:07Z");
  s.manifest_signer = "collector.example";
  s.verdict = appraise::Verdict::affirmed;
  s.disciplines = boot_only(appraise::Verdict::affirmed);
  s.boot.examined = s.boot.quote_valid = s.boot.fresh = s.boot.ak_bound = true;
  s.boot.bound_by = "enrolment signed by enroller.example";
  s.boot.ek = "trusted";
  s.boot.secure_boot = true;
  s.boot.firmware_version = "EDK II";
  s.boot.kernel_command_line = "root=/dev/vda1 ro quiet";
  s.boot.dbx_entries = 371;
  s.boot.dbx_at_least = "2023-05-09";
  s.boot.sbat_level = "sbat,1,2023012900";
  s.boot.events = 4;
  s.boot.ima_entries = s.boot.ima_covered = 7;
  s.boot.reference = "sx1";
  s.boot.matches_reference = true;
  s.timeline = appraise::Timeline{
      .bank = "sha256",
      .pcrs = {{0, "match", std::string(64, '1')},
               {8, "match", std::string(64, '2')},
               {14, "not-quoted", std::string(64, '3')}},
      .events = {
          event(0, 0, "EV_NO_ACTION", "specification ID", "not-derivable"),
          event(1, 0, "EV_S_CRTM_VERSION", "firmware version", "digest-of-data"),
          event(2, 0, "EV_EFI_PLATFORM_FIRMWARE_BLOB", "firmware volume", "not-derivable"),
          event(3, 8, "EV_IPL", "kernel command line: root=/dev/vda1 ro quiet", "digest-of-data")}};
  return s;
}

/// The same with init=/bin/sh on its command line.
inline appraise::ServerAppraisal contradicted(std::string id) {
  appraise::ServerAppraisal s = affirmed(std::move(id));
  s.verdict = appraise::Verdict::contraindicated;
  s.disciplines = boot_only(s.verdict);
  s.boot.matches_reference = false;
  s.boot.kernel_command_line += " init=/bin/sh";
  s.findings.push_back(evidence::make_finding(
      "boot.command-line.changed", "PCR 8",
      "The kernel command line changed: `init=/bin/sh` was added (event 3, PCR 8).",
      {{"boot/eventlog.bin", "event 3, offset 300 (0x12c), PCR 8"}}));
  s.findings.push_back(evidence::make_finding("boot.pcr.uncovered", "PCR 14",
                                              "PCR 14 was quoted, and no log explains it."));
  s.findings.push_back(
      evidence::make_finding("boot.firmware.changed", "PCR 0", "Firmware was updated."));
  s.findings.back().status = evidence::FindingStatus::explained;
  s.findings.back().explained_by = "change fw-7 (OPS-1, by ops)";
  s.timeline->events[3].text += " init=/bin/sh";
  s.timeline->events[3].findings = {0};
  return s;
}

/// Nobody looked.
inline appraise::ServerAppraisal unseen(std::string id) {
  appraise::ServerAppraisal s;
  s.id = std::move(id);
  s.not_appraised = {"inventory"};
  return s;
}

/// A fleet of these servers, counted as an appraisal would.
inline appraise::FleetAppraisal fleet_of(std::vector<appraise::ServerAppraisal> servers) {
  appraise::FleetAppraisal fleet;
  fleet.as_of = *base::parse_rfc3339("2026-03-05T00:00:00Z");
  fleet.policy = "house";
  fleet.references = {"sx1"};
  fleet.coverage.servers = servers.size();
  for (const auto& s : servers) {
    fleet.coverage.examined[0] += s.boot.examined ? 1U : 0U;
    fleet.coverage.fresh += s.boot.fresh ? 1U : 0U;
    fleet.coverage.ak_bound += s.boot.ak_bound ? 1U : 0U;
    fleet.coverage.with_reference += s.boot.reference.empty() ? 0U : 1U;
    fleet.coverage.manifests += s.manifest_signer.empty() ? 0U : 1U;
    if (!s.not_appraised.empty()) fleet.coverage.not_appraised = s.not_appraised;
  }
  fleet.servers = std::move(servers);
  return fleet;
}

}  // namespace assay::report
