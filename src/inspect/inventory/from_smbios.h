// The inventory that a server's firmware states in its SMBIOS table, from the table itself or from
// dmidecode's print of it: identity, boards, processors, memory sockets, slots, power supplies,
// BMC, TPM and firmware versions. Firmware says what it was told at the factory: empty sockets are
// components too (populated = false), and what it leaves out is not known.
#pragma once

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "formats/smbios/decode.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// `table` with or without an entry point before it; `entry_point` is the file of that name where
/// the kernel gave it apart, else null. Malformed parts are findings; what was read before them is
/// kept. Identity's members are set only where still empty.
void add_smbios(const evidence::Artefact& table, const evidence::Artefact* entry_point,
                bytes::Budget& budget, Inventory& out);

/// The same of the text. Cites are lines.
void add_dmidecode(const evidence::Artefact& text, bytes::Budget& budget, Inventory& out);

/// Where an entry of a model stands: `offset` in a table, or line of a text.
enum class Origin : std::uint8_t { table, text };

/// The common part: components and identity, no findings.
void add_model(const formats::smbios::Model& model, std::string_view path, Origin origin,
               Inventory& out);

/// What is wrong with a table as such: where it breaks, ends too early, reads two ways, or an
/// entry point's checksum fails.
[[nodiscard]] std::vector<evidence::Finding> table_findings(
    const formats::smbios::Table& table, const formats::smbios::EntryPoint* elsewhere,
    std::string_view path);

}  // namespace assay::inspect::inventory
