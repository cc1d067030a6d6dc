// The firmware part of a reference file: one [[firmware]] per good image with its items as lines of
// text (docs/formats/reference.md).
#pragma once

#include <string>

#include "formats/toml/strict_table.h"
#include "reference/firmware_reference.h"

namespace assay::reference {

[[nodiscard]] FirmwareReference parse_firmware(formats::toml::Table& root);
[[nodiscard]] std::string firmware_toml(const FirmwareReference& reference);

}  // namespace assay::reference
