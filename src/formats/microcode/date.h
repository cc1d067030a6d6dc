// The date in a microcode update: binary-coded decimal, month first.
#pragma once

#include <cstdint>
#include <string>

namespace assay::formats::microcode {

/// "2024-12-12" of 0x12122024; empty where the digits are no date of 1990 to 2089.
[[nodiscard]] std::string date_of(std::uint32_t mmddyyyy);

}  // namespace assay::formats::microcode
