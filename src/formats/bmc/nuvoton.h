// The headers of Nuvoton's BMCs: the boot ROM of an NPCM7xx or NPCM8xx looks for a tag, then copies
// the code behind it and jumps there. NPCM8xx images chain several: the key table and firmware of
// the security processor (TIP), boot block, BL31, OP-TEE, U-Boot. Layouts as Nuvoton's public image
// tools (IGPS) describe them.
#pragma once

#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::bmc {

enum class NuvotonPart : std::uint8_t {
  kmt,     ///< key manifest table of the security processor
  tip_l0,  ///< its first firmware
  skmt,    ///< second key manifest table
  tip_l1,  ///< its second firmware
  boot_block,
  bl31,
  optee,
  uboot,
};

struct NuvotonHeader {
  NuvotonPart part = NuvotonPart::boot_block;
  bool arbel = false;        ///< NPCM8xx; else NPCM7xx
  std::uint32_t header = 0;  ///< bytes before the code
  std::uint32_t code = 0;    ///< bytes of it
  std::uint32_t load = 0;    ///< address
  std::uint32_t made = 0;    ///< seconds since 1970; 0 where not stated
  std::uint16_t security_version = 0;
  bool has_signature = false;  ///< the signature's field is neither zero nor erased
  bool encrypted = false;

  [[nodiscard]] std::uint64_t size() const noexcept { return std::uint64_t{header} + code; }
};

/// "BootBlock", "TIP_FW L0", …
[[nodiscard]] std::string_view name(NuvotonPart part) noexcept;

/// Refuses another tag, and code of no size or beyond 64 MiB; that it is cut short is for the
/// caller to see.
[[nodiscard]] bytes::Parsed<NuvotonHeader> parse_nuvoton(bytes::Reader image);

[[nodiscard]] bool looks_like_nuvoton(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::bmc
