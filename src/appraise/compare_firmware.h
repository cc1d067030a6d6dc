// Two firmware images beside each other, module by module: what differs, what kind of content it
// is, and why that matters. One table gives each kind of change its finding code, for compare and
// audit alike.
#pragma once

#include <string_view>

#include "appraise/difference.h"
#include "inspect/firmware/compare_items.h"

namespace assay::appraise {

/// "firmware.module.added", "firmware.settings.changed", …
[[nodiscard]] std::string_view firmware_code(inspect::firmware::ItemChange change,
                                             inspect::firmware::Content content) noexcept;

/// "ReBarDxe (DXE driver, 2578 bytes at 0xb2d5b8, version 1.0)".
[[nodiscard]] std::string item_words(const inspect::firmware::Item& item);

/// "3 differences: 1 module added, 2 settings changed.", or that it is another build.
[[nodiscard]] std::string firmware_summary(const inspect::firmware::ItemComparison& comparison,
                                           std::span<const inspect::firmware::Item> golden,
                                           std::span<const inspect::firmware::Item> observed);

/// `kind` is the artefacts': "uefi.image", "bmc.image".
[[nodiscard]] Comparison compare_firmware(const std::string& kind,
                                          std::span<const inspect::firmware::Item> golden,
                                          std::span<const inspect::firmware::Item> observed);

}  // namespace assay::appraise
