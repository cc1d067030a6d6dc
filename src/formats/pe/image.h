// Executables as UEFI firmware, boot loaders and kernels carry them: PE32 and PE32+ (Microsoft
// "PE Format") and the terse form TE, which firmware uses where flash is dear (UEFI PI 1.8 volume
// 1, 15.1). One structure serves all three, so that what compares modules need not care which form
// a build chose. Views into the caller's bytes.
//
// A TE header keeps the section table of the PE it was cut from: file offsets in it are too large
// by StrippedSize - 40. Section::raw_offset here is already where the bytes stand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pe {

enum class Form : std::uint8_t { pe32, pe32_plus, te };

/// Index of the data directories that Assay reads ("PE Format", Optional Header Data Directories).
enum class Directory : std::uint8_t {
  export_table = 0,
  resource = 2,
  certificate = 4,
  base_relocation = 5,
  debug = 6,
  load_config = 10,
};

struct DirectoryEntry {
  std::uint32_t address = 0;  ///< RVA; of `certificate` a file offset
  std::uint32_t size = 0;
};

inline constexpr std::uint32_t kSectionExecutable = 0x20000000;

struct Section {
  bytes::ByteSpan name;  ///< without the NULs at its end
  std::uint32_t virtual_size = 0;
  std::uint32_t virtual_address = 0;
  std::uint32_t raw_size = 0;    ///< SizeOfRawData as stated; may reach past the file
  std::uint64_t raw_offset = 0;  ///< from the image's start
  std::uint32_t characteristics = 0;
  std::uint64_t header_offset =
      0;  ///< of its 40 bytes in the section table, from the image's start

  [[nodiscard]] bool named(std::string_view ascii) const noexcept;
};

struct Image {
  Form form = Form::pe32;
  bytes::ByteSpan file;      ///< all bytes handed in
  std::uint64_t offset = 0;  ///< of `file` in the outermost file
  std::uint16_t machine = 0;
  std::uint16_t subsystem = 0;
  std::uint16_t characteristics = 0;  ///< 0 in TE
  std::uint16_t dll_characteristics = 0;
  std::uint32_t timestamp = 0;  ///< TimeDateStamp; 0 in TE
  std::uint32_t entry = 0;      ///< RVA
  std::uint64_t image_base = 0;
  std::uint32_t section_alignment = 0;
  std::uint32_t size_of_image = 0;    ///< 0 in TE
  std::uint32_t size_of_headers = 0;  ///< header and section table, as stated (TE: computed)
  std::uint32_t checksum = 0;
  std::uint16_t stripped = 0;  ///< TE's StrippedSize
  std::array<DirectoryEntry, 16> directories{};
  std::uint32_t directory_count = 0;
  std::vector<Section> sections;

  // Where header fields stand, from the image's start; 0 where the form has none.
  std::uint32_t pe_header = 0;              ///< of "PE\0\0"
  std::uint32_t checksum_field = 0;         ///< 4 bytes
  std::uint32_t directory_table = 0;        ///< 8 bytes each
  std::uint32_t image_base_field = 0;       ///< 4 bytes in PE32, else 8
  std::uint32_t timestamp_field = 0;        ///< 4 bytes
  std::vector<bytes::ParseError> problems;  ///< what an honest linker does not write

  [[nodiscard]] DirectoryEntry directory(Directory which) const noexcept {
    return directories[static_cast<std::size_t>(which)];
  }
  [[nodiscard]] const Section* section(std::string_view name) const noexcept;
  /// The section's bytes in the file, cut where the file ends.
  [[nodiscard]] bytes::ByteSpan bytes_of(const Section& section) const noexcept;
  /// Where `size` bytes at `rva` stand in `file`; nothing where no section (or the header) has all
  /// of them.
  [[nodiscard]] std::optional<std::uint64_t> at_rva(std::uint64_t rva,
                                                    std::uint64_t size) const noexcept;
  /// The part of `file` that is the certificate table; empty where there is none.
  [[nodiscard]] bytes::ByteSpan certificate_table() const noexcept;
};

/// PE32, PE32+ or TE by its first bytes. A section that reaches past the file, or headers that do,
/// are `problems`, not errors: firmware pads and cuts. Errors name e_lfanew, Signature, Machine,
/// SizeOfOptionalHeader, Magic, NumberOfRvaAndSizes, NumberOfSections, StrippedSize.
[[nodiscard]] bytes::Parsed<Image> parse_image(bytes::Reader reader, bytes::Budget& budget);

/// "MZ" and a PE header behind it, or "VZ" with a machine that is known.
[[nodiscard]] bool looks_like_image(bytes::ByteSpan bytes) noexcept;

/// "x86-64", "AArch64", …; "machine 0x1234" for others.
[[nodiscard]] std::string machine_text(std::uint16_t machine);
[[nodiscard]] bool known_machine(std::uint16_t machine) noexcept;
/// "EFI application", "EFI boot service driver", …; "subsystem 99" for others.
[[nodiscard]] std::string subsystem_text(std::uint16_t subsystem);
[[nodiscard]] std::string_view name(Form form) noexcept;

}  // namespace assay::formats::pe
