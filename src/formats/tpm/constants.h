// TPM 2.0 Part 2 constants that Assay decides by. Names as in the specification.
#pragma once

#include <cstdint>

namespace assay::formats::tpm {

inline constexpr std::uint32_t kGeneratedValue = 0xFF544347;  ///< TPM_GENERATED_VALUE, "\xffTCG"

// TPM_ST (6.9)
inline constexpr std::uint16_t kAttestCertify = 0x8017;
inline constexpr std::uint16_t kAttestQuote = 0x8018;

// TPM_ALG_ID (6.3)
inline constexpr std::uint16_t kAlgRsa = 0x0001;
inline constexpr std::uint16_t kAlgNull = 0x0010;
inline constexpr std::uint16_t kAlgRsassa = 0x0014;
inline constexpr std::uint16_t kAlgRsaes = 0x0015;
inline constexpr std::uint16_t kAlgRsapss = 0x0016;
inline constexpr std::uint16_t kAlgOaep = 0x0017;
inline constexpr std::uint16_t kAlgEcdsa = 0x0018;
inline constexpr std::uint16_t kAlgEcdaa = 0x001A;
inline constexpr std::uint16_t kAlgSm2 = 0x001B;
inline constexpr std::uint16_t kAlgEcschnorr = 0x001C;
inline constexpr std::uint16_t kAlgEcc = 0x0023;

// TPM_ECC_CURVE (6.4)
inline constexpr std::uint16_t kNistP256 = 0x0003;
inline constexpr std::uint16_t kNistP384 = 0x0004;
inline constexpr std::uint16_t kNistP521 = 0x0005;

// TPMA_OBJECT (8.3)
inline constexpr std::uint32_t kFixedTpm = 1U << 1U;
inline constexpr std::uint32_t kStClear = 1U << 2U;
inline constexpr std::uint32_t kFixedParent = 1U << 4U;
inline constexpr std::uint32_t kSensitiveDataOrigin = 1U << 5U;
inline constexpr std::uint32_t kRestricted = 1U << 16U;
inline constexpr std::uint32_t kDecrypt = 1U << 17U;
inline constexpr std::uint32_t kSign = 1U << 18U;

}  // namespace assay::formats::tpm
