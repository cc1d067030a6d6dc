// A fact: one statement read out of an artefact, in the flat form that siblings are compared by and
// the fleet's index stores. What is each host's own (serials, places, addresses) stands apart from
// what siblings share, so that a count over `name` and `value` never counts serial numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "evidence/finding.h"

namespace assay::evidence {

enum class FactKind : std::uint8_t {
  part,      ///< a component: name is its class ("dimm"), value its vendor and model
  count,     ///< how many of one part: value is "N x MODEL"
  firmware,  ///< a version: name is what it runs on ("bios", "bmc", "nic NetXtreme")
  table,     ///< a table by digest: name is "acpi DSDT"
  event,     ///< a measured boot event: name is "PCR 4 boot application", value its digest
  setting,   ///< a configured value: "secure boot", "slot usage"
};
inline constexpr std::size_t kFactKinds = 6;

/// Which view of the server said it: only servers that were seen this way can be compared.
enum class FactSource : std::uint8_t {
  smbios,
  pci,
  usb,
  storage,
  network,
  acpi,
  fru,
  spd,
  redfish,
  certificate,
  boot,
  other,
};
inline constexpr std::size_t kFactSources = 12;

struct Fact {
  FactKind kind = FactKind::part;
  FactSource source = FactSource::other;
  std::string name;    ///< equal on all siblings that have such a thing
  std::string value;   ///< what is compared; digests as lower-case hex
  std::string place;   ///< "P1-DIMMA1", "0000:3b:00.0"; empty where it has none
  std::string serial;  ///< the part's own, empty where it has none or a placeholder
  Cite cite;
};

[[nodiscard]] std::string_view name(FactKind kind) noexcept;
[[nodiscard]] std::string_view name(FactSource source) noexcept;

}  // namespace assay::evidence
