// What an executable says of itself beside its code: the version resource that Windows tools show
// ("PE Format", .rsrc; VS_VERSIONINFO), the .sbat section by which shim and GRUB are revoked by
// generation, .sdmagic of systemd's boot loader, and the header by which a Linux kernel is known
// (Documentation/arch/x86/boot.rst). All claims of the file, signed at best.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/pe/image.h"

namespace assay::formats::pe {

struct VersionString {
  std::string key;  ///< "FileVersion", "ProductName", …; safe to show, as is the value
  std::string value;
};

struct VersionInfo {
  std::string file_version;  ///< "1.2.3.4" of VS_FIXEDFILEINFO; empty where absent
  std::vector<VersionString> strings;
};

/// The first version resource; nothing where there is none or it is broken. At most 64 strings.
[[nodiscard]] std::optional<VersionInfo> version_info(const Image& image, bytes::Budget& budget);

/// One line of .sbat: component, generation, and who to ask.
struct SbatEntry {
  std::string component;
  std::string generation;
  std::string version;  ///< vendor_version
};
/// The component lines of .sbat, at most 64; empty where there is no such section.
[[nodiscard]] std::vector<SbatEntry> sbat(const Image& image);

/// "systemd-boot 252.39-1~deb12u1" of .sdmagic; empty where there is none.
[[nodiscard]] std::string loader_info(const Image& image);

struct LinuxKernel {
  std::uint16_t protocol = 0;  ///< 0x020F: 2.15
  std::string version;         ///< safe to show; empty where the header points nowhere
  bool efi_64 = false;         ///< XLF_EFI_HANDOVER_64
};
/// An x86 kernel image, with its EFI stub or without.
[[nodiscard]] std::optional<LinuxKernel> linux_kernel(bytes::ByteSpan file) noexcept;

}  // namespace assay::formats::pe
