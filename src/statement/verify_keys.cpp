// Who may sign: the policy's keys, and those that took their place in the ledger; not one that was
// lost or replaced before the statement was.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "base/text.h"
#include "proof/key_record.h"
#include "statement/checks.h"
#include "statement/names.h"

namespace assay::statement {
namespace {

using proof::KeyRecord;
using proof::LeafType;
using proof::VerifierKey;

std::string named(const VerifierKey& key) {
  return fmt::format("{} ({:08x})", base::printable(key.name, 200), key.id);
}

std::string member(std::size_t number, std::string_view what) {
  return fmt::format("{}{}.{}", kKeys, number, what);
}

bool is_for_statements(const KeyRecord& r) {
  return (r.loss ? r.lost.use : r.rotation.use) == "statement";
}

// What the leaves up to the statement's made of the keys.
class Keys {
 public:
  explicit Keys(std::vector<VerifierKey> trusted) : trusted_(std::move(trusted)) {}

  void take(const KeyRecord& r, std::uint64_t leaf, Checks& checks) {
    if (r.loss) {
      lost_.emplace_back(r.lost.key, leaf);
      checks.caution(fmt::format("{} was declared lost in leaf {}, at {}: {}", named(r.lost.key),
                                 leaf, base::to_rfc3339(r.lost.at),
                                 base::printable(r.lost.why, 300)));
      return;
    }
    const auto& old = r.rotation.old_key;
    // Who has found a lost key must not give its place away.
    if (!is_trusted(old) || find(lost_, old) || find(replaced_, old)) {
      checks.caution(
          fmt::format("{} would take the place of {} in leaf {}, whom nobody trusts then",
                      named(r.rotation.new_key), named(old), leaf));
      return;
    }
    replaced_.emplace_back(old, leaf);
    trusted_.push_back(r.rotation.new_key);
    checks.holds(fmt::format("{} took the place of {} in leaf {}, at {}, by both their signatures",
                             named(r.rotation.new_key), named(old), leaf,
                             base::to_rfc3339(r.rotation.at)));
  }

  void judge(const VerifierKey& signer, Checks& checks) const {
    if (!is_trusted(signer))
      checks.fails(
          fmt::format("{} signed it, whom the trust policy does not name, and who took the "
                      "place of nobody that it names",
                      named(signer)));
    if (const auto leaf = find(lost_, signer))
      checks.fails(fmt::format("{} signed it after that key was declared lost, in leaf {}",
                               named(signer), *leaf));
    if (const auto leaf = find(replaced_, signer))
      checks.fails(fmt::format("{} signed it after another key took its place, in leaf {}",
                               named(signer), *leaf));
  }

 private:
  using Leaves = std::vector<std::pair<VerifierKey, std::uint64_t>>;
  [[nodiscard]] bool is_trusted(const VerifierKey& key) const {
    return std::ranges::find(trusted_, key) != trusted_.end();
  }
  static std::optional<std::uint64_t> find(const Leaves& leaves, const VerifierKey& key) {
    const auto it = std::ranges::find(leaves, key, &Leaves::value_type::first);
    return it == leaves.end() ? std::nullopt : std::optional(it->second);
  }

  std::vector<VerifierKey> trusted_;
  Leaves lost_, replaced_;
};

}  // namespace

std::vector<VerifierKey> claimed_signers(const Members& members, const proof::TrustPolicy& policy) {
  auto out = policy.statement_keys;
  if (out.empty()) return out;  // said by check_manifest()
  for (std::size_t i = 1; i <= kMostKeys; ++i) {
    const auto note = text_of(members, member(i, "note"));
    if (note.empty()) break;
    const auto record = proof::parse_key_record(note, policy.logs);
    if (record && !record->loss) out.push_back(record->rotation.new_key);
  }
  return out;
}

void check_signer(const Material& m, const VerifierKey& signer, const LedgerFound& ledger,
                  Checks& checks) {
  Keys keys(m.policy.statement_keys);
  const auto checkpoint = text_of(m.members, kCheckpoint);
  std::optional<std::uint64_t> last;
  for (std::size_t i = 1; i <= kMostKeys; ++i) {
    const auto note = text_of(m.members, member(i, "note"));
    if (note.empty()) break;
    const auto record = proof::parse_key_record(note, m.policy.logs);
    if (!record) {
      checks.fails(member(i, "note") + ": " + record.error().message);
      continue;
    }
    const auto leaf =
        check_leaf(text_of(m.members, member(i, "tlog-proof")), checkpoint, ledger.head,
                   record->loss ? LeafType::key_loss : LeafType::key_rotation, note);
    if (!leaf) {
      checks.fails(member(i, "tlog-proof") + ": " + leaf.error().message);
      continue;
    }
    if ((last && *leaf <= *last) || *leaf >= ledger.statement) {
      checks.fails(member(i, "tlog-proof") +
                   ": expected leaves that ascend and are before the statement's");
      continue;
    }
    last = *leaf;
    if (is_for_statements(*record)) keys.take(*record, *leaf, checks);
  }
  keys.judge(signer, checks);
}

}  // namespace assay::statement
