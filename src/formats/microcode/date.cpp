#include "formats/microcode/date.h"

#include <fmt/format.h>

namespace assay::formats::microcode {

std::string date_of(std::uint32_t value) {
  for (unsigned low = 0; low < 32; low += 4)
    if ((value >> low & 0xFU) > 9) return {};
  const auto two = [&](unsigned low) {
    return (value >> (low + 4) & 0xFU) * 10 + (value >> low & 0xFU);
  };
  const unsigned month = two(24), day = two(16), year = two(8) * 100 + two(0);
  if (month == 0 || month > 12 || day == 0 || day > 31 || year < 1990 || year > 2089) return {};
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

}  // namespace assay::formats::microcode
