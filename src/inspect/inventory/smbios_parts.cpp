#include "inspect/inventory/smbios_parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace assay::inspect::inventory {
namespace {

namespace smbios = formats::smbios;
using smbios::Coded;
using smbios::Text;

std::string clean(const Text& text) { return text ? clean_text(*text) : std::string{}; }

// Words that say nothing are left out.
std::string words(const std::optional<Coded>& coded) {
  if (!coded || coded->text == "Other") return {};
  return clean_text(coded->text);
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

template <class T>
std::string number(const std::optional<T>& value, std::string_view unit = {}) {
  return value ? fmt::format("{}{}{}", *value, unit.empty() ? "" : " ", unit) : std::string{};
}

template <class T>
std::string text(const std::optional<T>& value) {
  return value ? smbios::to_text(*value) : std::string{};
}

std::string volts(const std::optional<smbios::Millivolts>& v) {
  return v ? fmt::format("{:g} V", static_cast<double>(v->value) / 1000) : std::string{};
}

std::string bits(const std::optional<smbios::Flags>& flags, smbios::Words word) {
  std::string out;
  for (std::uint32_t bit = 0; flags && bit < 64; ++bit) {
    if (((flags->bits >> bit) & 1U) == 0) continue;
    const auto name = word(bit);
    if (name.empty() || name == "Unknown" || name == "Other") continue;
    out += fmt::format("{}{}", out.empty() ? "" : ", ", name);
  }
  return out;
}

Component part(PartClass cls) {
  Component out;
  out.cls = cls;
  return out;
}

PartClass class_of(const std::optional<Coded>& type) noexcept {
  const std::string_view word = type ? type->text : std::string_view{};
  if (word == "Video") return PartClass::gpu;
  if (word == "Ethernet" || word == "Token Ring" || word == "Wireless LAN" || word == "WWAN")
    return PartClass::nic;
  if (word.ends_with(" Controller") || word == "eMMC") return PartClass::storage;
  return PartClass::pci;
}

Component onboard(const std::optional<Coded>& type, const std::optional<Coded>& status,
                  const Text& designation) {
  Component out = part(class_of(type));
  out.populated = !smbios::is(status, "Disabled");
  out.set("name", clean(designation));
  out.set("onboard", "yes");
  out.set("type", words(type));
  out.set("status", lower(words(status)));
  return out;
}

const smbios::Cache* cache_of(const std::optional<smbios::Handle>& handle,
                              const smbios::Model& model) noexcept {
  if (!handle) return nullptr;
  for (const auto& e : model.entries)
    if (e.handle == handle->value && std::holds_alternative<smbios::Cache>(e.body))
      return &std::get<smbios::Cache>(e.body);
  return nullptr;
}

}  // namespace

Component part_of(const smbios::Bios& s) {
  Component out = part(PartClass::bios);
  out.vendor = clean(s.vendor);
  out.firmware = clean(s.version);
  out.set("vendor", out.vendor);
  out.set("date", clean(s.release_date));
  out.set("release", text(s.release));
  out.set("controller-release", text(s.controller_release));
  out.set("rom-size", text(s.rom_size));
  if (s.characteristics && ((s.characteristics->bits >> 43U) & 1U) != 0) out.set("uefi", "yes");
  if (s.characteristics && ((s.characteristics->bits >> 44U) & 1U) != 0)
    out.set("virtual-machine", "yes");
  return out;
}

Component part_of(const smbios::System& s) {
  Component out = part(PartClass::system);
  out.vendor = clean(s.manufacturer);
  out.model = clean(s.product_name);
  out.revision = clean(s.version);
  out.serial = clean(s.serial_number);
  out.set("uuid", text(s.uuid));
  out.set("sku", clean(s.sku_number));
  out.set("family", clean(s.family));
  return out;
}

Component part_of(const smbios::BaseBoard& s) {
  Component out = part(PartClass::board);
  out.vendor = clean(s.manufacturer);
  out.model = clean(s.product);
  out.revision = clean(s.version);
  out.serial = clean(s.serial_number);
  out.location = clean(s.location_in_chassis);
  out.set("type", words(s.board_type));
  out.set("asset-tag", clean(s.asset_tag));
  return out;
}

Component part_of(const smbios::Chassis& s) {
  Component out = part(PartClass::chassis);
  out.vendor = clean(s.manufacturer);
  out.model = clean(s.sku_number);
  out.revision = clean(s.version);
  out.serial = clean(s.serial_number);
  out.set("type", words(s.type));
  out.set("height", number(s.height, "U"));
  out.set("power-cords", number(s.power_cords));
  out.set("lock", lower(s.lock ? std::string(s.lock->text) : std::string{}));
  out.set("asset-tag", clean(s.asset_tag));
  return out;
}

Component part_of(const smbios::Processor& s, const smbios::Model& model) {
  Component out = part(PartClass::cpu);
  out.location = clean(s.socket_designation);
  out.set("socket", words(s.upgrade));
  out.populated = s.populated.value_or(!clean(s.version).empty());
  if (!out.populated) return out;
  out.vendor = clean(s.manufacturer);
  out.model = clean(s.version);
  out.serial = clean(s.serial_number);
  out.set("part-number", clean(s.part_number));
  out.set("signature", smbios::signature(s));
  if (s.id) out.set("id", fmt::format("0x{:016x}", *s.id));
  out.set("family", words(s.family));
  out.set("cores", number(s.core_count));
  out.set("cores-enabled", number(s.core_enabled));
  out.set("threads", number(s.thread_count));
  out.set("threads-enabled", number(s.thread_enabled));
  out.set("speed", number(s.current_speed, "MHz"));
  out.set("max-speed", number(s.max_speed, "MHz"));
  out.set("status", lower(words(s.status)));
  out.set("socket-type", clean(s.socket_type));
  if (const auto* l1 = cache_of(s.l1_cache, model)) out.set("l1-cache", text(l1->installed_size));
  if (const auto* l2 = cache_of(s.l2_cache, model)) out.set("l2-cache", text(l2->installed_size));
  if (const auto* l3 = cache_of(s.l3_cache, model)) out.set("l3-cache", text(l3->installed_size));
  return out;
}

Component part_of(const smbios::MemoryDevice& s) {
  Component out = part(PartClass::dimm);
  out.location = clean(s.device_locator);
  out.set("bank", clean(s.bank_locator));
  out.set("form-factor", words(s.form_factor));
  const std::string model = clean(s.part_number);
  // A size that is not known is no proof of an empty socket, and a part number none of a full one.
  out.populated = s.size ? s.size->bytes != 0 : !model.empty();
  if (!out.populated) return out;
  out.vendor = clean(s.manufacturer);
  out.model = model;
  out.serial = clean(s.serial_number);
  out.set("asset-tag", clean(s.asset_tag));
  out.set("size", text(s.size));
  out.set("type", words(s.memory_type));
  out.set("type-detail", bits(s.type_detail, smbios::words::memory_type_detail));
  out.set("speed", number(s.speed, "MT/s"));
  out.set("configured-speed", number(s.configured_speed, "MT/s"));
  out.set("rank", number(s.rank));
  out.set("width", number(s.total_width, "bits"));
  out.set("data-width", number(s.data_width, "bits"));
  out.set("voltage", volts(s.configured_voltage));
  out.set("technology", words(s.technology));
  out.set("manufacturer-id", text(s.module_manufacturer));
  out.set("pmic-id", text(s.pmic0_manufacturer));
  out.set("rcd-id", text(s.rcd_manufacturer));
  if (s.non_volatile_size && s.non_volatile_size->bytes != 0) {
    out.set("non-volatile-size", text(s.non_volatile_size));
    // Plain memory runs no firmware; what stands there is filler.
    out.firmware = clean(s.firmware_version);
  }
  return out;
}

Component part_of(const smbios::SystemSlot& s) {
  Component out = part(PartClass::slot);
  out.location = clean(s.designation);
  out.populated = smbios::is(s.usage, "In Use");
  out.set("usage", s.usage ? lower(std::string(s.usage->text)) : std::string{});
  out.set("type", words(s.type));
  out.set("width", words(s.width));
  out.set("length", lower(words(s.length)));
  out.set("id", number(s.id));
  out.set("generation", number(s.generation));
  // Firmware writes ff:00.0 and the like for "no function here".
  if (s.address && (out.populated || s.address->bus != 0xFF))
    out.set("bus-address", text(s.address));
  return out;
}

Component part_of(const smbios::PowerSupply& s) {
  Component out = part(PartClass::psu);
  out.location = clean(s.location);
  out.populated = s.present.value_or(true);
  out.vendor = clean(s.manufacturer);
  out.model = clean(s.model_part_number);
  if (out.model.empty()) out.model = clean(s.device_name);
  out.revision = clean(s.revision);
  out.serial = clean(s.serial_number);
  out.set("name", clean(s.device_name));
  out.set("asset-tag", clean(s.asset_tag));
  out.set("max-power", number(s.max_power, "W"));
  out.set("type", words(s.type));
  out.set("status", words(s.status));
  out.set("group", number(s.unit_group));
  out.set("plugged", lower(s.plugged ? std::string(s.plugged->text) : std::string{}));
  out.set("hot-replaceable",
          lower(s.hot_replaceable ? std::string(s.hot_replaceable->text) : std::string{}));
  return out;
}

Component part_of(const smbios::OnboardDevice& s) {
  Component out = onboard(s.type, s.status, s.designation);
  out.location = text(s.address);
  out.set("instance", number(s.instance));
  return out;
}

Component part_of(const smbios::BoardDevice& s) { return onboard(s.type, s.status, s.description); }

Component part_of(const smbios::TpmDevice& s) {
  Component out = part(PartClass::tpm);
  out.vendor = clean(s.vendor_id);
  out.model = clean(s.description);
  out.firmware = text(s.firmware);
  out.set("specification", text(s.specification));
  if (s.firmware_2 && *s.firmware_2 != 0)
    out.set("firmware-2", fmt::format("0x{:08x}", *s.firmware_2));
  return out;
}

Component part_of(const smbios::FirmwareInventory& s) {
  Component out = part(PartClass::firmware);
  out.vendor = clean(s.manufacturer);
  out.model = clean(s.component_name);
  out.firmware = clean(s.version);
  out.set("id", clean(s.id));
  out.set("date", clean(s.release_date));
  out.set("lowest-supported", clean(s.lowest_supported_version));
  if (s.image_size && s.image_size->bytes != 0) out.set("image-size", text(s.image_size));
  out.set("state", lower(words(s.state)));
  if (s.characteristics) out.set("updatable", (s.characteristics->bits & 1U) != 0 ? "yes" : "no");
  return out;
}

Component part_of(const smbios::IpmiDevice& s) {
  Component out = part(PartClass::bmc);
  out.set("interface", words(s.interface_type));
  out.set("ipmi-version", text(s.specification));
  if (s.base_address)
    out.set("base-address", fmt::format("0x{:x}{}{}", *s.base_address, s.address_space ? " " : "",
                                        s.address_space ? s.address_space->text : ""));
  if (s.i2c_address) out.set("i2c-address", fmt::format("0x{:02x}", *s.i2c_address));
  return out;
}

void add_host_interface(const smbios::HostInterface& s, Component& bmc) {
  bmc.set("host-interface", words(s.interface_type));
  bmc.set("host-device", words(s.device_type));
  if (s.vendor_id && s.product_id)
    bmc.set("host-device-id", fmt::format("{:04x}:{:04x}", *s.vendor_id, *s.product_id));
  bmc.set("host-mac", clean_text(s.mac));
  for (const auto& p : s.protocols) {
    bmc.set("host-protocol", words(p.type));
    bmc.set("host-address", clean_text(p.host_address));
    bmc.set("redfish-address", clean_text(p.service_address));
    bmc.set("redfish-uuid", text(p.service_uuid));
  }
}

}  // namespace assay::inspect::inventory
