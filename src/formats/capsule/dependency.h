// The dependency expression in front of an FMP image (UEFI 2.10, 23.2.2.2): a program for a little
// stack machine that says which versions of which firmware must be installed before.
#pragma once

#include <cstdint>
#include <string>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::capsule {

struct Dependencies {
  std::string
      text;  ///< "GUID version >= 0x10 and …", in the order of the program's stack; empty: none
  std::uint64_t size = 0;  ///< bytes of the program; 0 where there is none
};

/// Reads a program at `at`. Nothing marks its beginning, so what does not run as one, or leaves
/// anything but one truth on its stack, is no program.
[[nodiscard]] bytes::Parsed<Dependencies> read_dependencies(const bytes::Reader& image,
                                                            std::uint64_t at,
                                                            bytes::Budget& budget);

}  // namespace assay::formats::capsule
