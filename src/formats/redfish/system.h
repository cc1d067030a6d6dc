// The resources of one computer system (DSP0268): the system itself, its BIOS and secure boot
// state, its processors and memory modules.
#pragma once

#include "formats/redfish/part.h"

namespace assay::formats::redfish {

/// A TPM, as ComputerSystem.TrustedModules lists it.
struct TrustedModule {
  std::string interface_type;  ///< "TPM2_0"
  std::string firmware;
  std::string state;
  std::string uri;  ///< of the system, with the fragment of this member
};

struct ComputerSystem {
  Part part;
  std::string type;  ///< SystemType: "Physical", "Virtual"
  std::string sub_model;
  std::string bios_version;
  std::string host_name;
  std::vector<TrustedModule> trusted_modules;
  std::vector<std::string> chassis;     ///< Links.Chassis
  std::vector<std::string> managed_by;  ///< Links.ManagedBy
  std::vector<std::string> pcie_devices;
};

struct Bios {
  Part part;
  std::string attribute_registry;  ///< "BiosAttributeRegistryP89.v1_0_0": names the BIOS family
};

struct SecureBoot {
  Part part;
  std::string current_boot;  ///< SecureBootCurrentBoot: "Enabled", "Disabled"
  std::string mode;          ///< SecureBootMode: "UserMode", "SetupMode"
};

struct Processor {
  Part part;
  std::string type;  ///< ProcessorType: "CPU", "GPU", "FPGA", "Accelerator"; "Core", "Thread"
  std::string socket;
  std::string identification;  ///< ProcessorId.IdentificationRegisters
  std::string microcode;       ///< ProcessorId.MicrocodeInfo
  std::uint64_t cores = 0;
  std::uint64_t threads = 0;
};

struct Memory {
  Part part;
  std::string device_locator;  ///< "P1-DIMMA1", up to schema 1.2; deprecated, but still the best
  std::string type;            ///< MemoryDeviceType: "DDR4"
  std::string module;          ///< BaseModuleType: "RDIMM"
  std::uint64_t mebibytes = 0;
  std::uint64_t speed = 0;  ///< OperatingSpeedMhz, in MT/s whatever its name says
};

[[nodiscard]] ComputerSystem computer_system(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Bios bios(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] SecureBoot secure_boot(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Processor processor(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Memory memory(const Resource& resource, Mistyped& mistyped);

}  // namespace assay::formats::redfish
