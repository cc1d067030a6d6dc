// An image's tree as `assay inspect` shows it: the JSON that scripts read (docs/schemas, kind
// "uefi.image"), one line, and an indented text for people.
#pragma once

#include <string>

#include "formats/json/json.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// `parts` are what stands around the volumes: tables and what they name, microcode, capsules.
/// `modules` (one entry per FFS file, pad files apart, repeats kept), `pad_files`, `volumes`,
/// `regions`: offset and size in bytes, offset in the image or, where `packed`, in what was
/// decompressed.
[[nodiscard]] formats::json::Value image_json(const Tree& tree);

/// "UEFI image, 4194304 bytes: 5 volumes, 150 files".
[[nodiscard]] std::string image_summary(const Tree& tree);

/// One line per node; sections that hold nothing further are left out, as are gaps.
[[nodiscard]] std::string image_text(const Tree& tree);

}  // namespace assay::inspect::firmware
