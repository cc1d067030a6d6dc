#include "formats/spdm/algorithms.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::formats::spdm {
namespace {

using crypto::HashAlg;
using enum crypto::SignatureScheme;

constexpr std::array kSigning{
    Signing{"TPM_ALG_RSASSA_2048", rsassa, 2048, 1U << 0U, 256},
    Signing{"TPM_ALG_RSAPSS_2048", rsapss, 2048, 1U << 1U, 256},
    Signing{"TPM_ALG_RSASSA_3072", rsassa, 3072, 1U << 2U, 384},
    Signing{"TPM_ALG_RSAPSS_3072", rsapss, 3072, 1U << 3U, 384},
    Signing{"TPM_ALG_ECDSA_ECC_NIST_P256", ecdsa, 256, 1U << 4U, 64},
    Signing{"TPM_ALG_RSASSA_4096", rsassa, 4096, 1U << 5U, 512},
    Signing{"TPM_ALG_RSAPSS_4096", rsapss, 4096, 1U << 6U, 512},
    Signing{"TPM_ALG_ECDSA_ECC_NIST_P384", ecdsa, 384, 1U << 7U, 96},
    Signing{"TPM_ALG_ECDSA_ECC_NIST_P521", ecdsa, 521, 1U << 8U, 132},
};

constexpr std::array<std::pair<std::uint32_t, HashAlg>, 7> kHashBits{{
    {1U << 0U, HashAlg::sha256},
    {1U << 1U, HashAlg::sha384},
    {1U << 2U, HashAlg::sha512},
    {1U << 3U, HashAlg::sha3_256},
    {1U << 4U, HashAlg::sha3_384},
    {1U << 5U, HashAlg::sha3_512},
    {1U << 6U, HashAlg::sm3_256},
}};

constexpr std::array<std::pair<std::string_view, HashAlg>, 7> kHashNames{{
    {"SHA_256", HashAlg::sha256},
    {"SHA_384", HashAlg::sha384},
    {"SHA_512", HashAlg::sha512},
    {"SHA3_256", HashAlg::sha3_256},
    {"SHA3_384", HashAlg::sha3_384},
    {"SHA3_512", HashAlg::sha3_512},
    {"SM3_256", HashAlg::sm3_256},
}};

}  // namespace

std::optional<Signing> signing_from_bits(std::uint32_t bits) noexcept {
  const auto it = std::ranges::find(kSigning, bits, &Signing::bit);
  return it != kSigning.end() ? std::optional(*it) : std::nullopt;
}

std::optional<Signing> signing_from_name(std::string_view name) noexcept {
  const auto it = std::ranges::find(kSigning, name, &Signing::name);
  return it != kSigning.end() ? std::optional(*it) : std::nullopt;
}

std::optional<HashAlg> hash_from_bits(std::uint32_t bits) noexcept {
  for (const auto& [bit, alg] : kHashBits)
    if (bit == bits) return alg;
  return std::nullopt;
}

std::optional<HashAlg> hash_from_name(std::string_view name) noexcept {
  if (name.starts_with("TPM_ALG_")) name.remove_prefix(8);
  for (const auto& [known, alg] : kHashNames) {
    if (name == known) return alg;
    // "SHA384" for "SHA_384".
    if (known.starts_with("SHA_") && name.starts_with("SHA") && name.substr(3) == known.substr(4))
      return alg;
  }
  return std::nullopt;
}

}  // namespace assay::formats::spdm
