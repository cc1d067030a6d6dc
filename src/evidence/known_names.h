// Which role a file of the evidence plays, by its name: Assay's own names and those that the kernel
// and tpm2-tools use. A name is only where to look; the content is still recognised and parsed.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::evidence {

enum class Role : std::uint8_t {
  none,
  event_log,
  ima_log,
  quote_message,
  quote_signature,
  ak_public,  ///< TPMT_PUBLIC or TPM2B_PUBLIC
  ak_pem,
  ak_certificate,
  ek_certificate,
  enrolment,
  claimed_nonce,
  challenge_note,  ///< a signed challenge
  pcr_values,
  smbios,
  smbios_entry_point,
  dmidecode,             ///< dmidecode's text
  pci_sysfs,             ///< inventory/pci/BDF/{config,vendor,…}, as the kernel's sysfs has them
  lspci,                 ///< lspci's text: -xxxx or -vmmnn
  usb,                   ///< usb.json, or lsusb's text
  drives,                ///< nvme's and smartctl's JSON
  network,               ///< `ip -j link`: permanent MACs
  cpuinfo,               ///< /proc/cpuinfo: microcode
  acpi,                  ///< one table a file
  fru,                   ///< IPMI FRU
  spd,                   ///< a DIMM's EEPROM
  redfish,               ///< a tree of saved resources
  platform_certificate,  ///< base or delta
  hbom,                  ///< CycloneDX
  inventory_other,
  firmware,
  board,
  traffic,
  custody,
};

/// `path` is relative to the evidence, '/'-separated.
[[nodiscard]] Role role_of(std::string_view path) noexcept;
/// Lower is better where several files play one role (ak.tpmt before ak.pub).
[[nodiscard]] int preference(std::string_view path) noexcept;
/// "boot", "inventory", …: the folders that evidence is made of.
[[nodiscard]] bool is_evidence_folder(std::string_view name) noexcept;
[[nodiscard]] constexpr bool is_boot(Role role) noexcept {
  return role >= Role::event_log && role <= Role::pcr_values;
}
[[nodiscard]] constexpr bool is_inventory(Role role) noexcept {
  return role >= Role::smbios && role <= Role::inventory_other;
}

}  // namespace assay::evidence
