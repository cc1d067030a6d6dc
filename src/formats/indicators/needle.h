// One entry of a rule's section turned into the bytes that it means in a module.
#pragma once

#include "formats/indicators/fwhunt.h"

namespace assay::formats::indicators {

enum class NeedleKind : std::uint8_t { code, hex, ascii, wide, guid, variable };

/// Of a section's name with dashes: "code", "hex-strings", "strings", "wide-strings", "guids",
/// "protocols", "ppi", "nvram".
[[nodiscard]] std::optional<NeedleKind> needle_kind(std::string_view section) noexcept;

/// Nothing where the entry cannot be read. Adds to `unchecked` what the entry says beyond bytes.
[[nodiscard]] std::optional<Needle> read_needle(NeedleKind kind, const yaml::Value& item,
                                                std::vector<std::string>& unchecked);

/// A GUID as rules write it: with four dashes, or three (1E2ACC41-E26A-483D-AFC7A056C34E087B).
[[nodiscard]] std::optional<uefi::Guid> rule_guid(std::string_view text);

}  // namespace assay::formats::indicators
