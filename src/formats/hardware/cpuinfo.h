// /proc/cpuinfo: what the kernel says of each logical processor, gathered by package: model,
// stepping, and the microcode that runs. Views into the caller's bytes.
#pragma once

#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::hardware {

/// One socket; on machines that do not say which, all processors are one.
struct CpuPackage {
  std::uint32_t id = 0;    ///< physical id
  std::uint64_t line = 0;  ///< of its first processor's block, from 1
  std::string_view vendor, model_name, family, model, stepping;
  std::string_view cores;                   ///< "cpu cores"
  std::vector<std::string_view> microcode;  ///< distinct versions, in the order met
  std::uint32_t processors = 0;             ///< logical ones
  bool hypervisor = false;                  ///< a virtual machine says so
};

/// An error only where no processor is in it. Costs one item a line.
[[nodiscard]] bytes::Parsed<std::vector<CpuPackage>> parse_cpuinfo(bytes::Reader reader,
                                                                   bytes::Budget& budget);
[[nodiscard]] bool looks_like_cpuinfo(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::hardware
