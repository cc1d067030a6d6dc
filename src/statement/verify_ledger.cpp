// The head and its signatures, the three leaves that a statement always has, and what came first.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "statement/checks.h"
#include "statement/names.h"

namespace assay::statement {
namespace {

using proof::LeafType;

std::string named(std::string_view text) { return base::printable(text, 200); }
std::string time_words(std::uint64_t seconds) {
  return base::to_rfc3339(
      {static_cast<std::int64_t>(std::min<std::uint64_t>(seconds, 1ULL << 40U))});
}

std::string hex_of(std::string_view text) {
  crypto::HashEngine hash;
  return hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(text)).hex();
}

std::optional<std::uint64_t> told_leaf(std::string_view what,
                                       const base::Result<std::uint64_t>& leaf, Checks& checks) {
  if (leaf) return *leaf;
  checks.fails(fmt::format("{}: {}", what, leaf.error().message));
  return std::nullopt;
}

// An earlier head of the same ledger that a witness cosigned: at its time, the ledger had so many
// leaves and no more.
struct Earlier {
  std::uint64_t size = 0;
  std::uint64_t time = 0;
  std::string witness;
};

std::vector<Earlier> check_heads(const Material& m, const proof::Checkpoint& head, Checks& checks) {
  std::vector<Earlier> out;
  for (std::size_t i = 1; i <= kMostHeads; ++i) {
    const auto text = text_of(m.members, fmt::format("{}{}.checkpoint", kHeads, i));
    if (text.empty()) break;
    const auto earlier = proof::parse_signed_head(text);
    const auto path = parse_path(bytes::Reader(bytes::as_bytes(text_of(
                                     m.members, fmt::format("{}{}.consistency", kHeads, i)))),
                                 m.budget);
    if (!earlier || !path) {
      checks.fails(fmt::format("the earlier head {}: cannot be read", i));
      continue;
    }
    const auto verdict = proof::check_head(m.policy, *earlier);
    proof::TreeHasher hasher;
    const auto same = proof::verify_consistency(hasher, earlier->head.size, head.size,
                                                earlier->head.root, head.root, *path);
    // Without the policy's quorum it tells no time, and is no lie either.
    auto anyone = m.policy;
    anyone.quorum.reset();
    const auto by_log = proof::check_head(anyone, *earlier);
    if (!by_log || !same || earlier->head.origin != head.origin) {
      checks.fails(fmt::format("the earlier head {}: {}", i,
                               !by_log ? by_log.error().message
                               : !same ? same.error().message
                                       : "of another ledger"));
      continue;
    }
    if (!verdict) {
      checks.not_checked(fmt::format("when the ledger had {}: {}",
                                     base::counted(earlier->head.size, "leaf", "leaves"),
                                     verdict.error().message));
      continue;
    }
    for (const auto& w : verdict->witnesses)
      out.push_back({earlier->head.size, w.timestamp, w.witness});
  }
  return out;
}

// "logged before …", by the earliest cosigned head that has it; "after …", by the latest without.
std::string when(std::uint64_t leaf, const std::vector<Earlier>& heads) {
  const Earlier* before = nullptr;
  const Earlier* after = nullptr;
  for (const Earlier& h : heads) {
    if (h.size > leaf && (before == nullptr || h.time < before->time)) before = &h;
    if (h.size <= leaf && (after == nullptr || h.time > after->time)) after = &h;
  }
  std::string out;
  if (after != nullptr)
    out += fmt::format(" after {} ({})", time_words(after->time), named(after->witness));
  if (before != nullptr)
    out += fmt::format("{} by {} ({})", after != nullptr ? " and" : "", time_words(before->time),
                       named(before->witness));
  return out.empty() ? " at a time that no witness cosigned" : out;
}

void check_order(const Material& m, std::uint64_t statement, std::uint64_t allegation,
                 std::uint64_t population, const std::vector<Earlier>& heads, Checks& checks) {
  const auto& s = m.statement;
  if (s.allegation.leaf != allegation || s.population.leaf != population)
    return checks.fails("the leaves of allegation and population are not those that it names");
  if (allegation >= statement || population >= statement)
    return checks.fails("the statement's leaf is older than what it answers");
  const auto times =
      fmt::format("population logged{} as leaf {}, allegation logged{} as leaf {}",
                  when(population, heads), population, when(allegation, heads), allegation);
  if (population > allegation)
    return checks.caution("population chosen after the allegation: " + times);
  checks.holds("population chosen before the allegation: " + times);
  const auto between = [&](const Earlier& h) {
    return h.size > population && h.size <= allegation;
  };
  if (std::ranges::none_of(heads, between))
    checks.caution(
        "no witness saw the ledger between population and allegation, so the operator may have "
        "known of the one when he logged the other");
}

}  // namespace

base::Result<std::uint64_t> check_leaf(std::string_view text, std::string_view checkpoint,
                                       const proof::Checkpoint& head, LeafType type,
                                       std::string_view record) {
  using base::ErrorKind;
  using base::fail;
  ASSAY_TRY(const auto proof, proof::parse_log_proof(text));
  if (proof.checkpoint != checkpoint)
    return fail(ErrorKind::refused, "its proof is under another head than the statement's");
  const auto logged = proof::parse_logged_leaf(bytes::Reader(proof.extra));
  if (!logged) return std::unexpected(bytes::to_error(logged.error()));
  if (logged->leaf.type != type || !logged->salt)
    return fail(ErrorKind::refused, fmt::format("the leaf is a {}, or its salt is not shown",
                                                proof::name(logged->leaf.type)));
  proof::TreeHasher hasher;
  if (proof::commitment(hasher, *logged->salt, bytes::as_bytes(record)) != logged->leaf.commitment)
    return fail(ErrorKind::refused, fmt::format("leaf {} commits to something else", proof.index));
  ASSAY_CHECK(proof::verify_inclusion(hasher, proof.index, head.size,
                                      hasher.leaf(proof::to_bytes(logged->leaf)), proof.path,
                                      head.root));
  return proof.index;
}

std::optional<LedgerFound> check_ledger(const Material& m, Checks& checks) {
  const auto text = text_of(m.members, kCheckpoint);
  const auto signed_head = proof::parse_signed_head(text);
  if (!signed_head) {
    checks.fails("the ledger's head: " + signed_head.error().message);
    return std::nullopt;
  }
  const auto verdict = proof::check_head(m.policy, *signed_head);
  if (!verdict) {
    checks.fails("the ledger's head: " + verdict.error().message);
    return std::nullopt;
  }
  const auto& head = signed_head->head;
  std::vector<Earlier> times;
  std::string by;
  for (const auto& w : verdict->witnesses) {
    by += fmt::format(", cosigned by {} at {}", named(w.witness), time_words(w.timestamp));
    times.push_back({head.size, w.timestamp, w.witness});
  }
  checks.holds(fmt::format("the head of the ledger {}, of {}, is signed by it{}",
                           named(head.origin), base::counted(head.size, "leaf", "leaves"), by));
  if (verdict->witnesses.empty())
    checks.caution(
        "no witness of the policy cosigned the head: its operator could show others another "
        "history, and times are his word");
  for (const auto& name : verdict->not_checked)
    checks.not_checked(
        fmt::format("a signature on the head by {}: the policy does not name that key, or nobody "
                    "here knows its "
                    "kind",
                    named(name)));

  const auto statement =
      told_leaf("the statement's leaf",
                check_leaf(text_of(m.members, kStatementProof), text, head, LeafType::statement,
                           statement_record(hex_of(text_of(m.members, kStatementJson)))),
                checks);
  const auto record = text_of(m.members, kAllegation);
  const auto allegation = told_leaf(
      "the allegation's leaf",
      check_leaf(text_of(m.members, kAllegationProof), text, head, LeafType::allegation, record),
      checks);
  if (m.statement.allegation.sha256 != hex_of(record))
    checks.fails("allegation.toml is not the allegation that the statement answers");
  const auto population =
      told_leaf("the population's leaf",
                check_leaf(text_of(m.members, kPopulationProof), text, head, LeafType::asset_table,
                           text_of(m.members, kPopulationRecord)),
                checks);
  if (!statement || !allegation || !population) return std::nullopt;
  checks.holds(
      fmt::format("statement, allegation and population are in the ledger, as leaves {}, {} and {}",
                  *statement, *allegation, *population));
  const auto earlier = check_heads(m, head, checks);
  times.insert(times.end(), earlier.begin(), earlier.end());
  check_order(m, *statement, *allegation, *population, times, checks);
  return LedgerFound{head, *statement};
}

}  // namespace assay::statement
