// A finding: a rule that fired. It says in one plain sentence why, cites where the evidence stands,
// and tells the reader what to do next. Codes are stable and listed, with their meaning, in
// finding_codes.h; docs/findings.md is printed from that table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class Severity : std::uint8_t { info, warning, critical };
enum class FindingStatus : std::uint8_t { open, explained, resolved };

/// Where a fact stands: artefact path (or digest) and the place inside it.
struct Cite {
  std::string artefact;  ///< "boot/eventlog.bin"
  std::string at;        ///< "event 37, offset 0x1a2c", "PCR 8", "line 12"
  bool operator==(const Cite&) const = default;
};

/// Who mends it, by when, and how far that is: people's word beside a finding, which changes
/// neither its severity nor a verdict.
struct Remediation {
  std::string id;  ///< of the record
  std::string owner;
  std::string due;    ///< "2026-12-01"; empty: none
  std::string state;  ///< "open", "in-progress", "accepted" or "fixed"
  std::string ticket;
  bool overdue = false;      ///< the day is over, and the finding is there
  bool still_there = false;  ///< said to be fixed, and in evidence from after that
  bool operator==(const Remediation&) const = default;
};

struct Finding {
  std::string code;  ///< one of finding_codes.h
  Severity severity = Severity::info;
  std::string subject;  ///< what it is about: "PCR 8", "AK", a server's id
  std::string why;      ///< one sentence
  std::string action;   ///< what to do next; JSON key "do"
  std::vector<Cite> cites;
  FindingStatus status = FindingStatus::open;
  std::string explained_by;  ///< id and ticket of the change record, where status is explained
  std::shared_ptr<const Remediation> remediation{};  ///< null: nobody's
  bool operator==(const Finding&) const = default;
};

[[nodiscard]] std::string_view name(Severity severity) noexcept;
[[nodiscard]] std::string_view name(FindingStatus status) noexcept;

}  // namespace assay::evidence
