// U-Boot's environment: a CRC-32, in redundant layouts one byte that says which copy counts, then
// "name=value" strings, each ended by a NUL and all by an empty one (include/env_internal.h). What
// the boot loader does, and who may interrupt it, is written here.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::uboot {

struct Variable {
  std::string_view name;  ///< a view into the image, as the value; neither is printable yet
  std::string_view value;
  std::uint64_t offset = 0;
};

struct Environment {
  std::uint64_t size = 0;  ///< bytes, CRC included; what the CRC covers, where it is good
  bool crc_good = false;
  bool built_in = false;     ///< compiled into a U-Boot, without a CRC
  bool redundant = false;    ///< with the flag byte
  std::uint8_t flags = 0;    ///< 1: active, 0: obsolete; later a count
  std::uint32_t header = 0;  ///< bytes before the first variable
  std::vector<Variable> variables;

  [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const noexcept;
};

/// At the Reader's front. The size of an environment stands nowhere: those that boards use are
/// tried until the CRC fits. Where none fits, the text must still be an environment's (a boot
/// command or delay among its names), and `size` is where it ends.
[[nodiscard]] bytes::Parsed<Environment> parse_environment(bytes::Reader image,
                                                           bytes::Budget& budget);

/// The default environment inside a U-Boot binary, found by its "bootdelay=" or "bootcmd=".
[[nodiscard]] std::optional<Environment> find_built_in(bytes::Reader uboot, bytes::Budget& budget);

[[nodiscard]] bool looks_like_environment(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::uboot
