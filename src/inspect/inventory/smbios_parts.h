// One SMBIOS structure to one component of the inventory. Only for from_smbios.cpp.
#pragma once

#include "formats/smbios/decode.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

[[nodiscard]] Component part_of(const formats::smbios::Bios& s);
[[nodiscard]] Component part_of(const formats::smbios::System& s);
[[nodiscard]] Component part_of(const formats::smbios::BaseBoard& s);
[[nodiscard]] Component part_of(const formats::smbios::Chassis& s);
/// The caches are found by their handles in `model`.
[[nodiscard]] Component part_of(const formats::smbios::Processor& s,
                                const formats::smbios::Model& model);
[[nodiscard]] Component part_of(const formats::smbios::MemoryDevice& s);
[[nodiscard]] Component part_of(const formats::smbios::SystemSlot& s);
[[nodiscard]] Component part_of(const formats::smbios::PowerSupply& s);
[[nodiscard]] Component part_of(const formats::smbios::OnboardDevice& s);
/// Type 10: no bus address.
[[nodiscard]] Component part_of(const formats::smbios::BoardDevice& s);
[[nodiscard]] Component part_of(const formats::smbios::TpmDevice& s);
[[nodiscard]] Component part_of(const formats::smbios::FirmwareInventory& s);
/// The BMC that answers on this interface.
[[nodiscard]] Component part_of(const formats::smbios::IpmiDevice& s);
/// What the host interface adds to the BMC.
void add_host_interface(const formats::smbios::HostInterface& s, Component& bmc);

}  // namespace assay::inspect::inventory
