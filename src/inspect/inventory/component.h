// One component of a server, whichever source told of it: SMBIOS, a PCI bus, a FRU, Redfish, a
// platform certificate, an HBOM. All sources fill the same model, so that they can be compared with
// each other, with a reference and with siblings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evidence/fact.h"
#include "evidence/finding.h"

namespace assay::inspect::inventory {

/// What a part is. name() is the word that finding codes use: inventory.dimm.missing.
enum class PartClass : std::uint8_t {
  system,
  board,
  chassis,
  bios,
  cpu,
  dimm,
  psu,
  fan,
  slot,     ///< a connector; its usage is an attribute
  nic,      ///< PCI class 02, or a network adapter by Redfish
  storage,  ///< a controller: PCI class 01
  drive,
  gpu,     ///< PCI class 03 or 12
  pci,     ///< any other PCI function
  bridge,  ///< PCI class 06
  usb,
  tpm,
  bmc,
  firmware,  ///< a firmware that runs on none of the above, by its name
  acpi,      ///< a table
};
inline constexpr std::size_t kPartClasses = 20;
[[nodiscard]] std::string_view name(PartClass cls) noexcept;
/// "memory module", "network adapter": for sentences.
[[nodiscard]] std::string_view title(PartClass cls) noexcept;

/// Which artefact said so. Several sources may speak of one component.
struct Source {
  evidence::FactSource kind = evidence::FactSource::other;
  evidence::Cite cite;
};

/// Texts are trimmed and printable; placeholders ("To Be Filled By O.E.M.", "Not Specified",
/// "0123456789", "--") are empty (see clean_text).
struct Component {
  PartClass cls = PartClass::pci;
  std::string vendor;    ///< "Samsung"
  std::string model;     ///< part number or model: "M393A4K40CB2-CTD"; "8086:1521" for PCI
  std::string revision;  ///< hardware revision
  std::string serial;
  std::string firmware;   ///< version that runs on it
  std::string location;   ///< "P1-DIMMA1", "0000:3b:00.0", "CPU1"
  bool populated = true;  ///< false: an empty socket or slot
  /// What else is known, by lower-case name, sorted: "size" "32 GiB", "mac", "digest", "name"
  /// (words for a PCI id), "option-rom", "link-width", "usage", "microcode".
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<Source> sources;

  [[nodiscard]] std::string_view attribute(std::string_view key) const noexcept;
  /// Inserts in order; replaces an earlier value; an empty value is not stored.
  void set(std::string_view key, std::string value);
};

/// What the server says it is, for grouping with its siblings. By the source that ranks highest
/// (SMBIOS before FRU before Redfish); disagreement is cross_check()'s to tell.
struct Identity {
  std::string manufacturer, product, sku, serial;
  std::string uuid;  ///< lower case, 8-4-4-4-12, as dmidecode prints it; empty where none
  std::string board_manufacturer, board_product, board_revision, board_serial;
  std::string chassis_serial;
};

/// All that the sources of one server said. Adders (from_*.h) append; none removes.
struct Inventory {
  Identity identity;
  std::vector<Component> components;
  std::vector<evidence::Finding> findings;  ///< malformed artefacts, impossible values
  bool saw[evidence::kFactSources] = {};    ///< sources that were there and could be read

  void mark(evidence::FactSource source) noexcept { saw[static_cast<std::size_t>(source)] = true; }
  [[nodiscard]] bool has(evidence::FactSource source) const noexcept {
    return saw[static_cast<std::size_t>(source)];
  }
};

/// Text of a source, safe to show: outer blanks trimmed, inner runs of blanks made one, control
/// characters escaped; a vendor's placeholder for "nothing" gives "".
[[nodiscard]] std::string clean_text(std::string_view raw);
/// True for what vendors write where they have nothing to say; any case.
[[nodiscard]] bool is_placeholder(std::string_view text) noexcept;

}  // namespace assay::inspect::inventory
