// The ACPI tables that a firmware version gives its servers (ACPI 6.5, 5.2 and 20): FACP, APIC,
// MCFG and definition blocks of well-formed AML. Every server of a family and version has the same
// bytes, except for the MADT, which follows the processor model.
#pragma once

#include <string>
#include <vector>

#include "base/types.h"
#include "simulate/family.h"

namespace assay::simulate {

struct AcpiTable {
  std::string name;  ///< the kernel's: "SSDT2"
  base::Bytes bytes;
};

/// By name. `cpu` is of cpus(), `bios` of the family's versions.
[[nodiscard]] std::vector<AcpiTable> acpi_tables(std::size_t family, std::size_t bios,
                                                 std::size_t cpu);

inline constexpr std::size_t kAcpiHeader = 36;
/// Makes the bytes add up to zero again (5.2.6).
void set_checksum(base::Bytes& table);

}  // namespace assay::simulate
