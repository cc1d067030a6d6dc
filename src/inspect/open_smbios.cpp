// SMBIOS tables, entry points and dmidecode's text for `assay inspect`.
#include <fmt/format.h>

#include "base/text.h"
#include "formats/dmidecode/dmidecode.h"
#include "inspect/inventory/from_smbios.h"
#include "inspect/inventory/malformed.h"
#include "inspect/open_kinds.h"
#include "inspect/smbios_json.h"

namespace assay::inspect {
namespace {

namespace smbios = formats::smbios;
using inventory::Component;
using inventory::PartClass;

constexpr bytes::Limits kLimits{.items = 500'000, .bytes = 16U << 20U, .depth = 8};

std::string join(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const auto word : words) {
    if (word.empty()) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

// One line for a component: class, place, what it is.
void line(const Component& c, std::string& out) {
  std::string what = join({c.vendor, c.model, c.revision});
  if (what.empty()) what = c.attribute("name");
  if (!c.firmware.empty()) what = join({what, "version", c.firmware});
  if (!c.populated && c.cls != PartClass::slot) what = join({what, "(not populated)"});
  static constexpr std::string_view kAttributes[] = {
      "size",  "type",  "speed",     "cores", "threads",   "signature", "date",
      "usage", "width", "max-power", "uuid",  "interface", "status",    "ipmi-version"};
  std::string more;
  for (const auto key : kAttributes)
    if (const auto value = c.attribute(key); !value.empty())
      more += fmt::format("{}{} {}", more.empty() ? "" : ", ", key, value);
  out += fmt::format("    {:<9}{:<22} {}{}{}\n", inventory::name(c.cls), c.location, what,
                     what.empty() || more.empty() ? "" : "; ", more);
}

void describe(const smbios::Model& model, inventory::Origin origin, std::string_view what,
              InspectedArtefact& out) {
  inventory::Inventory inv;
  add_model(model, out.path, origin, inv);
  const auto count = [&](PartClass cls) {
    std::size_t n = 0;
    for (const auto& c : inv.components) n += c.cls == cls && c.populated ? 1 : 0;
    return n;
  };
  const auto& id = inv.identity;
  out.summary = fmt::format("{}{}, {}", what,
                            model.version ? " " + version_text(*model.version) : std::string{},
                            base::counted(model.entries.size(), "structure"));
  const std::string product = join({id.manufacturer, id.product});
  if (!product.empty()) out.summary += ": " + product;
  if (const auto n = count(PartClass::cpu); n != 0)
    out.summary += ", " + base::counted(n, "processor");
  if (const auto n = count(PartClass::dimm); n != 0)
    out.summary += ", " + base::counted(n, "memory module");
  for (const auto& c : inv.components) line(c, out.text);
  for (const auto& [number, text] : model.notes)
    out.text += fmt::format("    note     line {}: {}\n", number, base::printable(text, 300));
}

}  // namespace

void open_smbios(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                 InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  const smbios::Table table = smbios::parse_table(bytes::Reader(bytes), budget);
  if (table.broken && table.structures.empty()) {
    out.refused = bytes::to_error(*table.broken);
    return;
  }
  out.findings = inventory::table_findings(table, nullptr, out.path);
  const smbios::Model model = smbios::decode(table);
  if (options.want_detail) out.detail = smbios_json(model, "offset");
  if (table.entry_point) {
    out.detail["entry_point"] = entry_point_json(*table.entry_point);
    out.text += fmt::format("    entry    {} at offset 0, table of {} bytes at 0x{:x}\n",
                            smbios::anchor(table.entry_point->kind),
                            table.entry_point->table_length, table.entry_point->table_address);
  }
  describe(model, inventory::Origin::table,
           table.structures.empty() ? "SMBIOS entry point" : "SMBIOS table", out);
}

void open_dmidecode(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                    InspectedArtefact& out) {
  bytes::Budget budget(kLimits);
  const smbios::Model model = formats::dmidecode::parse_dmidecode(bytes::Reader(bytes), budget);
  if (model.broken) out.findings.push_back(inventory::malformed(out.path, *model.broken));
  if (options.want_detail) out.detail = smbios_json(model, "line");
  describe(model, inventory::Origin::text, "dmidecode of SMBIOS", out);
}

}  // namespace assay::inspect
