// A ledger's tree in memory: records with salts, and proofs over them.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "bytes/text.h"
#include "proof/leaf.h"
#include "proof/log_proof.h"
#include "proof/multi_path.h"

namespace assay::testing {

struct Tree {
  std::vector<proof::LeafType> types;
  std::vector<proof::Salt> salts;
  std::vector<std::string> records;
  std::vector<std::vector<proof::Hash>> levels;  ///< by height: subtrees that are whole

  [[nodiscard]] std::uint64_t size() const { return records.size(); }

  std::uint64_t add(proof::LeafType type, std::string record) {
    proof::Salt salt{};
    for (std::size_t i = 0; i < 8; ++i)
      salt[i] = static_cast<std::byte>((records.size() >> (8 * i)) & 0xFFU);
    salt[15] = std::byte{7};
    types.push_back(type);
    salts.push_back(salt);
    records.push_back(std::move(record));
    proof::TreeHasher hasher;
    auto hash = hasher.leaf(proof::to_bytes(leaf(size() - 1)));
    for (std::size_t h = 0;; ++h) {
      if (levels.size() == h) levels.emplace_back();
      levels[h].push_back(hash);
      if (levels[h].size() % 2 != 0) break;
      hash = hasher.node(levels[h][levels[h].size() - 2], levels[h].back());
    }
    return size() - 1;
  }

  [[nodiscard]] proof::Leaf leaf(std::uint64_t i) const {
    proof::TreeHasher hasher;
    return {.type = types[i],
            .commitment = proof::commitment(hasher, salts[i], bytes::as_bytes(records[i]))};
  }
  [[nodiscard]] proof::SubtreeSource source() const {
    return [this](unsigned height, std::uint64_t index) -> base::Result<proof::Hash> {
      return levels.at(height).at(index);
    };
  }
  [[nodiscard]] proof::Hash root(std::uint64_t n) const {
    proof::TreeHasher hasher;
    return proof::range_root(hasher, 0, n, source()).value();
  }
  [[nodiscard]] std::vector<proof::Hash> multi(const std::vector<std::uint64_t>& indexes,
                                               std::uint64_t n) const {
    proof::TreeHasher hasher;
    return proof::multi_path(hasher, indexes, n, source()).value();
  }
  [[nodiscard]] std::vector<proof::Hash> consistent(std::uint64_t first, std::uint64_t n) const {
    proof::TreeHasher hasher;
    return proof::consistency_path(hasher, first, n, source()).value();
  }
  [[nodiscard]] std::string prove(std::uint64_t i, std::uint64_t n,
                                  const std::string& checkpoint) const {
    proof::TreeHasher hasher;
    proof::LogProof out;
    out.extra = proof::to_bytes(proof::LoggedLeaf{.leaf = leaf(i), .salt = salts[i]});
    out.index = i;
    // What is beyond an older head is "proved" with the last path there is: it cannot hold.
    out.path = proof::inclusion_path(hasher, std::min(i, n - 1), n, source()).value();
    out.checkpoint = checkpoint;
    return proof::to_text(out);
  }
};

}  // namespace assay::testing
