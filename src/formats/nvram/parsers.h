// The parsers behind parse_store(), one per family of stores. Each gets a reader at the store's
// first byte, and may read to its end.
#pragma once

#include "formats/nvram/store.h"

namespace assay::formats::nvram {

inline constexpr std::uint32_t kMagicVss = 0x53535624;       // "$VSS"
inline constexpr std::uint32_t kMagicSvs = 0x53565324;       // "$SVS"
inline constexpr std::uint32_t kMagicNss = 0x53534E24;       // "$NSS"
inline constexpr std::uint32_t kMagicFdc = 0x4344465F;       // "_FDC"
inline constexpr std::uint32_t kMagicFsys = 0x73797346;      // "Fsys"
inline constexpr std::uint32_t kMagicGaid = 0x64696147;      // "Gaid"
inline constexpr std::uint32_t kMagicEvsa = 0x41535645;      // "EVSA", 4 bytes into the store
inline constexpr std::uint32_t kMagicNvar = 0x5241564E;      // "NVAR"
inline constexpr std::uint32_t kMagicCmdb = 0x42444D43;      // "CMDB"
inline constexpr std::uint32_t kMagicFlashMap = 0x414C465F;  // "_FLA"

// What VSS2's stores and fault-tolerant write's blocks begin with.
inline constexpr uefi::Guid kAuthenticatedVariables =
    uefi::guid("aaf32c78-947b-439a-a180-2e144ec37792");
inline constexpr uefi::Guid kVariables = uefi::guid("ddcf3616-3275-4164-98b6-fe85707ffe7d");
inline constexpr uefi::Guid kVariables2 = uefi::guid("ddcf3617-3275-4164-98b6-fe85707ffe7d");
inline constexpr uefi::Guid kWorkingBlock = uefi::guid("9e58292b-7c68-497d-a0ce-6500fd9f1b95");
inline constexpr uefi::Guid kOldWorkingBlock = uefi::guid("9e58292b-7c68-497d-0ace-6500fd9f1b95");
inline constexpr uefi::Guid kMainWorkingBlock = uefi::guid("fff12b8d-7696-4c8b-a985-2747075b4f50");

[[nodiscard]] bytes::Parsed<Store> parse_vss(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_vss2(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_ftw(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_fdc(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_fsys(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_evsa(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_nvar(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_cmdb(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Store> parse_flash_map(bytes::Reader reader, bytes::Budget& budget);

/// The variables of a VSS or VSS2 body, and where they end; an entry starts at a multiple of
/// `align` from the body's start.
void read_vss_variables(bytes::Reader body, std::uint64_t align, bytes::Budget& budget, Store& out);

/// free_offset and free_size: from `from` up to `end`, both absolute.
void set_free(Store& store, std::uint64_t from, std::uint64_t end) noexcept;

/// CRC-32 of IEEE 802.3, with `erased` bytes read as 0xFF: a checksum is made before its own field
/// and the state behind it are written.
[[nodiscard]] std::uint32_t crc32(bytes::ByteSpan data, std::uint64_t erased_from = 0,
                                  std::uint64_t erased = 0) noexcept;

/// EFI_TIME (UEFI 2.10, 8.3) as RFC 3339; empty where all of it is zero or 0xFF.
[[nodiscard]] std::string efi_time(std::span<const std::byte, 16> time);

}  // namespace assay::formats::nvram
