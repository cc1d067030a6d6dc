#include "appraise/expected_parts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/certificate_check.h"
#include "inspect/inventory/match.h"

namespace assay::appraise {
namespace {

using evidence::Finding;
using inspect::inventory::Change;
using inspect::inventory::Component;
using inspect::inventory::ComponentDifference;
using inspect::inventory::Inventory;

std::string sentence(const ComponentDifference& d, std::string_view authority) {
  if (d.change == Change::added)
    return fmt::format("The {} has no such part: {}.", authority, d.after);
  if (d.change == Change::missing)
    return fmt::format("The {} has a part that is not there: {}.", authority, d.before);
  return fmt::format("The {} of the {} is {}; the {} says {}.", d.field,
                     inspect::inventory::title(d.cls), d.after, authority, d.before);
}

// Makers and buyers know neither which version will run nor how a firmware names its sockets.
void compare_with(std::span<const Component> expected, const Inventory& inventory,
                  std::string_view authority, const std::string& file, const Inputs& in,
                  base::Time when, ServerAppraisal& out) {
  const inspect::inventory::MatchOptions options{
      .visible = inspect::inventory::visible_classes(inventory),
      .versions = false,
      .places = false,
      .same_words = false};
  for (const auto& d :
       inspect::inventory::match_components(expected, inventory.components, options)) {
    if (d.change == Change::unseen) continue;
    Finding f = evidence::make_finding(
        fmt::format("inventory.{}.{}", inspect::inventory::name(d.cls),
                    inspect::inventory::code_ending(d)),
        std::string(inspect::inventory::title(d.cls)), sentence(d, authority));
    if (f.action.empty()) continue;
    if (d.expected && !expected[*d.expected].sources.empty())
      f.cites.push_back(expected[*d.expected].sources.front().cite);
    else
      f.cites.push_back({file, ""});
    if (d.observed && !inventory.components[*d.observed].sources.empty())
      f.cites.push_back(inventory.components[*d.observed].sources.front().cite);
    explain_by_changes(in, out.id, when, f);
    out.findings.push_back(std::move(f));
  }
}

}  // namespace

void explain_by_changes(const Inputs& in, std::string_view server, base::Time when, Finding& f,
                        const std::optional<crypto::Digest>& digest) {
  for (const auto& record : in.changes)
    if (record.covers(server, when, f.code) && record.names(digest)) {
      f.status = evidence::FindingStatus::explained;
      f.explained_by = reference::explanation(record);
      return;
    }
}

void compare_with_certificates(const evidence::Bundle& bundle, const Inventory& inventory,
                               const Inputs& in, base::Time when, ServerAppraisal& out) {
  std::vector<const evidence::Artefact*> certificates;
  for (const auto& a : bundle.artefacts)
    if (a.role == evidence::Role::platform_certificate) certificates.push_back(&a);
  if (certificates.empty()) return;
  bytes::Budget budget({.items = 1'000'000, .bytes = 64U << 20U, .depth = 32});
  auto check =
      inspect::inventory::check_platform(certificates, bundle.find(evidence::Role::ek_certificate),
                                         in.trust_for_platforms(), when, budget);
  out.findings.insert(out.findings.end(), std::make_move_iterator(check.findings.begin()),
                      std::make_move_iterator(check.findings.end()));
  if (check.expected.empty()) return;
  if (check.proven()) out.inventory.certificate = check.certificates.front().path;
  compare_with(check.expected, inventory, "platform certificate", certificates.front()->path, in,
               when, out);
}

void compare_with_orders(const Inventory& inventory, const Inputs& in, base::Time when,
                         ServerAppraisal& out) {
  if (in.orders.empty()) return;
  bool named = false;
  for (const auto& order : in.orders) {
    const auto parts = order.parts_for(out.id, inventory.identity);
    if (parts.empty()) continue;
    named = true;
    compare_with(parts, inventory, "order", order.file, in, when, out);
  }
  if (named) {
    out.inventory.ordered = true;
    return;
  }
  out.findings.push_back(
      evidence::make_finding("inventory.order.none", "order",
                             fmt::format("None of the orders given names this server ({}{}{}).",
                                         base::printable(out.id, 200),
                                         inventory.identity.serial.empty() ? "" : ", serial ",
                                         base::printable(inventory.identity.serial, 200)),
                             {{in.orders.front().file, ""}}));
}

}  // namespace assay::appraise
