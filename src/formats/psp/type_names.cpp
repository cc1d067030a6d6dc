#include <algorithm>
#include <array>

#include "formats/psp/directory.h"

namespace assay::formats::psp {
namespace {

struct Row {
  std::uint8_t type;
  std::string_view name;
};
constexpr std::array kPsp{
    Row{0x00, "AMD public key"},
    Row{0x01, "PSP boot loader"},
    Row{0x02, "PSP trusted OS"},
    Row{0x03, "PSP recovery boot loader"},
    Row{0x04, "PSP NV data"},
    Row{0x05, "RTM public key"},
    Row{0x08, "SMU firmware"},
    Row{0x09, "secure debug key"},
    Row{0x0A, "OEM public key"},
    Row{0x0B, "soft fuse chain"},
    Row{0x0C, "trustlets"},
    Row{0x0D, "trustlets' key"},
    Row{0x12, "SMU firmware 2"},
    Row{0x13, "secure debug unlock"},
    Row{0x14, "PSP boot loader's extension key"},
    Row{0x1B, "boot driver"},
    Row{0x1C, "SoC driver"},
    Row{0x1D, "debug driver"},
    Row{0x1F, "interface driver"},
    Row{0x20, "hardware IP configuration"},
    Row{0x21, "wrapped iKEK"},
    Row{0x22, "token unlock"},
    Row{0x24, "security gasket"},
    Row{0x25, "MP2 firmware"},
    Row{0x28, "system driver"},
    Row{0x29, "KVM image"},
    Row{0x2A, "MP5 firmware"},
    Row{0x2B, "embedded firmware structure"},
    Row{0x2C, "TEE write-once NVRAM"},
    Row{0x2D, "external chipset PSP boot loader"},
    Row{0x2E, "external chipset MP0"},
    Row{0x30, "AGESA boot loader 0"},
    Row{0x31, "AGESA boot loader 1"},
    Row{0x32, "AGESA boot loader 2"},
    Row{0x33, "AGESA boot loader 3"},
    Row{0x34, "AGESA boot loader 4"},
    Row{0x35, "AGESA boot loader 5"},
    Row{0x36, "AGESA boot loader 6"},
    Row{0x37, "AGESA boot loader 7"},
    Row{0x38, "SEV data"},
    Row{0x39, "SEV code"},
    Row{0x3A, "FIPS processor whitelist"},
    Row{0x3C, "VBIOS preload"},
    Row{0x40, "level 2 directory"},
    Row{0x42, "USB PHY firmware"},
    Row{0x43, "FIPS module"},
    Row{0x44, "USB Type-C PHY firmware"},
    Row{0x45, "DRTM trusted application"},
    Row{0x48, "level 2 directory, slot A"},
    Row{0x49, "BIOS level 2 directory"},
    Row{0x4A, "level 2 directory, slot B"},
    Row{0x50, "PSP key database"},
    Row{0x51, "trusted OS key database"},
    Row{0x52, "OEM PSP boot loader user application"},
    Row{0x53, "OEM PSP boot loader's signature"},
    Row{0x54, "replay-protected NVRAM"},
    Row{0x55, "boot loader's anti-rollback"},
    Row{0x58, "DMCU ERAM"},
    Row{0x59, "DMCU ISR"},
    Row{0x5A, "MSMU"},
    Row{0x5C, "SPI ROM configuration"},
    Row{0x5D, "MPIO"},
    Row{0x5F, "TPM-lite"},
    Row{0x73, "PSP boot loader 2"},
};
constexpr std::array kBios{
    Row{0x05, "BIOS public key"},
    Row{0x07, "BIOS signature"},
    Row{0x60, "APCB (memory configuration)"},
    Row{0x61, "APOB (memory training results)"},
    Row{0x62, "BIOS code"},
    Row{0x63, "APOB's copy in flash"},
    Row{0x64, "PMU code"},
    Row{0x65, "PMU data"},
    Row{0x66, "microcode patch"},
    Row{0x67, "machine check data"},
    Row{0x68, "APCB (backup)"},
    Row{0x69, "video interpreter"},
    Row{0x6A, "MP2 firmware configuration"},
    Row{0x6B, "main memory console"},
    Row{0x6D, "PSP NVRAM"},
    Row{0x70, "level 2 directory"},
};

template <std::size_t N>
std::string_view find(const std::array<Row, N>& rows, std::uint8_t type) noexcept {
  const auto it = std::ranges::lower_bound(rows, type, {}, &Row::type);
  return it != rows.end() && it->type == type ? it->name : std::string_view{};
}

}  // namespace

std::string_view type_name(DirectoryKind kind, std::uint8_t type) noexcept {
  if (kind == DirectoryKind::psp_combo || kind == DirectoryKind::bios_combo)
    return "directory of one processor";
  return is_bios(kind) ? find(kBios, type) : find(kPsp, type);
}

}  // namespace assay::formats::psp
