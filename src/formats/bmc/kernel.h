// Linux kernels as boot loaders take them: zImage (ARM), Image (arm64, RISC-V), bzImage (x86), each
// told by its own header (Documentation/arch/{arm/booting,arm64/booting,x86/boot}.rst); ELF files;
// and the version texts that kernels and boot loaders carry.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::bmc {

enum class KernelForm : std::uint8_t { zimage, arm64_image, riscv_image, bzimage };

struct Kernel {
  KernelForm form = KernelForm::zimage;
  std::uint64_t size = 0;      ///< bytes that the header states; 0 where it states none
  std::string_view version{};  ///< of a bzImage: "6.1.0-13-amd64 (…) #1 SMP …"
};

/// "zImage", "Image (arm64)", …
[[nodiscard]] std::string_view name(KernelForm form) noexcept;
[[nodiscard]] std::optional<Kernel> recognise_kernel(bytes::Reader image) noexcept;

struct Elf {
  bool wide = false;  ///< 64 bits
  bool big = false;
  std::uint16_t type = 0;     ///< e_type: 2 executable, 3 shared
  std::uint16_t machine = 0;  ///< e_machine
  std::uint64_t entry = 0;
};

[[nodiscard]] std::optional<Elf> recognise_elf(bytes::Reader image) noexcept;
/// "ARM", "AArch64", …; "machine 123" for others.
[[nodiscard]] std::string machine_name(std::uint16_t machine);

/// The first text of these that stands in `image`, up to its line's end: "Linux version …",
/// "U-Boot …", a boot block's, TIP's, BL31's own. Empty without.
[[nodiscard]] std::string_view find_version(bytes::ByteSpan image) noexcept;
/// "U-Boot 2019.01 …" or "U-Boot SPL …" with a year behind; empty without.
[[nodiscard]] std::string_view find_uboot_version(bytes::ByteSpan image) noexcept;

}  // namespace assay::formats::bmc
