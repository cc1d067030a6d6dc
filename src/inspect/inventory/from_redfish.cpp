#include "inspect/inventory/from_redfish.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/malformed.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory {
namespace {

namespace redfish = formats::redfish;

constexpr std::string_view kCollected = "inventory/redfish/collected.json";

// What `assay collect` notes beside the resources: whether it got to the end of the tree.
void check_collected(const evidence::Artefact& a, bytes::Budget& budget, Inventory& inventory) {
  const auto root = formats::json::parse(a.bytes, budget);
  if (!root) {
    inventory.findings.push_back(malformed(a.path, root.error()));
    return;
  }
  redfish::Mistyped mistyped;
  const redfish::Fields f(*root, mistyped);
  if (f.flag("complete").value_or(false)) return;
  std::string why = f.text("why");
  inventory.findings.push_back(evidence::make_finding(
      "inventory.redfish.incomplete", "Redfish",
      fmt::format("The BMC's tree was not read to its end{}{}: parts that it would tell of may be "
                  "missing here.",
                  why.empty() ? "" : ": ", base::printable(why, 500)),
      {{a.path, "complete"}}));
}

void read(const evidence::Artefact& a, bytes::Budget& budget, redfish::Tree& tree,
          Inventory& inventory) {
  if (a.path == kCollected) return check_collected(a, budget, inventory);
  if (!redfish::is_inventory_path(a.path)) return;
  auto resource = redfish::parse_resource(bytes::Reader(a.bytes), a.path, budget);
  if (!resource) {
    inventory.findings.push_back(malformed(a.path, resource.error()));
    return;
  }
  if (const auto twice = tree.add(*std::move(resource)))
    inventory.findings.push_back(evidence::make_finding(
        "artefact.malformed", base::printable(twice->path, 300),
        fmt::format("{} states the @odata.id of another resource, {}, and says something else: the "
                    "other was read.",
                    base::printable(twice->path, 300), base::printable(twice->first_path, 300)),
        {{base::printable(twice->path, 300), "@odata.id"}}));
}

}  // namespace

namespace detail {

void RedfishParts::report(const redfish::Resource& r, const redfish::Mistyped& mistyped) {
  if (mistyped.names().empty()) return;
  std::string names;
  for (const auto& name : mistyped.names())
    names += (names.empty() ? "" : ", ") + base::printable(name, 60);
  const std::string path = base::printable(r.path, 300);
  inventory.findings.push_back(evidence::make_finding(
      "artefact.malformed", path,
      fmt::format("{} has values of a type that their Redfish schema does not allow: {}.", path,
                  names),
      {{path, names}}));
}

std::string part_key(std::string_view uri) {
  std::string out = redfish::normal_uri(uri);
  if (const auto hash = uri.find('#'); hash != std::string_view::npos) {
    // HPE writes "#Fans/0" where the specification has "#/Fans/0".
    auto fragment = uri.substr(hash + 1);
    if (fragment.starts_with('/')) fragment.remove_prefix(1);
    out += '#';
    for (const char c : fragment) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

std::string clean_mac(std::string_view mac) {
  std::string out = clean_text(mac);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '-' ? ':' : c;
  });
  return out.find_first_not_of("0:") == std::string::npos ? std::string{} : out;
}

void fill(Component& c, const redfish::Part& p) {
  const auto take = [](std::string& to, std::string_view text) {
    if (to.empty()) to = clean_text(text);
  };
  take(c.vendor, p.manufacturer);
  take(c.model, p.model);
  take(c.serial, p.serial);
  take(c.firmware, p.firmware);
  take(c.revision, p.revision);
  const std::string number = clean_text(p.part_number);
  if (c.model.empty())
    c.model = number;
  else if (number != c.model && c.attribute("part-number").empty())
    c.set("part-number", number);
  if (c.attribute("sku").empty()) c.set("sku", clean_text(p.sku));
}

Component& RedfishParts::add(PartClass cls, const redfish::Part& p, const redfish::Resource& from) {
  if (!budget.items(1, 0, "components")) {
    spare = {};
    return spare;
  }
  const std::size_t index = inventory.components.size();
  Component& c = inventory.components.emplace_back();
  c.cls = cls;
  fill(c, p);
  c.location = clean_text(p.place);
  c.populated = !p.absent();
  c.sources.push_back({evidence::FactSource::redfish,
                       {base::printable(from.path, 300), base::printable(p.uri, 300)}});
  by_uri.emplace(part_key(p.uri), index);
  return c;
}

Component* RedfishParts::at(std::string_view uri) {
  const auto it = by_uri.find(part_key(uri));
  return it != by_uri.end() ? &inventory.components[it->second] : nullptr;
}

void RedfishParts::also(std::size_t index, std::string_view uri, const redfish::Resource& from) {
  by_uri.emplace(part_key(uri), index);
  inventory.components[index].sources.push_back(
      {evidence::FactSource::redfish,
       {base::printable(from.path, 300), base::printable(uri, 300)}});
}

void RedfishParts::also(std::string_view known, std::string_view uri,
                        const redfish::Resource& from) {
  if (const auto it = by_uri.find(part_key(known)); it != by_uri.end()) also(it->second, uri, from);
}

}  // namespace detail

void add_redfish(std::span<const evidence::Artefact* const> resources, bytes::Budget& budget,
                 Inventory& inventory) {
  add_redfish(resources, SpdmTrust{}, budget, inventory);
}

void add_redfish(std::span<const evidence::Artefact* const> resources, const SpdmTrust& trust,
                 bytes::Budget& budget, Inventory& inventory) {
  redfish::Tree tree;
  for (const auto* a : resources) read(*a, budget, tree, inventory);
  if (tree.resources().empty()) return;
  inventory.mark(evidence::FactSource::redfish);
  const RedfishScope scope(tree, inventory);
  detail::RedfishParts parts{.tree = tree,
                             .scope = scope,
                             .budget = budget,
                             .inventory = inventory,
                             .first = inventory.components.size()};
  detail::add_system(parts);
  detail::add_processors_and_memory(parts);
  detail::add_chassis(parts);
  detail::add_power_and_cooling(parts);
  detail::add_cards(parts);
  detail::add_networks(parts);
  detail::add_storage(parts);
  detail::add_trusted(parts);
  detail::add_firmware(parts);
  detail::add_spdm(parts, trust);
}

}  // namespace assay::inspect::inventory
