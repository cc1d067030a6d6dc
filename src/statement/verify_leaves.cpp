// The rows' evidence in the ledger: one proof for all leaves, and for each, where it is shown, that
// the leaf is about this server at this time.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "proof/multi_path.h"
#include "statement/checks.h"
#include "statement/names.h"

namespace assay::statement {
namespace {

using proof::LeafType;

std::string named(std::string_view text) { return base::printable(text, 200); }

// Under which index; null where it is missing.
const LeafLine* find(const std::vector<LeafLine>& leaves, std::uint64_t index) {
  const auto it = std::ranges::lower_bound(leaves, index, {}, &LeafLine::index);
  return it != leaves.end() && it->index == index ? &*it : nullptr;
}

bool check_paths(const Material& m, const std::vector<LeafLine>& leaves,
                 const proof::Checkpoint& head, Checks& checks) {
  const auto path =
      parse_path(bytes::Reader(bytes::as_bytes(text_of(m.members, kLeavesPath))), m.budget);
  if (!path) {
    checks.fails("proofs/leaves.path: " + bytes::to_error(path.error()).describe());
    return false;
  }
  proof::TreeHasher hasher;
  std::vector<proof::NumberedLeaf> numbered;
  for (const LeafLine& l : leaves)
    numbered.push_back({l.index, hasher.leaf(proof::to_bytes(l.leaf))});
  const auto ok = proof::verify_multi(hasher, numbered, head.size, *path, head.root);
  if (!ok) checks.fails("the leaves of the rows' evidence: " + ok.error().message);
  return ok.has_value();
}

class Looks {
 public:
  Looks(const Material& m, const std::vector<LeafLine>& leaves, std::uint64_t before,
        Checks& checks)
      : m_(m), leaves_(leaves), before_(before), checks_(checks) {}

  void run() {
    for (std::size_t r = 0; r < m_.statement.rows.size(); ++r)
      for (const Look& look : m_.statement.rows[r].evidence) check(r, look);
    if (bad_ > kMostTold) checks_.fails(fmt::format("and {} rows more", bad_ - kMostTold));
    if (bad_ == 0 && proved_ > 0)
      checks_.holds(fmt::format(
          "{} behind the rows: in the ledger, before this statement{}",
          base::counted(proved_, "examination"),
          m_.statement.redacted ? "" : ", each about the server and the time that its row says"));
    if (m_.statement.redacted && proved_ > 0)
      checks_.not_checked(
          "which server each examination was of: names are withheld, and can be opened one by one");
    if (unlogged_ > 0)
      checks_.caution(fmt::format(
          "{} behind the rows: not in the ledger, so only the operator's word stands for when "
          "they were made",
          base::counted(unlogged_, "examination")));
  }

 private:
  static constexpr std::uint64_t kMostTold = 10;

  void fail(std::size_t row, std::string_view why) {
    if (++bad_ <= kMostTold)
      checks_.fails(fmt::format("row {} ({}): {}", row, named(m_.statement.rows[row].id), why));
  }

  void check(std::size_t r, const Look& look) {
    if (!look.leaf) {
      ++unlogged_;
      return;
    }
    const LeafLine* line = find(leaves_, *look.leaf);
    if (line == nullptr) return fail(r, fmt::format("leaf {} has no proof", *look.leaf));
    if (line->leaf.type != LeafType::evidence)
      return fail(r, fmt::format("leaf {} is no evidence", *look.leaf));
    if (line->index >= before_)
      return fail(r, fmt::format("leaf {} is not older than the statement", *look.leaf));
    ++proved_;
    if (!m_.statement.redacted) check_record(r, look, *line);
  }

  void check_record(std::size_t r, const Look& look, const LeafLine& line) {
    if (!line.salt) return fail(r, fmt::format("the record behind leaf {} is missing", line.index));
    if (proof::commitment(hasher_, *line.salt, bytes::as_bytes(line.record)) !=
        line.leaf.commitment)
      return fail(r, fmt::format("leaf {} commits to another record", line.index));
    const auto record = parse_evidence_record(line.record, m_.budget);
    if (!record) return fail(r, "the record of its evidence: " + record.error().describe());
    if (record->server != m_.statement.rows[r].id)
      return fail(r, fmt::format("leaf {} is evidence of {}", line.index, named(record->server)));
    if (record->evidence != look.sha256)
      return fail(r, fmt::format("leaf {} is other evidence", line.index));
    if (record->collected && *record->collected != look.at)
      return fail(r, fmt::format("its evidence is of {}, not of {}",
                                 base::to_rfc3339(*record->collected), base::to_rfc3339(look.at)));
  }

  const Material& m_;
  const std::vector<LeafLine>& leaves_;
  std::uint64_t before_;
  Checks& checks_;
  proof::TreeHasher hasher_;
  std::uint64_t proved_ = 0, unlogged_ = 0, bad_ = 0;
};

}  // namespace

void check_leaves(const Material& m, const proof::Checkpoint& head, Checks& checks) {
  const auto leaves =
      parse_leaves(bytes::Reader(bytes::as_bytes(text_of(m.members, kLeaves))), m.budget);
  if (!leaves)
    return checks.fails("proofs/leaves.txt: " + bytes::to_error(leaves.error()).describe());
  if (!leaves->empty() && !check_paths(m, *leaves, head, checks)) return;
  const auto own = proof::parse_log_proof(text_of(m.members, kStatementProof));
  Looks(m, *leaves, own ? own->index : 0, checks).run();
  for (const auto index : m.statement.appraisals) {
    const LeafLine* line = find(*leaves, index);
    if (line == nullptr || line->leaf.type != LeafType::appraisal)
      return checks.fails(fmt::format("leaf {} is no appraisal in the ledger", index));
  }
  if (!m.statement.appraisals.empty())
    checks.holds(fmt::format("{} that judged this evidence: in the ledger",
                             base::counted(m.statement.appraisals.size(), "audit")));
}

}  // namespace assay::statement
