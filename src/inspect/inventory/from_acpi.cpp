#include "inspect/inventory/from_acpi.h"

#include <fmt/format.h>
#include <map>

#include "crypto/digest.h"
#include "formats/acpi/table.h"
#include "inspect/inventory/joining.h"
#include "inspect/inventory/malformed.h"

namespace assay::inspect::inventory {
namespace {

using evidence::Artefact;
using evidence::Role;
using formats::acpi::Table;

// Of these a machine may have several; of all others ACPI allows one.
bool many_allowed(std::string_view signature) noexcept {
  return signature == "SSDT" || signature == "PSDT" || signature == "UEFI" ||
         signature.starts_with("OEM");
}

std::string model_of(const Table& t, std::map<std::string, int>& seen) {
  std::string model(t.signature);
  if (many_allowed(t.signature))
    if (const auto id = clean_text(t.oem_table_id); !id.empty()) model += " " + id;
  // A second one of the same name is the second, whatever its file is called.
  const int n = ++seen[model];
  return n == 1 ? model : fmt::format("{} #{}", model, n);
}

}  // namespace

void add_acpi(std::span<const Artefact* const> artefacts, bytes::Budget& budget,
              Inventory& inventory) {
  crypto::HashEngine hash;
  std::map<std::string, int> seen;
  for (const Artefact* a : artefacts) {
    // The kernel's tables/data/ holds what tables point to, not tables.
    if (folder_name(a->path) == "data") continue;
    if (a->role != Role::acpi && !formats::acpi::looks_like_table(a->bytes)) continue;
    if (const auto paid = budget.items(1, 0, "ACPI table"); !paid) {
      inventory.findings.push_back(malformed(a->path, paid.error()));
      return;
    }
    const auto t = formats::acpi::parse_table(bytes::Reader(a->bytes));
    if (!t) {
      inventory.findings.push_back(malformed(a->path, t.error()));
      continue;
    }
    inventory.mark(evidence::FactSource::acpi);
    Component c;
    c.cls = PartClass::acpi;
    c.model = model_of(*t, seen);
    // FACS has no more of the common header than signature and length (ACPI 6.5, 5.2.10).
    if (t->signature != "FACS") {
      c.vendor = clean_text(t->oem_id);
      c.revision = fmt::format("{}", t->revision);
      c.set("oem-table-id", clean_text(t->oem_table_id));
      c.set("oem-revision", fmt::format("0x{:08x}", t->oem_revision));
      if (!t->checksum_good)
        inventory.findings.push_back(
            malformed(a->path, bytes::ParseError{bytes::Fault::bad_value, 9, "Checksum",
                                                 "a byte that makes the table's sum zero"}));
    }
    c.set("digest", hash.hash(crypto::HashAlg::sha256, a->bytes).hex());
    c.set("size", fmt::format("{} bytes", t->length));
    c.sources.push_back(
        {.kind = evidence::FactSource::acpi, .cite = {.artefact = a->path, .at = "offset 0"}});
    inventory.components.push_back(std::move(c));
  }
}

}  // namespace assay::inspect::inventory
