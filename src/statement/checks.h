// The parts of verify(), one file each, and what they share. For verify*.cpp alone.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "statement/container.h"
#include "statement/leaves.h"
#include "statement/verify.h"

namespace assay::statement {

/// What has been found so far.
class Checks {
 public:
  explicit Checks(std::vector<Check>& into) : into_(into) {}
  void holds(std::string what) { add(Outcome::holds, std::move(what)); }
  void fails(std::string what) { add(Outcome::fails, std::move(what)); }
  void caution(std::string what) { add(Outcome::caution, std::move(what)); }
  void not_checked(std::string what) { add(Outcome::not_checked, std::move(what)); }

 private:
  void add(Outcome outcome, std::string what) { into_.push_back({outcome, std::move(what)}); }
  std::vector<Check>& into_;
};

/// The members by name; views into the file.
using Members = std::map<std::string_view, bytes::ByteSpan>;

/// What the parts are given; all of it outlives them.
struct Material {
  const Members& members;
  const Statement& statement;
  const proof::TrustPolicy& policy;
  bytes::Budget& budget;
};

/// Nothing where a member is missing.
[[nodiscard]] std::string_view text_of(const Members& members, std::string_view name);

/// Every member that a statement must have is there, and no other. False: it makes no sense to go
/// on.
[[nodiscard]] bool check_names(const Members& members, Checks& checks);

/// What check_ledger() found to hold.
struct LedgerFound {
  proof::Checkpoint head;
  std::uint64_t statement = 0;  ///< its leaf
};
/// The head's signatures; the leaves of statement, allegation and population; their order.
/// Nothing where no head could be trusted.
[[nodiscard]] std::optional<LedgerFound> check_ledger(const Material& m, Checks& checks);
/// A proof that a leaf of `type` stands for `record` under the statement's head. Its number.
[[nodiscard]] base::Result<std::uint64_t> check_leaf(std::string_view proof,
                                                     std::string_view checkpoint,
                                                     const proof::Checkpoint& head,
                                                     proof::LeafType type, std::string_view record);
/// The policy's keys for statements and those that, by the statement's own word, took a place.
[[nodiscard]] std::vector<proof::VerifierKey> claimed_signers(const Members& members,
                                                              const proof::TrustPolicy& policy);
/// That the key which signed is one of the policy's or took the place of one, by leaves before the
/// statement's, and was neither lost nor replaced before it.
void check_signer(const Material& m, const proof::VerifierKey& signer, const LedgerFound& ledger,
                  Checks& checks);
/// The rows' evidence is in the ledger, and is about these servers at these times.
void check_leaves(const Material& m, const proof::Checkpoint& head, Checks& checks);
/// The numbers are those that the rows give; who is cleared is cleared by what was examined.
void check_rows(const Material& m, Checks& checks);
/// The list of servers behind the population's leaf, and that the rows are of it.
void check_population(const Material& m, Checks& checks);
/// The page says what the statement says.
void check_page(const Material& m, Checks& checks);
/// What the operator showed of what was withheld.
void check_opening(const Material& m, std::string_view opening, Checks& checks);

}  // namespace assay::statement
