// What the members of a statement are called. Writer and verifier share these names and nothing
// else. docs/formats/statement.md says what is in each.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay::statement {

inline constexpr std::string_view kStatementJson = "statement.json";
inline constexpr std::string_view kPage = "statement.html";
inline constexpr std::string_view kAllegation = "allegation.toml";
inline constexpr std::string_view kPopulationRecord = "population.json";
inline constexpr std::string_view kPopulationList = "population.txt";  ///< absent where redacted
inline constexpr std::string_view kCheckpoint = "checkpoint";
inline constexpr std::string_view kLeaves = "proofs/leaves.txt";  ///< absent where no row has one
inline constexpr std::string_view kLeavesPath = "proofs/leaves.path";
inline constexpr std::string_view kStatementProof = "proofs/statement.tlog-proof";
inline constexpr std::string_view kAllegationProof = "proofs/allegation.tlog-proof";
inline constexpr std::string_view kPopulationProof = "proofs/population.tlog-proof";
/// Before the number of an earlier head, "heads/1.checkpoint", "heads/1.consistency".
inline constexpr std::string_view kHeads = "heads/";
inline constexpr std::size_t kMostHeads = 8;
/// Before the number of what became of a key that signs statements, "keys/1.note",
/// "keys/1.tlog-proof"; in the order of their leaves.
inline constexpr std::string_view kKeys = "keys/";
inline constexpr std::size_t kMostKeys = 8;
/// The last member: what all others are, signed.
inline constexpr std::string_view kManifest = "MANIFEST";

}  // namespace assay::statement
