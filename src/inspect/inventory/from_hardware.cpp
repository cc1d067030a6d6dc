#include "inspect/inventory/from_hardware.h"

#include <fmt/format.h>

#include "bytes/lines.h"
#include "formats/hardware/tool_json.h"
#include "inspect/inventory/hardware_parts.h"
#include "inspect/inventory/malformed.h"

namespace assay::inspect::inventory {
namespace {

namespace hw = formats::hardware;
using evidence::Artefact;
using evidence::Cite;
using evidence::Role;

bool is_ours(Role role) noexcept {
  return role == Role::usb || role == Role::drives || role == Role::network ||
         role == Role::cpuinfo;
}

class Adder {
 public:
  Adder(bytes::Budget& budget, Inventory& inventory) : budget_(budget), inventory_(inventory) {}

  void run(std::span<const Artefact* const> artefacts) {
    // JSON first: `ip -j link` says where an interface sits, and ethtool's text may only name it.
    for (const Artefact* a : artefacts)
      if (is_json(*a)) document(*a);
    for (const Artefact* a : artefacts)
      if (!is_json(*a)) text(*a);
  }

 private:
  static bool is_json(const Artefact& a) noexcept {
    const auto head = bytes::trimmed(bytes::as_chars(
        bytes::ByteSpan(a.bytes).first(std::min<std::size_t>(a.bytes.size(), 256))));
    return head.starts_with('{') || head.starts_with('[');
  }

  template <class T>
  bool good(const Artefact& a, const bytes::Parsed<T>& parsed) {
    if (!parsed) inventory_.findings.push_back(malformed(a.path, parsed.error()));
    return parsed.has_value();
  }

  void storage(const Artefact& a, const bytes::Parsed<hw::Storage>& parsed, std::string at) {
    if (good(a, parsed))
      add_storage(*parsed, Cite{.artefact = a.path, .at = std::move(at)}, inventory_);
  }

  void document(const Artefact& a) {
    if (!is_ours(a.role) && hw::looks_like_tool_json(a.bytes) == hw::Tool::unknown) return;
    const auto d = formats::json::parse(a.bytes, budget_);
    if (!d) {
      inventory_.findings.push_back(malformed(a.path, d.error()));
      return;
    }
    const hw::Tool tool = hw::recognise(*d);
    const Cite cite{.artefact = a.path, .at = std::string(hw::name(tool))};
    switch (tool) {
      case hw::Tool::nvme_list:
        return storage(a, hw::read_nvme_list(*d, budget_), cite.at);
      case hw::Tool::nvme_id_ctrl:
        return storage(a, hw::read_nvme_id_ctrl(*d, budget_), cite.at);
      case hw::Tool::smartctl:
        return storage(a, hw::read_smartctl(*d, budget_), cite.at);
      case hw::Tool::lsblk:
        return storage(a, hw::read_lsblk(*d, budget_), cite.at);
      case hw::Tool::storcli:
        return storage(a, hw::read_storcli(*d, budget_), cite.at);
      case hw::Tool::ip_link: {
        const auto parsed = hw::read_ip_link(*d, budget_);
        if (good(a, parsed)) add_interfaces(*parsed, cite, places_, inventory_);
        return;
      }
      case hw::Tool::usb: {
        const auto parsed = hw::read_usb_json(*d, budget_);
        if (good(a, parsed)) add_usb(*parsed, a.path, "device", inventory_);
        return;
      }
      case hw::Tool::lshw: {
        const auto parsed = hw::read_lshw(*d, budget_);
        if (good(a, parsed)) add_lshw(*parsed, cite, inventory_);
        return;
      }
      case hw::Tool::smartctl_scan:
        return;
      case hw::Tool::unknown:
        break;
    }
    // An empty list is what such a tool prints where there is nothing.
    const bool nothing = (d->is_array() || d->is_object()) && d->empty();
    if (is_ours(a.role) && !nothing)
      inventory_.findings.push_back(malformed(
          a.path, bytes::ParseError{bytes::Fault::bad_value, 0, "JSON document",
                                    "what nvme, smartctl, lsblk, storcli, ip, lshw or a USB "
                                    "collector prints"}));
  }

  void text(const Artefact& a) {
    bytes::Reader reader(a.bytes);
    if (a.role == Role::cpuinfo || hw::looks_like_cpuinfo(a.bytes)) {
      const auto parsed = hw::parse_cpuinfo(reader, budget_);
      if (good(a, parsed)) add_cpu(*parsed, a.path, inventory_);
    } else if (hw::looks_like_smartctl_text(a.bytes)) {
      storage(a, hw::parse_smartctl_text(reader, budget_), "smartctl");
    } else if (a.role == Role::usb || hw::looks_like_lsusb(a.bytes)) {
      const auto parsed = hw::parse_lsusb(reader, budget_);
      if (good(a, parsed)) add_usb(*parsed, a.path, "line", inventory_);
    } else if (a.role == Role::network || hw::looks_like_ethtool(a.bytes)) {
      const auto parsed = hw::parse_ethtool(reader, budget_);
      if (good(a, parsed)) add_ethtool(*parsed, a.path, places_, inventory_);
    } else if (a.role == Role::drives && !bytes::trimmed(bytes::as_chars(a.bytes)).empty()) {
      inventory_.findings.push_back(
          malformed(a.path, bytes::ParseError{bytes::Fault::bad_value, 0, "drive's text",
                                              "JSON, or smartctl's information section"}));
    }
  }

  bytes::Budget& budget_;
  Inventory& inventory_;
  InterfacePlaces places_;
};

}  // namespace

void add_hardware(std::span<const Artefact* const> artefacts, bytes::Budget& budget,
                  Inventory& inventory) {
  Adder(budget, inventory).run(artefacts);
}

}  // namespace assay::inspect::inventory
