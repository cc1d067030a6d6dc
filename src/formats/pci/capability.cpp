#include "formats/pci/capability.h"

#include <array>

namespace assay::formats::pci {
namespace {

constexpr std::array<std::string_view, 0x16> kNames{
    "Null",
    "Power Management",
    "AGP",
    "Vital Product Data",
    "Slot ID",
    "MSI",
    "CompactPCI hot-swap",
    "PCI-X",
    "HyperTransport",
    "Vendor Specific Information",
    "Debug port",
    "CompactPCI central resource control",
    "Hot-plug capable",
    "Subsystem",
    "AGP3",
    "Secure device",
    "Express",
    "MSI-X",
    "SATA HBA",
    "PCI Advanced Features",
    "Enhanced Allocation (EA)",
    "Flattening Portal Bridge",
};

constexpr std::array<std::string_view, 0x35> kExtendedNames{
    "Null",
    "Advanced Error Reporting",
    "Virtual Channel",
    "Device Serial Number",
    "Power Budgeting",
    "Root Complex Link",
    "Root Complex Internal Link",
    "Root Complex Event Collector Endpoint Association",
    "Multi-Function Virtual Channel",
    "Virtual Channel",
    "Root Bridge Control Block",
    "Vendor Specific Information",
    "Configuration Access Correlation",
    "Access Control Services",
    "Alternative Routing-ID Interpretation (ARI)",
    "Address Translation Service (ATS)",
    "Single Root I/O Virtualization (SR-IOV)",
    "Multi-Root I/O Virtualization",
    "Multicast",
    "Page Request Interface (PRI)",
    "Reserved for AMD",
    "Physical Resizable BAR",
    "Dynamic Power Allocation",
    "Transaction Processing Hints",
    "Latency Tolerance Reporting",
    "Secondary PCI Express",
    "Protocol Multiplexing",
    "Process Address Space ID (PASID)",
    "LN Requester",
    "Downstream Port Containment",
    "L1 PM Substates",
    "Precision Time Measurement",
    "PCI Express over M-PHY",
    "FRS Queueing",
    "Readiness Time Reporting",
    "Designated Vendor-Specific",
    "Virtual Resizable BAR",
    "Data Link Feature",
    "Physical Layer 16.0 GT/s",
    "Lane Margining at the Receiver",
    "Hierarchy ID",
    "Native PCIe Enclosure Management",
    "Physical Layer 32.0 GT/s",
    "Alternate Protocol",
    "System Firmware Intermediary",
    "Shadow Functions",
    "Data Object Exchange",
    "Device 3",
    "Integrity & Data Encryption",
    "Physical Layer 64.0 GT/s",
    "Flit Logging",
    "Flit Performance Measurement",
    "Flit Error Injection",
};

}  // namespace

std::string_view name(const Capability& capability) noexcept {
  if (capability.extended)
    return capability.id < kExtendedNames.size() ? kExtendedNames[capability.id]
                                                 : std::string_view{};
  return capability.id < kNames.size() ? kNames[capability.id] : std::string_view{};
}

}  // namespace assay::formats::pci
