// The parts of add_hardware(): each turns what one group of tools said into components, or adds to
// those that are there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "formats/hardware/cpuinfo.h"
#include "formats/hardware/drives.h"
#include "formats/hardware/lshw.h"
#include "formats/hardware/network.h"
#include "formats/hardware/usb.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Where each interface sits, as the artefacts before said: "eth0" to "0000:03:00.0".
using InterfacePlaces = std::map<std::string, std::string, std::less<>>;

void add_storage(const formats::hardware::Storage& storage, const evidence::Cite& cite,
                 Inventory& inventory);
void add_interfaces(const std::vector<formats::hardware::Interface>& interfaces,
                    const evidence::Cite& cite, InterfacePlaces& places, Inventory& inventory);
/// `path` may name the interface: "net/eth0/ethtool.txt", "net/eth0.txt", "net/ethtool-eth0.txt".
void add_ethtool(const std::vector<formats::hardware::Ethtool>& outputs, const std::string& path,
                 InterfacePlaces& places, Inventory& inventory);
void add_usb(const std::vector<formats::hardware::UsbDevice>& devices, const std::string& path,
             std::string_view unit, Inventory& inventory);
void add_cpu(const std::vector<formats::hardware::CpuPackage>& packages, const std::string& path,
             Inventory& inventory);
void add_lshw(const std::vector<formats::hardware::LshwNode>& nodes, const evidence::Cite& cite,
              Inventory& inventory);

/// Adds a MAC to a component's; a function with two ports has both, sorted, with ", " between.
void add_mac(Component& component, const std::string& mac);

}  // namespace assay::inspect::inventory
