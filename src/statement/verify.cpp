#include "statement/verify.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "statement/checks.h"
#include "statement/manifest.h"
#include "statement/names.h"
#include "statement/page.h"

namespace assay::statement {
namespace {

// What nobody can see in the file, however good its signatures are. Said every time, since a reader
// may not think of it.
void tell_limits(Checks& checks) {
  checks.not_checked(
      "that each examination was judged rightly: ask the operator for the evidence behind a row, "
      "whose digest is in the ledger, and judge it again");
  checks.not_checked(
      "that the asset register says truly which servers were bought when and from whom");
}

}  // namespace

std::string_view name(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::holds:
      return "holds";
    case Outcome::fails:
      return "fails";
    case Outcome::caution:
      return "caution";
    case Outcome::not_checked:
      break;
  }
  return "not-checked";
}

bool Verification::holds() const noexcept { return why().empty(); }

std::string_view Verification::why() const noexcept {
  for (const Check& c : checks)
    if (c.outcome == Outcome::fails) return c.what;
  return {};
}

bytes::Budget statement_budget() noexcept {
  return bytes::Budget({.items = 100'000'000, .bytes = 4ULL << 30U, .depth = 8});
}

std::string_view text_of(const Members& members, std::string_view name) {
  const auto it = members.find(name);
  return it == members.end() ? std::string_view{} : bytes::as_chars(it->second);
}

void check_page(const Material& m, Checks& checks) {
  const auto page = text_of(m.members, kPage);
  if (page.find(kPageForm) == std::string_view::npos)
    checks.not_checked(
        "that statement.html says what statement.json says: another version made it");
  else if (page != render_page(m.statement))
    checks.fails("statement.html does not say what statement.json says");
  else
    checks.holds("the page says what the statement says, word for word");
}

Verification verify(bytes::ByteSpan file, const proof::TrustPolicy& policy,
                    std::string_view opening, bytes::Budget& budget) {
  Verification out;
  Checks checks(out.checks);
  const auto container = parse_container(bytes::Reader(file), budget);
  if (!container) {
    checks.fails("the file is not as a statement's file must be: " +
                 bytes::to_error(container.error()).describe());
    return out;
  }
  Members members;
  for (const Member& member : *container) members.emplace(member.path, member.bytes);
  if (!check_names(members, checks)) return out;
  if (container->back().path != kManifest) {
    checks.fails("MANIFEST is not the last member");
    return out;
  }
  const auto rest = std::span(*container).first(container->size() - 1);
  const auto signer =
      check_manifest(rest, text_of(members, kManifest), claimed_signers(members, policy));
  if (!signer) {
    checks.fails(signer.error().message);
    return out;
  }
  out.signer = signer->name;
  checks.holds(fmt::format("{} signed it, and not a bit of it was changed since",
                           base::printable(signer->name, 200)));
  auto statement = parse_statement(bytes::Reader(members.at(kStatementJson)), budget);
  if (!statement) {
    checks.fails("statement.json: " + bytes::to_error(statement.error()).describe());
    return out;
  }
  out.statement = *std::move(statement);
  const Material m{
      .members = members, .statement = *out.statement, .policy = policy, .budget = budget};
  check_page(m, checks);
  check_rows(m, checks);
  if (const auto ledger = check_ledger(m, checks)) {
    check_signer(m, *signer, *ledger, checks);
    check_leaves(m, ledger->head, checks);
  }
  check_population(m, checks);
  if (!opening.empty()) check_opening(m, opening, checks);
  tell_limits(checks);
  return out;
}

}  // namespace assay::statement
