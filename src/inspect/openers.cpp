// The table of what Assay can open, most distinctive first. A new format adds one line here.
#include <array>

#include "formats/acpi/table.h"
#include "formats/dmidecode/dmidecode.h"
#include "formats/hardware/cpuinfo.h"
#include "formats/hardware/drives.h"
#include "formats/hardware/network.h"
#include "formats/hardware/usb.h"
#include "formats/hbom/bom.h"
#include "formats/ima/ascii_log.h"
#include "formats/ima/ima_log.h"
#include "formats/ipmi/fru.h"
#include "formats/ipmi/fru_text.h"
#include "formats/pci/config.h"
#include "formats/pci/lspci.h"
#include "formats/pci/option_rom.h"
#include "formats/pci/vpd.h"
#include "formats/platform/certificate_file.h"
#include "formats/redfish/resource.h"
#include "formats/smbios/table.h"
#include "formats/spd/spd.h"
#include "formats/spdm/transcript.h"
#include "formats/tcg/event_log.h"
#include "formats/tpm/attest.h"
#include "formats/tpm/public.h"
#include "formats/x509/certificate_file.h"
#include "inspect/artefact.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {

std::span<const Opener> openers() noexcept {
  static constexpr std::array kOpeners{
      // First, since what it asks for is strict, while an image's first words, often a reset
      // vector's
      // zeros, could be an event's or a list of PCRs.
      Opener{"uefi.image", "firmware image", looks_like_firmware, open_firmware},
      Opener{"tpm.attest", "TPMS_ATTEST", formats::tpm::looks_like_attest, open_attest},
      Opener{"acpi.table", "ACPI table", formats::acpi::looks_like_table, open_acpi},
      Opener{"platform.certificate", "platform certificate",
             formats::platform::looks_like_platform_certificate, open_platform},
      Opener{"x509.certificate", "certificate", formats::x509::looks_like_certificate,
             open_certificates},
      Opener{"tcg.eventlog", "TCG event log", formats::tcg::looks_like_event_log, open_event_log},
      Opener{"ima.log", "IMA log", formats::ima::looks_like_ima_log, open_ima},
      Opener{"ima.ascii", "IMA log as text", formats::ima::looks_like_ima_ascii_log,
             open_ima_ascii},
      Opener{"smbios.dmidecode", "dmidecode text", formats::dmidecode::looks_like_dmidecode,
             open_dmidecode},
      Opener{"smbios.table", "SMBIOS table", formats::smbios::looks_like_table, open_smbios},
      Opener{"pci.rom", "PCI option ROM", formats::pci::looks_like_option_rom, open_option_rom},
      Opener{"pci.vpd", "PCI vital product data", formats::pci::looks_like_vpd, open_vpd},
      Opener{"pci.lspci", "lspci's text", formats::pci::looks_like_lspci, open_lspci},
      Opener{"ipmi.fru", "IPMI FRU", formats::ipmi::looks_like_fru, open_fru},
      Opener{"ipmi.fru-text", "ipmitool's FRU text", formats::ipmi::looks_like_fru_text, open_fru},
      Opener{"ipmi.mc-info", "ipmitool's controller text", formats::ipmi::looks_like_mc_info,
             open_mc_info},
      Opener{"spd.eeprom", "memory module's SPD EEPROM", formats::spd::looks_like_spd, open_spd},
      Opener{"nvme.json", "nvme's JSON", looks_like_nvme, open_tool_json},
      Opener{"smartctl.json", "smartctl's JSON", looks_like_smartctl_json, open_tool_json},
      Opener{"smartctl.text", "smartctl's text", formats::hardware::looks_like_smartctl_text,
             open_smartctl_text},
      Opener{"lsblk.json", "lsblk's JSON", looks_like_lsblk, open_tool_json},
      Opener{"storcli.json", "storcli's JSON", looks_like_storcli, open_tool_json},
      Opener{"ip-link.json", "ip's JSON", looks_like_ip_link, open_tool_json},
      Opener{"lshw.json", "lshw's JSON", looks_like_lshw, open_tool_json},
      Opener{"usb.json", "list of USB devices", looks_like_usb_json, open_tool_json},
      Opener{"usb.lsusb", "lsusb's text", formats::hardware::looks_like_lsusb, open_lsusb},
      Opener{"ethtool.text", "ethtool's text", formats::hardware::looks_like_ethtool, open_ethtool},
      Opener{"cpuinfo", "/proc/cpuinfo", formats::hardware::looks_like_cpuinfo, open_cpuinfo},
      Opener{"tpm.public", "TPM public area", formats::tpm::looks_like_public, open_public},
      Opener{"tpm.signature", "TPM signature", looks_like_signature, open_signature},
      Opener{"tpm.pcrs", "PCR values", looks_like_pcrs, open_pcrs},
      Opener{"redfish.resource", "Redfish resource", formats::redfish::looks_like_resource,
             open_redfish},
      Opener{"spdm.measurements", "SPDM measurements", formats::spdm::looks_like_transcript,
             open_spdm},
      Opener{"cyclonedx.hbom", "CycloneDX bill of materials", formats::hbom::looks_like_bom,
             open_hbom},
      Opener{"evidence.manifest", "evidence manifest", looks_like_manifest, open_manifest},
      Opener{"pci.config", "PCI configuration space", formats::pci::looks_like_config,
             open_pci_config},
  };
  return kOpeners;
}

}  // namespace assay::inspect
