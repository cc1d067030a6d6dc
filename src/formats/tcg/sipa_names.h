// The table of SIPA event ids: their names and how to read their values. For sipa*.cpp alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::formats::tcg {

enum class SipaForm : std::uint8_t {
  container,
  flag,        ///< one byte or word, zero or not
  number,      ///< little-endian, up to eight bytes
  hex_number,  ///< the same, shown in hex (addresses, status codes)
  text,        ///< UTF-16LE
  digest,      ///< bytes worth showing whole
  blob,        ///< bytes of which the size is enough
  hash_alg,    ///< CryptoAPI's ALG_ID
  dep,         ///< data execution prevention policy
  os_device,
  bitlocker,  ///< unlock flags
  smt,
  driver_policy,
  policy,      ///< SIPAEVENT_SI_POLICY_PAYLOAD
  revocation,  ///< SIPAEVENT_REVOCATION_LIST_PAYLOAD
  sbcp,        ///< SIPAEVENT_SBCP_INFO_PAYLOAD_V1
};

struct SipaKind {
  std::uint32_t id = 0;
  std::string_view name;    ///< empty for an unknown id
  std::string_view phrase;  ///< "code integrity"
  SipaForm form = SipaForm::blob;
};

[[nodiscard]] const SipaKind& sipa_kind(std::uint32_t id) noexcept;

}  // namespace assay::formats::tcg
