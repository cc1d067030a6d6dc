#include "inspect/inventory/redfish_scope.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "formats/redfish/chassis.h"
#include "formats/redfish/device.h"

namespace assay::inspect::inventory {
namespace {

namespace redfish = formats::redfish;
using redfish::Kind;
using redfish::normal_uri;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

// A BMC may print the first three fields in the other byte order than SMBIOS 2.6 asks for.
std::string swapped(const std::string& uuid) {
  if (uuid.size() != 36) return uuid;
  std::string out = uuid;
  constexpr int kOrder[] = {6, 7, 4, 5, 2, 3, 0, 1, 8, 11, 12, 9, 10, 13, 16, 17, 14, 15};
  for (std::size_t i = 0; i < std::size(kOrder); ++i)
    out[i] = uuid[static_cast<std::size_t>(kOrder[i])];
  return out;
}

// `uri` or any folder of it is in `set`; both in normal form.
bool under(const std::set<std::string>& set, std::string_view uri) {
  while (!uri.empty()) {
    if (set.contains(std::string(uri))) return true;
    const auto slash = uri.rfind('/');
    uri = slash == std::string_view::npos ? std::string_view{} : uri.substr(0, slash);
  }
  return false;
}

}  // namespace

RedfishScope::RedfishScope(const redfish::Tree& tree, Inventory& inventory) : tree_(tree) {
  // Members of the collection are the systems; without the collection, whatever says that it is
  // one.
  std::set<std::string> members;
  if (const auto* collection = tree.find("/redfish/v1/Systems")) {
    redfish::Mistyped ignored;
    for (const auto& uri : redfish::Fields(collection->root, ignored).links("Members"))
      if (const auto* r = tree.find(uri); r != nullptr && r->kind == Kind::computer_system)
        members.insert(normal_uri(uri));
  }
  for (const auto index : tree.of(Kind::computer_system)) {
    const auto& r = tree.resources()[index];
    if (members.empty() || members.contains(normal_uri(r.uri)))
      systems_.push_back(&r);
    else
      outside_.insert(normal_uri(r.uri));
  }
  choose(inventory);
  for (const auto* other : systems_)
    if (other != system_) outside_.insert(normal_uri(other->uri));
  if (shared()) follow_links();
}

void RedfishScope::choose(Inventory& inventory) {
  if (systems_.empty()) return;
  system_ = systems_.front();
  if (systems_.size() == 1) return;
  const std::string uuid = lower(inventory.identity.uuid);
  const std::string& serial = inventory.identity.serial;
  redfish::Mistyped ignored;
  for (const bool by_uuid : {true, false})
    for (const auto* r : systems_) {
      const auto p = redfish::part(*r, ignored);
      const std::string theirs = lower(clean_text(p.uuid));
      const bool same = by_uuid ? !uuid.empty() && (theirs == uuid || swapped(theirs) == uuid)
                                : !serial.empty() && clean_text(p.serial) == serial;
      if (same) {
        system_ = r;
        return;
      }
    }
  inventory.findings.push_back(evidence::make_finding(
      "inventory.redfish.several-systems", base::printable(system_->uri, 200),
      fmt::format("The BMC tells of {} computer systems, and nothing else says which of them this "
                  "server is: the first, {}, was taken.",
                  systems_.size(), base::printable(system_->uri, 200)),
      {{base::printable(system_->path, 300), "UUID"}}));
}

void RedfishScope::follow_links() {
  redfish::Mistyped ignored;
  const std::string self = normal_uri(system_->uri);
  const auto system = redfish::computer_system(*system_, ignored);
  inside_.insert(self);
  for (const auto* list : {&system.chassis, &system.managed_by, &system.pcie_devices})
    for (const auto& uri : *list) inside_.insert(normal_uri(uri));
  const auto only_mine = [&](const std::vector<std::string>& links) {
    return !links.empty() &&
           std::ranges::all_of(links, [&](const auto& uri) { return normal_uri(uri) == self; });
  };
  for (const auto index : tree_.of(Kind::chassis)) {
    const auto c = redfish::chassis(tree_.resources()[index], ignored);
    if (only_mine(c.systems)) inside_.insert(normal_uri(c.part.uri));
  }
  for (const auto index : tree_.of(Kind::manager)) {
    const auto m = redfish::manager(tree_.resources()[index], ignored);
    if (only_mine(m.servers)) inside_.insert(normal_uri(m.part.uri));
  }
  // Cards and bays inside a chassis of this server, one step: no chain of links is followed.
  for (const auto index : tree_.of(Kind::chassis)) {
    const auto c = redfish::chassis(tree_.resources()[index], ignored);
    if (std::ranges::any_of(c.contained_by,
                            [&](const auto& uri) { return inside_.contains(normal_uri(uri)); }) &&
        (c.systems.empty() || only_mine(c.systems)))
      inside_.insert(normal_uri(c.part.uri));
  }
  for (const auto index : tree_.of(Kind::storage)) {
    const auto s = redfish::storage(tree_.resources()[index], ignored);
    if (under(inside_, normal_uri(s.part.uri)))
      for (const auto& uri : s.drives) inside_.insert(normal_uri(uri));
  }
}

bool RedfishScope::holds(std::string_view uri) const {
  const std::string normal = normal_uri(uri);
  if (!shared()) return !under(outside_, normal);
  return under(inside_, normal) && !under(outside_, normal);
}

}  // namespace assay::inspect::inventory
