// AMD's embedded firmware structure: the table with the signature 0x55AA55AA from which the
// processor's security processor (PSP) finds its own firmware, the BIOS image to check and, on old
// chipsets, the firmware of embedded controllers. Layout as in coreboot's documentation
// "AMD Firmware in AMD platforms". Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/reader.h"

namespace assay::formats::psp {

inline constexpr std::uint64_t kFlashWindow = 16ULL << 20U;  ///< what addresses wrap around in

/// A pointer of the structure that points somewhere.
struct Pointer {
  std::string_view name;      ///< "PSP directory", "BIOS directory (17h 00h-0Fh)", …
  std::uint64_t address = 0;  ///< as stored
  bool directory = false;     ///< leads to a PSP or BIOS directory
};

struct Embedded {
  std::uint64_t offset = 0;  ///< in the image
  std::uint64_t size = 0;
  bool second_generation = false;  ///< addresses are offsets in the flash
  std::vector<Pointer> pointers;
};

/// The structure at one of its places in an image of a flash chip; nothing where there is none.
[[nodiscard]] std::optional<std::uint64_t> find_embedded(bytes::ByteSpan image) noexcept;
[[nodiscard]] bytes::Parsed<Embedded> parse_embedded(bytes::Reader image, std::uint64_t offset);

/// Offset in an image of `image_size` bytes of an address, which is physical (the flash ends at 4
/// GiB) or an offset already; nothing where it points outside or is not used.
[[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint64_t address,
                                                     std::uint64_t image_size) noexcept;

}  // namespace assay::formats::psp
