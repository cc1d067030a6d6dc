#include "inspect/inventory/from_smbios.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "formats/dmidecode/dmidecode.h"
#include "inspect/inventory/malformed.h"
#include "inspect/inventory/smbios_parts.h"

namespace assay::inspect::inventory {
namespace {

namespace smbios = formats::smbios;

class Adder {
 public:
  Adder(const smbios::Model& model, std::string_view path, Origin origin, Inventory& out)
      : model_(model), path_(path), origin_(origin), out_(out) {}

  void all() {
    // Type 41 replaced type 10; firmware that has both says the same twice.
    const bool extended = std::ranges::any_of(model_.entries, [](const smbios::Entry& e) {
      return std::holds_alternative<smbios::OnboardDevice>(e.body);
    });
    for (index_ = 0; index_ < model_.entries.size(); ++index_) {
      const smbios::Entry& e = model_.entries[index_];
      if (const auto* s = std::get_if<smbios::OnBoardDevices>(&e.body)) {
        if (!extended)
          for (const auto& device : s->devices) add(part_of(device));
        continue;
      }
      std::visit([this](const auto& body) { take(body); }, e.body);
    }
    if (!model_.entries.empty()) out_.mark(evidence::FactSource::smbios);
  }

 private:
  template <class T>
  void take(const T&) noexcept {}
  void take(const smbios::Bios& s) { add(part_of(s)); }
  void take(const smbios::System& s) {
    const Component& c = add(part_of(s));
    Identity& id = out_.identity;
    put(id.manufacturer, c.vendor);
    put(id.product, c.model);
    put(id.sku, c.attribute("sku"));
    put(id.serial, c.serial);
    put(id.uuid, c.attribute("uuid"));
  }
  void take(const smbios::BaseBoard& s) {
    const Component& c = add(part_of(s));
    // Risers and planars come before the motherboard in some tables.
    const bool main =
        !s.board_type || c.attribute("type").empty() || smbios::is(s.board_type, "Motherboard") ||
        smbios::is(s.board_type, "Server Blade") || smbios::is(s.board_type, "Unknown");
    if (!main || main_board_) return;
    main_board_ = true;
    Identity& id = out_.identity;
    put(id.board_manufacturer, c.vendor);
    put(id.board_product, c.model);
    put(id.board_revision, c.revision);
    put(id.board_serial, c.serial);
  }
  void take(const smbios::Chassis& s) { put(out_.identity.chassis_serial, add(part_of(s)).serial); }
  void take(const smbios::Processor& s) {
    if (s.type && !s.type->text.empty() && !smbios::is(s.type, "Central Processor") &&
        !smbios::is(s.type, "Unknown") && !smbios::is(s.type, "Other"))
      return;  // a mathematics or video processor
    add(part_of(s, model_));
  }
  void take(const smbios::MemoryDevice& s) { add(part_of(s)); }
  void take(const smbios::SystemSlot& s) { add(part_of(s)); }
  void take(const smbios::PowerSupply& s) { add(part_of(s)); }
  void take(const smbios::OnboardDevice& s) { add(part_of(s)); }
  void take(const smbios::TpmDevice& s) {
    // Firmware keeps the structure where no TPM is fitted.
    if (s.specification && s.specification->major == 0) return;
    add(part_of(s));
  }
  void take(const smbios::FirmwareInventory& s) { add(part_of(s)); }
  void take(const smbios::IpmiDevice& s) {
    bmc_ = out_.components.size();
    add(part_of(s));
  }
  void take(const smbios::HostInterface& s) {
    if (!bmc_) {
      bmc_ = out_.components.size();
      Component c;
      c.cls = PartClass::bmc;
      add(std::move(c));
    } else {
      out_.components[*bmc_].sources.push_back(source());
    }
    add_host_interface(s, out_.components[*bmc_]);
  }

  static void put(std::string& member, std::string_view value) {
    if (member.empty()) member = value;
  }

  Source source() const {
    const smbios::Entry& e = model_.entries[index_];
    std::string at = origin_ == Origin::text
                         ? fmt::format("line {}", e.at)
                         : fmt::format("structure {}, handle 0x{:04X}, offset {} (0x{:x})", index_,
                                       e.handle.value_or(0), e.at, e.at);
    return {evidence::FactSource::smbios, {std::string(path_), std::move(at)}};
  }

  const Component& add(Component c) {
    c.sources.push_back(source());
    out_.components.push_back(std::move(c));
    return out_.components.back();
  }

  const smbios::Model& model_;
  std::string_view path_;
  Origin origin_;
  Inventory& out_;
  std::size_t index_ = 0;
  bool main_board_ = false;
  std::optional<std::size_t> bmc_;  // index of the component
};

evidence::Finding bad_checksum(const smbios::EntryPoint& entry, std::string_view path) {
  const std::string shown = base::printable(path, 300);
  return evidence::make_finding(
      "artefact.malformed", shown,
      fmt::format("The bytes of the SMBIOS entry point {} in {} do not add up to zero: its "
                  "checksum is wrong.",
                  smbios::anchor(entry.kind), shown),
      {{shown, entry.kind == smbios::EntryPointKind::sm_32 ? "offset 4, Entry Point Checksum"
                                                           : "offset 5, Entry Point Checksum"}});
}

}  // namespace

void add_model(const smbios::Model& model, std::string_view path, Origin origin, Inventory& out) {
  Adder(model, path, origin, out).all();
}

std::vector<evidence::Finding> table_findings(const smbios::Table& table,
                                              const smbios::EntryPoint* elsewhere,
                                              std::string_view path) {
  std::vector<evidence::Finding> out;
  if (table.entry_point && !table.entry_point->checksum_good)
    out.push_back(bad_checksum(*table.entry_point, path));
  for (const auto& oddity : table.oddities) out.push_back(malformed(path, oddity));
  if (table.broken)
    out.push_back(malformed(path, *table.broken));
  else if (const auto end = smbios::cut_short(table, elsewhere))
    out.push_back(malformed(path, *end));
  return out;
}

void add_smbios(const evidence::Artefact& table, const evidence::Artefact* entry_point,
                bytes::Budget& budget, Inventory& out) {
  std::optional<smbios::EntryPoint> elsewhere;
  if (entry_point != nullptr) {
    const auto parsed = smbios::parse_entry_point(bytes::Reader(entry_point->bytes));
    if (!parsed) {
      out.findings.push_back(malformed(entry_point->path, parsed.error()));
    } else {
      elsewhere = *parsed;
      if (!elsewhere->checksum_good)
        out.findings.push_back(bad_checksum(*elsewhere, entry_point->path));
    }
  }
  const smbios::EntryPoint* apart = elsewhere ? &*elsewhere : nullptr;
  const smbios::Table parsed = smbios::parse_table(bytes::Reader(table.bytes), budget);
  for (auto& finding : table_findings(parsed, apart, table.path))
    out.findings.push_back(std::move(finding));
  add_model(smbios::decode(parsed, apart), table.path, Origin::table, out);
}

void add_dmidecode(const evidence::Artefact& text, bytes::Budget& budget, Inventory& out) {
  const auto model = formats::dmidecode::parse_dmidecode(bytes::Reader(text.bytes), budget);
  if (model.broken) out.findings.push_back(malformed(text.path, *model.broken));
  add_model(model, text.path, Origin::text, out);
}

}  // namespace assay::inspect::inventory
