// The 256 bytes of a PCI function's configuration space, as the kernel's sysfs shows them: PCI
// Local Bus Specification 3.0, 6.1; PCI-to-PCI Bridge Architecture 1.2, 3.2; PCI Express Base,
// 7.5.3. Capabilities lie where each maker's devices have them.
#pragma once

#include "base/types.h"
#include "simulate/topology.h"

namespace assay::simulate {

inline constexpr std::size_t kConfigSize = 256;

[[nodiscard]] base::Bytes pci_config(const Function& function);

}  // namespace assay::simulate
