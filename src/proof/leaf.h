// What stands in the ledger for one thing that happened: 34 bytes that name its kind and commit to
// its record without telling anything about it. The record and its salt stay with the ledger's
// owner, who can show them later to whom he likes. docs/formats/ledger.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/types.h"
#include "proof/merkle.h"

namespace assay::proof {

/// The numbers are in the leaves: never renumbered, never reused.
enum class LeafType : std::uint8_t {
  evidence = 1,       ///< a manifest of evidence
  appraisal = 2,      ///< what an audit took in, by digest, and found
  reference = 3,      ///< golden values
  policy = 4,         ///< an appraisal or trust policy
  asset_table = 5,    ///< fleet/assets.csv
  change = 6,         ///< a change record
  search = 7,         ///< a search through documents or mail
  allegation = 8,     ///< a claim about the fleet
  statement = 9,      ///< the answer to one
  key_rotation = 10,  ///< a key that takes another's place
  key_loss = 11,      ///< a key that nobody must believe any more
  sample = 12,        ///< a plan which servers to examine, made before the draw
};

/// "evidence", "key-rotation"; empty for a number that is none.
[[nodiscard]] std::string_view name(LeafType type) noexcept;
[[nodiscard]] std::optional<LeafType> leaf_type(std::string_view name) noexcept;
[[nodiscard]] std::optional<LeafType> leaf_type(std::uint8_t number) noexcept;

inline constexpr std::size_t kSaltSize = 16;
inline constexpr std::size_t kLeafSize = 34;
inline constexpr std::uint8_t kLeafVersion = 1;
/// Largest record: 16 MiB. What is larger goes into the store, and its digest into the record.
inline constexpr std::size_t kMostRecord = 16U << 20U;

using Salt = std::array<std::byte, kSaltSize>;
/// type ‖ version ‖ commitment: the entry whose RFC 6962 leaf hash is in the tree.
using LeafBytes = std::array<std::byte, kLeafSize>;

struct Leaf {
  LeafType type = LeafType::evidence;
  Hash commitment{};  ///< SHA-256(salt ‖ record)
  bool operator==(const Leaf&) const = default;
};

[[nodiscard]] Hash commitment(TreeHasher& hasher, const Salt& salt, bytes::ByteSpan record);
[[nodiscard]] LeafBytes to_bytes(const Leaf& leaf) noexcept;
/// Exactly 34 bytes, a known type, version 1.
[[nodiscard]] bytes::Parsed<Leaf> parse_leaf(bytes::Reader reader);

/// What a verifier needs besides the tree's hashes to know what was logged. Travels as the `extra`
/// of a .tlog-proof; it is not authenticated there, but the proof holds for this leaf and no other.
struct LoggedLeaf {
  Leaf leaf;
  std::optional<Salt> salt;  ///< shown: whoever has the record can tell that it is this one
  bool operator==(const LoggedLeaf&) const = default;
};

/// 34 bytes, or 50 with the salt.
[[nodiscard]] base::Bytes to_bytes(const LoggedLeaf& leaf);
[[nodiscard]] bytes::Parsed<LoggedLeaf> parse_logged_leaf(bytes::Reader reader);

}  // namespace assay::proof
