// The leaves of the ledger that a statement's rows rest on, and one proof that all of them stand in
// it: proofs/leaves.txt with a line for each ("NUMBER LEAF-HEX", and where names are not withheld
// "SALT-HEX RECORD" behind it), and proofs/leaves.path with the hashes of proof/multi_path.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "bytes/budget.h"
#include "proof/leaf.h"

namespace assay::statement {

/// `record`: a view into the member's bytes; there where `salt` is.
struct LeafLine {
  std::uint64_t index = 0;
  proof::Leaf leaf;
  std::optional<proof::Salt> salt;
  std::string_view record;
};

[[nodiscard]] std::string to_text(const std::vector<LeafLine>& leaves);
/// Only what to_text() writes: ascending, each once.
[[nodiscard]] bytes::Parsed<std::vector<LeafLine>> parse_leaves(bytes::Reader text,
                                                                bytes::Budget& budget);

/// A hash a line, in base64.
[[nodiscard]] std::string path_text(const std::vector<proof::Hash>& path);
[[nodiscard]] bytes::Parsed<std::vector<proof::Hash>> parse_path(bytes::Reader text,
                                                                 bytes::Budget& budget);

/// What an evidence leaf's record says (docs/formats/ledger.md).
struct EvidenceRecord {
  std::optional<base::Time> collected;  ///< nothing: the evidence does not say
  std::string evidence;                 ///< SHA-256 by which the index knows it, hex
  std::string server;
  std::string object;  ///< SHA-256 of the packed evidence in the ledger's store, hex
};
[[nodiscard]] bytes::Parsed<EvidenceRecord> parse_evidence_record(std::string_view record,
                                                                  bytes::Budget& budget);

/// What a population's leaf stands for: who was in the fleet before anybody asked.
struct PopulationRecord {
  std::string assets;       ///< SHA-256 of the asset register, hex; empty: there was none
  std::uint64_t count = 0;  ///< servers
  std::string servers;      ///< SHA-256 of the list, hex
};
[[nodiscard]] std::string to_text(const PopulationRecord& record);
[[nodiscard]] bytes::Parsed<PopulationRecord> parse_population_record(bytes::Reader text,
                                                                      bytes::Budget& budget);

/// What a statement's leaf stands for.
[[nodiscard]] std::string statement_record(std::string_view sha256_hex);

}  // namespace assay::statement
