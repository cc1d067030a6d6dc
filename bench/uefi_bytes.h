// The UEFI structures that firmware measures, as bytes: what the synthetic logs are made of.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "bytes/writer.h"

namespace assay::bench {

/// EFI_GUID in its fields' own order (UEFI 2.10, appendix A).
struct GuidValue {
  std::uint32_t a = 0;
  std::uint16_t b = 0;
  std::uint16_t c = 0;
  std::array<std::uint8_t, 8> d{};
};

inline constexpr GuidValue kGlobalVariable{
    0x8BE4DF61, 0x93CA, 0x11D2, {0xAA, 0x0D, 0x00, 0xE0, 0x98, 0x03, 0x2B, 0x8C}};
inline constexpr GuidValue kImageSecurity{
    0xD719B2CB, 0x3D3A, 0x4596, {0xA3, 0xBC, 0xDA, 0xD0, 0x0E, 0x67, 0x65, 0x6F}};
inline constexpr GuidValue kShimLock{
    0x605DAB50, 0xE046, 0x4300, {0xAB, 0xB6, 0x3D, 0xD8, 0x10, 0xDD, 0x8B, 0x23}};

/// UEFI_VARIABLE_DATA (TCG PFP 1.06, 10.2.6).
[[nodiscard]] base::Bytes variable(const GuidValue& vendor, std::string_view name,
                                   bytes::ByteSpan data);
/// EFI_SIGNATURE_LIST of one X.509 certificate, or of SHA-256 digests (UEFI 2.10, 32.4.1).
[[nodiscard]] base::Bytes certificate_list(bytes::ByteSpan der);
[[nodiscard]] base::Bytes digest_list(bytes::ByteSpan digests);
/// EFI_SIGNATURE_DATA: owner and certificate, as EV_EFI_VARIABLE_AUTHORITY measures it.
[[nodiscard]] base::Bytes signature_data(bytes::ByteSpan der);
/// ACPI root, PCI, partition and file, as a boot manager writes it (UEFI 2.10, 10.3).
[[nodiscard]] base::Bytes device_path(std::string_view file);
/// EFI_LOAD_OPTION (UEFI 2.10, 3.1.3).
[[nodiscard]] base::Bytes load_option(std::string_view title, std::string_view file);
/// UEFI_IMAGE_LOAD_EVENT (TCG PFP 1.06, 10.2.3).
[[nodiscard]] base::Bytes image_load(std::uint64_t base, std::uint64_t size, std::string_view file);
/// UEFI_GPT_DATA (TCG PFP 1.06, 10.2.5) with `partitions` entries filled from `seed`.
[[nodiscard]] base::Bytes gpt(std::uint64_t partitions, bytes::ByteSpan seed);

}  // namespace assay::bench
