// A BMC's image as `assay inspect` shows it: the JSON that scripts read (kind "bmc.image"), one
// line, and an indented text for people.
#pragma once

#include <string>

#include "formats/json/json.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// `modules`: every executable, archive, file system, table, store and file, with `name`, `type`,
/// `sha256`, `offset`, `size`, `path`, `version` and the attributes of its format; `packed` where
/// the offset counts in what was decompressed. `regions`: the image's parts one behind the other,
/// gaps included.
[[nodiscard]] formats::json::Value bmc_json(const Tree& tree);
/// "BMC image, 3485696 bytes: 2 kernels, 1 file system, 430 files".
[[nodiscard]] std::string bmc_summary(const Tree& tree);
[[nodiscard]] std::string bmc_text(const Tree& tree);

}  // namespace assay::inspect::firmware
