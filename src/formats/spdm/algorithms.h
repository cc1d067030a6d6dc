// The algorithms that SPDM negotiates (DMTF DSP0274, 10.4): as the bits of an ALGORITHMS message
// and as the names that Redfish gives them ("TPM_ALG_ECDSA_ECC_NIST_P384").
#pragma once

#include <optional>
#include <string_view>

#include "crypto/public_key.h"

namespace assay::formats::spdm {

/// An asymmetric algorithm whose signatures Assay can check.
struct Signing {
  std::string_view name;  ///< Redfish's
  crypto::SignatureScheme scheme = crypto::SignatureScheme::ecdsa;
  unsigned bits = 0;      ///< of the key
  std::uint32_t bit = 0;  ///< in BaseAsymSel
  std::size_t size = 0;   ///< of a signature, in bytes
  [[nodiscard]] bool operator==(const Signing& other) const noexcept { return bit == other.bit; }
};

/// BaseAsymSel (10.4, table "ALGORITHMS"); nothing for none, several, or one Assay cannot check.
[[nodiscard]] std::optional<Signing> signing_from_bits(std::uint32_t base_asym_sel) noexcept;
[[nodiscard]] std::optional<Signing> signing_from_name(std::string_view name) noexcept;

/// BaseHashSel, of which exactly one bit is set.
[[nodiscard]] std::optional<crypto::HashAlg> hash_from_bits(std::uint32_t base_hash_sel) noexcept;
/// "TPM_ALG_SHA_384"; also "TPM_ALG_SHA384", as the DMTF's own mockup has it.
[[nodiscard]] std::optional<crypto::HashAlg> hash_from_name(std::string_view name) noexcept;

}  // namespace assay::formats::spdm
