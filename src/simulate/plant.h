// The planted deviations: what a search must find without being told. Each is small and plausible,
// and leaves no trace in the fleet's registers.
#pragma once

#include "simulate/machine.h"

namespace assay::simulate {

/// Changes `m` as its `plant` says and writes `plant_what`; nothing for PlantKind::none. The ACPI
/// byte is changed where the tables are written: see acpi_plant().
void plant(const Plan& plan, Machine& m);

/// Which of a server's tables has a byte changed, which byte (a fraction of the body in 1/65536)
/// and what is added to it.
struct AcpiPlant {
  std::string_view table;
  std::uint32_t at = 0;
  std::uint8_t add = 1;
};
[[nodiscard]] AcpiPlant acpi_plant(const Plan& plan, std::uint64_t index);

}  // namespace assay::simulate
