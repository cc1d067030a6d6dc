// An answer into a ledger and out as a statement, in the one order that makes it worth something:
// population, allegation, statement.json, head, cosignatures, proofs, and the signature over all of
// it last. docs/formats/statement.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "answer/answer.h"
#include "base/filesystem.h"
#include "proof/note.h"
#include "statement/leaves.h"
#include "statement/opening.h"
#include "statement/statement.h"

namespace assay::answer {

struct PublishSettings {
  std::string ledger;           ///< its folder
  std::string allegation_toml;  ///< the file's bytes
  std::string assets;           ///< SHA-256 of the asset register, hex; empty: there is none
  std::vector<statement::Input> inputs;
  proof::SigningKey key;                    ///< the statement's
  std::optional<statement::Secret> secret;  ///< withhold names
  /// Earlier cosigned heads of the ledger, oldest first; none: those that the ledger kept.
  std::vector<std::string> heads;
  std::optional<proof::SigningKey> witness;  ///< cosigns the head, with its own folder of state
  std::string witness_state;
  base::Time now;
};

struct Published {
  base::Bytes container;
  std::optional<statement::Opening> secrets;                    ///< what was withheld
  std::uint64_t population = 0, allegation = 0, statement = 0;  ///< leaves
};

[[nodiscard]] base::Result<Published> publish(const base::FileSystem& fs, fleet::IndexReader& index,
                                              const Allegation& allegation, const Answer& answer,
                                              const PublishSettings& settings);

struct PopulationLeaf {
  std::uint64_t index = 0;
  statement::PopulationRecord record;
};

/// Logs which servers the index knows, as the population that later allegations are about.
[[nodiscard]] base::Result<PopulationLeaf> log_population(const base::FileSystem& fs,
                                                          fleet::IndexReader& index,
                                                          const std::string& ledger,
                                                          const std::string& assets);

}  // namespace assay::answer
