// What an outside assessor hands over at an acquisition: what was looked at and by which methods,
// what is wrong and who mends it, and which criticals were closed, with the evidence that showed
// them and the evidence that no longer does. Over the fleet's index; proofs out of a ledger.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "appraise/verdict.h"
#include "base/filesystem.h"
#include "fleet/index.h"
#include "reference/remediation.h"
#include "statement/statement.h"

namespace assay::answer {

/// That a collection of evidence is in the ledger: what a stranger needs to check it.
struct EvidenceProof {
  std::uint64_t leaf = 0;
  std::string record;  ///< the leaf's, which names the evidence
  std::string proof;   ///< a .tlog-proof that shows the salt
};

/// A finding of one server, as the index has it.
struct AssessedFinding {
  std::string server;
  evidence::Finding finding;
  fleet::Seconds since = 0;
  std::string evidence;  ///< SHA-256 of the collection that first showed it, hex; empty: unknown
};

struct ClosedFinding {
  AssessedFinding was;
  fleet::Seconds until = 0;
  std::string evidence;  ///< of the first collection that no longer shows it
  std::optional<EvidenceProof> before, after;
};

struct Assessment {
  base::Time as_of;
  struct Scope {
    std::uint64_t servers = 0;      ///< that evidence or register know
    std::uint64_t unevidenced = 0;  ///< of them without any evidence
    std::uint64_t collections = 0;
    fleet::Seconds first = 0, last = 0;  ///< of the collections
    struct Product {
      std::string name;
      std::uint64_t servers = 0;
    };
    std::vector<Product> products;  ///< most servers first
    std::vector<std::string> policies;
    std::vector<statement::Input> inputs;
  } scope;
  struct Discipline {
    appraise::Discipline discipline = appraise::Discipline::boot;
    std::array<std::uint64_t, 4> verdicts{};  ///< of servers, by appraise::Verdict
    [[nodiscard]] std::uint64_t examined() const noexcept;
  };
  std::array<Discipline, appraise::kDisciplines> disciplines{};
  std::array<std::uint64_t, 4> verdicts{};  ///< of servers, by their latest

  /// One code: critical first, then by how many servers have it.
  struct Group {
    std::string code;
    evidence::Severity severity = evidence::Severity::warning;
    std::string meaning, action;
    std::uint64_t servers = 0;
    std::vector<AssessedFinding> findings;  ///< by server
  };
  std::vector<Group> open;
  std::vector<Group> explained;       ///< by planned changes; counted apart
  std::vector<ClosedFinding> closed;  ///< criticals, by server and time
  struct Mending {
    reference::RemediationRecord record;
    std::uint64_t open = 0;         ///< findings that it covers and that stand
    std::uint64_t still_there = 0;  ///< of them, in evidence from after they were said to be fixed
    std::uint64_t unseen = 0;       ///< of them, in no evidence from after that: neither shown
    std::uint64_t closed = 0;       ///< criticals that it covers and that later evidence closed
    bool overdue = false;
  };
  std::vector<Mending> mending;
  std::uint64_t unowned = 0;  ///< open criticals that no record covers
  std::string ledger;         ///< its origin; empty: none was given
  std::string checkpoint;     ///< the head that the proofs are under
  [[nodiscard]] std::uint64_t count(evidence::Severity severity) const noexcept;  ///< open findings
};

/// `ledger`: its folder; empty: no proofs.
[[nodiscard]] base::Result<Assessment> assess(
    const base::FileSystem& fs, fleet::IndexReader& index,
    const std::vector<reference::RemediationRecord>& remediation, const std::string& ledger,
    base::Time as_of);

}  // namespace assay::answer
