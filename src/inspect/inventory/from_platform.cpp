#include "inspect/inventory/from_platform.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/platform/class_registry.h"
#include "inspect/inventory/pci_function.h"
#include "inspect/inventory/vendor_name.h"

namespace assay::inspect::inventory {
namespace {

namespace platform = formats::platform;
using platform::Registry;

struct Row {
  std::uint32_t value;
  PartClass cls;
};

// TCG Component Class Registry: single types that differ from their category.
constexpr std::array<Row, 16> kTcgTypes{{
    {0x00010005, PartClass::gpu},
    {0x00010006, PartClass::gpu},
    {0x00040005, PartClass::dimm},
    {0x00040006, PartClass::psu},
    {0x00040009, PartClass::tpm},
    {0x00050002, PartClass::gpu},
    {0x00050004, PartClass::nic},
    {0x00050005, PartClass::nic},
    {0x0005000C, PartClass::bmc},
    {0x0005000E, PartClass::pci},
    {0x00050010, PartClass::nic},
    {0x00060003, PartClass::bmc},
    {0x00080004, PartClass::drive},
    {0x000A0002, PartClass::psu},
    {0x00130002, PartClass::bios},
    {0x00130003, PartClass::bios},
}};

// Its categories: the upper half.
constexpr std::array<Row, 10> kTcgCategories{{
    {0x0001, PartClass::cpu},
    {0x0002, PartClass::chassis},
    {0x0003, PartClass::board},
    {0x0005, PartClass::storage},
    {0x0006, PartClass::dimm},
    {0x0007, PartClass::drive},
    {0x0009, PartClass::nic},
    {0x000D, PartClass::fan},
    {0x000F, PartClass::slot},
    {0x0013, PartClass::firmware},
}};

// RFC 6933, PhysicalClass.
constexpr std::array<Row, 5> kIetf{{
    {3, PartClass::chassis},
    {6, PartClass::psu},
    {7, PartClass::fan},
    {12, PartClass::cpu},
    {15, PartClass::drive},
}};

// SMBIOS structure types.
constexpr std::array<Row, 9> kSmbios{{
    {0, PartClass::bios},
    {1, PartClass::system},
    {2, PartClass::board},
    {3, PartClass::chassis},
    {4, PartClass::cpu},
    {9, PartClass::slot},
    {17, PartClass::dimm},
    {39, PartClass::psu},
    {43, PartClass::tpm},
}};

template <std::size_t N>
std::optional<PartClass> find(const std::array<Row, N>& rows, std::uint32_t value) noexcept {
  const auto* row = std::ranges::find(rows, value, &Row::value);
  return row == rows.end() ? std::nullopt : std::optional(row->cls);
}

constexpr bool is_hex(std::string_view text) noexcept {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// "8086", of "8086:1028:"; empty where the n-th part is no number of 16 bits.
std::string number_at(std::string_view text, std::size_t n) {
  for (; n > 0; --n) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    text.remove_prefix(colon + 1);
  }
  const std::string_view part = text.substr(0, text.find(':'));
  return part.size() == 4 && is_hex(part) ? squeezed(part) : std::string{};
}

// TCG PCIe-based Component Class Registry: manufacturer is VENDOR:SUBSYSTEM-VENDOR:, model is
// DEVICE:SUBSYSTEM:. Words stay as they are.
void read_pci(const platform::Component& in, Component& out) {
  const std::string vendor = number_at(in.manufacturer, 0);
  const std::string device = number_at(in.model, 0);
  if (vendor.empty() || device.empty()) return;
  out.vendor.clear();
  out.model = vendor + ":" + device;
  out.revision = squeezed(in.revision.substr(0, in.revision.find(':')));
  const std::string subsystem_vendor = number_at(in.manufacturer, 1);
  const std::string subsystem = number_at(in.model, 1);
  if (!subsystem_vendor.empty() && !subsystem.empty())
    out.set("subsystem", subsystem_vendor + ":" + subsystem);
  out.serial = clean_text(std::string_view(in.serial).substr(0, in.serial.find(':')));
}

// The SMBIOS-based registry keeps a structure's fields where they fit: a processor's version, which
// names its model, is the revision; the BIOS's version is the model.
void read_smbios(const platform::Component& in, Component& out) {
  switch (platform::smbios_type(in.cls->value)) {
    case 0:
      out.firmware = std::exchange(out.model, {});
      out.set("release", std::exchange(out.revision, {}));
      break;
    case 3:
      out.set("type", std::exchange(out.model, {}));
      break;
    case 4:
      if (out.revision.empty()) break;
      out.set("family", std::exchange(out.model, {}));
      out.model = std::exchange(out.revision, {});
      break;
    case 43: {
      out.set("version", std::exchange(out.model, {}));
      out.firmware = std::exchange(out.revision, {});
      // The vendor's four letters as hex: "53544D20" is "STM ".
      const auto letters =
          in.manufacturer.size() == 8 ? bytes::from_hex(in.manufacturer) : std::nullopt;
      if (letters && std::ranges::all_of(*letters, [](std::byte b) {
            return b >= std::byte{0x20} && b < std::byte{0x7F};
          }))
        out.vendor = clean_text(bytes::as_chars(*letters));
      break;
    }
    default:
      break;
  }
}

// TCG Storage Component Class Registry, NVMe: serial is EUI:SERIAL:NQN…, manufacturer numbers,
// revision VERSION:FIRMWARE.
void read_storage(const platform::Component& in, Component& out) {
  const auto part = [](std::string_view text, std::size_t n) {
    for (; n > 0; --n) {
      const auto colon = text.find(':');
      if (colon == std::string_view::npos) return std::string_view{};
      text.remove_prefix(colon + 1);
    }
    return text.substr(0, text.find(':'));
  };
  if (const auto serial = part(in.serial, 1); !serial.empty()) out.serial = clean_text(serial);
  if (const auto firmware = part(in.revision, 1); !firmware.empty())
    out.firmware = clean_text(firmware);
  if (in.revision.find(':') != std::string::npos) out.revision.clear();
  if (const std::string vendor = number_at(in.manufacturer, 0); !vendor.empty())
    out.vendor = vendor;
}

// "cc:48:3a:4b:eb:00", however it was written; as it is where it is no MAC.
std::string mac_text(std::string_view raw) {
  const std::string digits = squeezed(raw);
  if (digits.size() != 12 || !is_hex(digits)) return clean_text(raw);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    if (i > 0) out += ':';
    out += digits.substr(i, 2);
  }
  return out;
}

void read_addresses(const platform::Component& in, Component& out) {
  for (const platform::Address& a : in.addresses) {
    const std::string_view key = a.type == platform::kWlanMac        ? "wlan-mac"
                                 : a.type == platform::kBluetoothMac ? "bluetooth-mac"
                                                                     : "mac";
    if (out.attribute(key).empty()) out.set(key, mac_text(a.value));
  }
}

std::string cited(std::uint64_t offset) {
  return fmt::format("component at offset {} (0x{:x}) of the DER", offset, offset);
}

Component convert(const platform::Component& in, PartClass cls, const std::string& artefact) {
  Component out;
  out.cls = cls;
  out.vendor = clean_text(in.manufacturer);
  out.model = clean_text(in.model);
  out.serial = clean_text(in.serial);
  out.revision = clean_text(in.revision);
  out.location = clean_text(in.location);
  if (in.cls) {
    switch (platform::registry_of(in.cls->registry)) {
      case Registry::pci:
        read_pci(in, out);
        break;
      case Registry::smbios:
        read_smbios(in, out);
        break;
      case Registry::storage:
        read_storage(in, out);
        break;
      default:
        if (cls == PartClass::bios && !out.revision.empty())
          out.firmware = std::exchange(out.revision, {});
    }
    out.set("class", platform::class_name(*in.cls));
  }
  if (in.field_replaceable) out.set("field-replaceable", *in.field_replaceable ? "yes" : "no");
  read_addresses(in, out);
  out.sources.push_back({.kind = evidence::FactSource::certificate,
                         .cite = {.artefact = artefact, .at = cited(in.offset)}});
  return out;
}

}  // namespace

std::optional<PartClass> part_class(const platform::ComponentClass& cls) noexcept {
  switch (platform::registry_of(cls.registry)) {
    case Registry::tcg:
      if (const auto exact = find(kTcgTypes, cls.value)) return exact;
      return find(kTcgCategories, cls.value >> 16U);
    case Registry::ietf:
      return find(kIetf, cls.value);
    case Registry::smbios:
      return find(kSmbios, platform::smbios_type(cls.value));
    case Registry::pci:
      return part_class(platform::pci_class_code(cls.value));
    case Registry::storage:
      return PartClass::drive;
    case Registry::unknown:
      break;
  }
  return std::nullopt;
}

std::vector<Component> certified_components(std::span<const platform::Component> components,
                                            const std::string& artefact) {
  std::vector<Component> out;
  for (const platform::Component& c : components)
    if (const auto cls = c.cls ? part_class(*c.cls) : std::nullopt)
      out.push_back(convert(c, *cls, artefact));
  return out;
}

std::vector<Component> certified_components(const platform::Certificate& certificate,
                                            const std::string& artefact) {
  return certified_components(certificate.components(), artefact);
}

}  // namespace assay::inspect::inventory
