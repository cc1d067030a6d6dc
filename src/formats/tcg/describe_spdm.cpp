// EV_EFI_SPDM_FIRMWARE_BLOB and _CONFIG: a device's own measurements.
#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/device_security.h"

namespace assay::formats::tcg {
namespace {

std::string authentication_in_words(std::uint8_t state) {
  switch (state) {
    case 0:
      return "authenticated";
    case 1:
      return "not authenticated: no trusted authority";
    case 2:
      return "authenticated, but its identity is not bound";
    case 3:
      return "authentication failed: no signature";
    case 4:
      return "authentication failed: the signature is invalid";
    case 0xFF:
      return "the device does not speak SPDM";
    default:
      return fmt::format("authentication state 0x{:02x}", state);
  }
}

// DSP0274 table "DMTF measurement value type".
std::string_view value_kind(std::uint8_t type) {
  static constexpr std::string_view kKinds[] = {
      "immutable ROM",          "mutable firmware",         "hardware configuration",
      "firmware configuration", "measurement manifest",     "device mode",
      "firmware version",       "firmware security version"};
  const unsigned kind = type & 0x7FU;
  return kind < std::size(kKinds) ? kKinds[kind] : "other";
}

std::string measurement_in_words(const SpdmMeasurement& block) {
  const std::string value =
      bytes::to_hex(block.value.first(std::min<std::size_t>(block.value.size(), 64)));
  if (!block.dmtf) return fmt::format("{}: {}", block.index, value);
  return fmt::format("{} {}{}: {}", block.index, value_kind(block.value_type),
                     (block.value_type & 0x80U) != 0 ? " (raw)" : "", value);
}

// The device as its own ids, since the path changes with the slot.
std::string device_name(const DeviceSecurityEvent& event) {
  if (event.pci) return fmt::format("PCI {:04x}:{:04x}", event.pci->vendor, event.pci->device);
  if (!event.path.nodes.empty()) return uefi::node_text(event.path.nodes.back());
  if (event.device_type == 1) return "PCI";
  if (event.device_type == 2) return "USB";
  return "unknown";
}

void say_pci(const PciIdentity& pci, Description& said) {
  add(said, "pci",
      fmt::format("{:04x}:{:04x} revision {:02x} class {:06x} subsystem {:04x}:{:04x}", pci.vendor,
                  pci.device, pci.revision, pci.class_code, pci.subsystem_vendor, pci.subsystem));
}

}  // namespace

Words describe_device_security(const Scene& scene) {
  const auto event = parse_device_security(scene.reader(), scene.budget);
  if (!event) return {};
  Description said;
  const std::string path = event->path.to_text();
  said.what = fmt::format("device {}", device_name(*event));
  for (const SpdmMeasurement& block : event->measurements) {
    if (event->measurements.size() == 1 && block.dmtf)
      base::append(said.what, " {}", value_kind(block.value_type));
    add(said, "measurement", measurement_in_words(block));
  }
  said.text = said.what;
  if (!path.empty()) base::append(said.text, " at {}", path);
  if (event->authentication) {
    std::string words = authentication_in_words(*event->authentication);
    base::append(said.text, ", {}", words);
    add(said, "authentication", std::move(words));
  }
  if (!event->certificate_chain.empty()) {
    said.what += " certificate chain";
    base::append(said.text, ", certificate chain of {}",
                 base::counted(event->certificate_chain.size(), "byte"));
  }
  if (event->measurements.size() == 1)
    base::append(said.text, ", measurement {}", measurement_in_words(event->measurements.front()));
  if (event->measurements.size() > 1)
    base::append(said.text, ", {} measurements", event->measurements.size());
  if (!path.empty()) add(said, "path", path);
  if (event->pci) say_pci(*event->pci, said);
  return said;
}

}  // namespace assay::formats::tcg
