#include "formats/redfish/system.h"

#include <fmt/format.h>

namespace assay::formats::redfish {

ComputerSystem computer_system(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  ComputerSystem s;
  s.part = part(f, r.uri);
  s.type = f.text("SystemType");
  s.sub_model = f.text("SubModel");
  s.bios_version = f.text("BiosVersion");
  s.host_name = f.text("HostName");
  f.each("TrustedModules", [&](const Fields& m) {
    s.trusted_modules.push_back(
        {m.text("InterfaceType"), m.text("FirmwareVersion"), m.object("Status").text("State"),
         fmt::format("{}#/TrustedModules/{}", r.uri, s.trusted_modules.size())});
  });
  const Fields links = f.object("Links");
  s.chassis = links.links("Chassis");
  s.managed_by = links.links("ManagedBy");
  s.pcie_devices = f.links("PCIeDevices");
  return s;
}

Bios bios(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  return {part(f, r.uri), f.text("AttributeRegistry")};
}

SecureBoot secure_boot(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  return {part(f, r.uri), f.text("SecureBootCurrentBoot"), f.text("SecureBootMode")};
}

Processor processor(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  Processor p;
  p.part = part(f, r.uri);
  p.type = f.text("ProcessorType");
  p.socket = f.text("Socket");
  const Fields id = f.object("ProcessorId");
  p.identification = id.text("IdentificationRegisters");
  p.microcode = id.text("MicrocodeInfo");
  p.cores = f.number("TotalCores").value_or(0);
  p.threads = f.number("TotalThreads").value_or(0);
  return p;
}

Memory memory(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  Memory m;
  m.part = part(f, r.uri);
  m.device_locator = f.text("DeviceLocator");
  m.type = f.text("MemoryDeviceType");
  m.module = f.text("BaseModuleType");
  m.mebibytes = f.number("CapacityMiB").value_or(0);
  if (m.mebibytes == 0) {  // an NVDIMM may state its two halves only
    const auto parts = f.number("VolatileSizeMiB").value_or(0);
    const auto other = f.number("NonVolatileSizeMiB").value_or(0);
    m.mebibytes = parts > UINT64_MAX - other ? 0 : parts + other;
  }
  m.speed = f.number("OperatingSpeedMhz").value_or(0);
  return m;
}

}  // namespace assay::formats::redfish
