// The decoders behind the table of openers: each fills one InspectedArtefact.
#pragma once

#include "inspect/artefact.h"

namespace assay::inspect {

void open_event_log(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_ima(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_ima_ascii(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_attest(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_public(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_signature(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_pcrs(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_certificates(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                       InspectedArtefact&);
void open_acpi(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_smbios(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_dmidecode(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_manifest(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_redfish(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_platform(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_hbom(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_spdm(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
// Hardware: open_pci.cpp and open_hardware.cpp.
void open_pci_config(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                     InspectedArtefact&);
void open_lspci(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_option_rom(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                     InspectedArtefact&);
void open_vpd(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_fru(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_mc_info(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_spd(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_tool_json(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact&);
void open_smartctl_text(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&,
                        InspectedArtefact&);
void open_lsusb(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_ethtool(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_cpuinfo(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);
void open_firmware(bytes::ByteSpan, const InspectOptions&, crypto::HashEngine&, InspectedArtefact&);

[[nodiscard]] bool looks_like_firmware(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_signature(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_pcrs(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_manifest(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_nvme(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_smartctl_json(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_lsblk(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_storcli(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_ip_link(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_lshw(bytes::ByteSpan bytes);
[[nodiscard]] bool looks_like_usb_json(bytes::ByteSpan bytes);

}  // namespace assay::inspect
