#include "inspect/inventory/from_hbom.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "inspect/inventory/joining.h"

namespace assay::inspect::inventory {
namespace {

namespace hbom = formats::hbom;

// Words that tell a class, in the order in which they are looked for: "network processor" is a NIC.
struct Word {
  std::string_view word;
  PartClass cls;
};
constexpr std::array<Word, 37> kWords{{
    {"management controller", PartClass::bmc},
    {"bmc", PartClass::bmc},
    {"trusted platform", PartClass::tpm},
    {"tpm", PartClass::tpm},
    {"memory module", PartClass::dimm},
    {"dimm", PartClass::dimm},
    {"sdram", PartClass::dimm},
    {"power supply", PartClass::psu},
    {"psu", PartClass::psu},
    {"network", PartClass::nic},
    {"ethernet", PartClass::nic},
    {"nic", PartClass::nic},
    {"graphics", PartClass::gpu},
    {"gpu", PartClass::gpu},
    {"accelerator", PartClass::gpu},
    {"raid", PartClass::storage},
    {"storage controller", PartClass::storage},
    {"hba", PartClass::storage},
    {"ssd", PartClass::drive},
    {"nvme", PartClass::drive},
    {"hard disk", PartClass::drive},
    {"hdd", PartClass::drive},
    {"drive", PartClass::drive},
    {"disk", PartClass::drive},
    {"fan", PartClass::fan},
    {"bios", PartClass::bios},
    {"uefi", PartClass::bios},
    {"motherboard", PartClass::board},
    {"mainboard", PartClass::board},
    {"baseboard", PartClass::board},
    {"system board", PartClass::board},
    {"chassis", PartClass::chassis},
    {"enclosure", PartClass::chassis},
    {"processor", PartClass::cpu},
    {"cpu", PartClass::cpu},
    {"memory", PartClass::dimm},
    {"server", PartClass::system},
}};

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

constexpr bool is_letter(char c) noexcept { return c >= 'a' && c <= 'z'; }

// `word` as a word of its own ("fan" is not in "infant"), or its plural.
bool has_word(std::string_view text, std::string_view word) noexcept {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool plural = end < text.size() && text[end] == 's';
    const std::size_t after = plural ? end + 1 : end;
    if ((at == 0 || !is_letter(text[at - 1])) && (after >= text.size() || !is_letter(text[after])))
      return true;
  }
  return false;
}

std::optional<PartClass> class_in(std::string_view text) {
  const std::string words = lowered(text);
  for (const Word& w : kWords)
    if (has_word(words, w.word)) return w.cls;
  return std::nullopt;
}

std::optional<PartClass> class_of(const hbom::Part& p) {
  const std::string_view stated = p.property({"assay:class"});
  for (std::size_t i = 0; i < kPartClasses; ++i)
    if (const auto cls = static_cast<PartClass>(i); name(cls) == stated) return cls;
  for (const std::string_view text :
       {p.property({"cdx:device:deviceType", "deviceType"}), p.property({"cdx:device:function"}),
        std::string_view(p.name), std::string_view(p.description)})
    if (const auto cls = class_in(text)) return cls;
  return p.type == "firmware" ? std::optional(PartClass::firmware) : std::nullopt;
}

constexpr bool is_firmware(PartClass cls) noexcept {
  return cls == PartClass::bios || cls == PartClass::firmware;
}

class Reading {
 public:
  explicit Reading(const std::string& artefact) : artefact_(artefact) {}

  // Recursion ends where the parser's did: parse_bom() has charged the depth.
  void part(const hbom::Part& p, const std::string& at) {
    const auto cls = class_of(p);
    bool version_taken = false;
    if (cls) {
      Component c = component(p, *cls, at);
      version_taken = take_firmware(p, c);
      out.push_back(std::move(c));
    }
    for (std::size_t i = 0; i < p.parts.size(); ++i)
      if (!version_taken || p.parts[i].type != "firmware")
        part(p.parts[i], fmt::format("{}.components[{}]", at, i));
  }

  std::vector<Component> out;

 private:
  // A single firmware inside a device is what runs on it.
  static bool take_firmware(const hbom::Part& p, Component& c) {
    const auto firmware = [](const hbom::Part& inner) { return inner.type == "firmware"; };
    if (p.type == "firmware" || std::ranges::count_if(p.parts, firmware) != 1) return false;
    const auto it = std::ranges::find_if(p.parts, firmware);
    if (!it->parts.empty()) return false;
    fill(c.firmware, it->version);
    return true;
  }

  [[nodiscard]] Component component(const hbom::Part& p, PartClass cls,
                                    const std::string& at) const {
    Component c;
    c.cls = cls;
    c.vendor = clean_text(p.manufacturer.empty() ? p.supplier : p.manufacturer);
    // Where Assay had no model, it wrote the class's title as the name that CycloneDX demands.
    if (p.name != title(cls)) c.model = clean_text(p.name);
    (is_firmware(cls) ? c.firmware : c.revision) = clean_text(p.version);
    c.serial = clean_text(p.property(
        {"assay:serial", "cdx:device:serialNumber", "serialNumber", "serial number", "serial"}));
    c.location =
        clean_text(p.property({"assay:location", "cdx:device:location", "location", "slot"}));
    for (const auto& [name, value] : p.properties)
      if (name.starts_with("assay:attribute:"))
        fill(c, std::string_view(name).substr(std::string_view("assay:attribute:").size()), value);
    fill(c, "mac", p.property({"cdx:device:macAddress", "macAddress", "mac"}));
    c.sources.push_back(
        {.kind = evidence::FactSource::certificate, .cite = {.artefact = artefact_, .at = at}});
    return c;
  }

  const std::string& artefact_;
};

hbom::Part to_part(const Component& c, std::size_t number) {
  hbom::Part p;
  p.type = is_firmware(c.cls) || c.cls == PartClass::acpi ? "firmware" : "device";
  p.bom_ref = fmt::format("part-{}", number);
  p.name = c.model.empty() ? std::string(title(c.cls)) : c.model;
  p.manufacturer = c.vendor;
  p.version = is_firmware(c.cls) ? c.firmware : c.revision;
  if (!is_firmware(c.cls) && !c.firmware.empty()) {
    hbom::Part firmware;
    firmware.type = "firmware";
    firmware.bom_ref = p.bom_ref + "-firmware";
    firmware.name = p.name + " firmware";
    firmware.version = c.firmware;
    p.parts.push_back(std::move(firmware));
  }
  const auto put = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) p.properties.emplace_back(key, value);
  };
  put("assay:class", name(c.cls));
  put("cdx:device:serialNumber", c.serial);
  put("cdx:device:location", c.location);
  put("cdx:device:macAddress", c.attribute("mac"));
  for (const auto& [key, value] : c.attributes) put("assay:attribute:" + key, value);
  return p;
}

}  // namespace

std::vector<Component> hbom_components(const hbom::Bom& bom, const std::string& artefact) {
  Reading reading(artefact);
  if (bom.subject) reading.part(*bom.subject, "metadata.component");
  for (std::size_t i = 0; i < bom.parts.size(); ++i)
    reading.part(bom.parts[i], fmt::format("components[{}]", i));
  return std::move(reading.out);
}

hbom::Bom to_hbom(const Inventory& inventory) {
  hbom::Bom bom;
  const Identity& id = inventory.identity;
  if (!id.product.empty() || !id.serial.empty()) {
    hbom::Part subject;
    subject.type = "device";
    subject.bom_ref = "server";
    subject.name = id.product.empty() ? "server" : id.product;
    subject.manufacturer = id.manufacturer;
    if (!id.serial.empty()) subject.properties.emplace_back("cdx:device:serialNumber", id.serial);
    if (!id.sku.empty()) subject.properties.emplace_back("cdx:device:sku", id.sku);
    subject.properties.emplace_back("assay:class", name(PartClass::system));
    bom.subject = std::move(subject);
  }
  std::size_t number = 0;
  for (const Component& c : inventory.components)
    // The server itself stands in the metadata already.
    if (c.populated && !(bom.subject && c.cls == PartClass::system))
      bom.parts.push_back(to_part(c, ++number));
  return bom;
}

}  // namespace assay::inspect::inventory
