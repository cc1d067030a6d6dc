// What ASPEED's BMCs boot: code that starts with an ARM exception vector table at the flash's first
// byte (AST2400, AST2500, AST2600 SPL), and the header that ASPEED's tool "socsec" puts before the
// next stage where secure boot is on. Field layout of struct aspeed_secboot_header in U-Boot.
#pragma once

#include <optional>

#include "bytes/reader.h"

namespace assay::formats::bmc {

/// Eight ARM instructions, the first a branch and the rest loads of the program counter or
/// branches: where an ARM CPU of 32 bits starts.
struct ArmVectors {
  std::uint64_t reset = 0;  ///< bytes from the table's start to where the first branch leads
  bool is_spl = false;      ///< AST2600: the image's largest size (63 KiB) stands behind the table
  bool is_signed = false;   ///< and its signature's place is filled in
};

[[nodiscard]] std::optional<ArmVectors> read_vectors(bytes::Reader image) noexcept;

struct SecureHeader {
  std::uint32_t algorithm = 0;
  std::uint32_t image_size = 0;  ///< bytes that the signature covers
  std::uint32_t signature_at = 0;
  std::uint32_t next_info_at = 0;
  std::uint64_t rollback_index = 0;
};
inline constexpr std::uint64_t kSecureHeader = 512;

/// "SOCSEC" and plausible sizes.
[[nodiscard]] bytes::Parsed<SecureHeader> parse_secure_header(bytes::Reader image);

}  // namespace assay::formats::bmc
