// What the attestation key is worth: its attributes, and what ties it to this server's TPM. A
// public area is a claim (a software key can carry any attributes), so without a certificate for
// the AK or an enrolment record by a trusted enroller it stays unbound.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/public_key.h"
#include "evidence/finding.h"
#include "formats/tpm/public.h"
#include "inspect/boot/boot_evidence.h"

namespace assay::inspect::boot {

enum class AkState : std::uint8_t {
  unknown,       ///< no key, or a bare public key without attributes
  unrestricted,  ///< attributes that let it sign forged quotes
  unbound,       ///< good attributes, but nothing ties it to this TPM
  bound,
};
enum class EkState : std::uint8_t { not_given, untrusted, trusted };

struct Ak {
  AkState state = AkState::unknown;
  EkState ek = EkState::not_given;
  std::string_view source;  ///< the file the key came from
  std::optional<formats::tpm::Public> area;
  std::optional<crypto::PublicKey> key;
  base::Bytes name;       ///< TPM Name; empty for a bare public key
  std::string ek_sha256;  ///< hex SHA-256 of the EK's SubjectPublicKeyInfo; empty where unknown
  std::string bound_by;   ///< words: "the enrolment record of enroller.example, …"
};

[[nodiscard]] Ak check_ak(const BootEvidence& evidence, const BootContext& context,
                          std::vector<evidence::Finding>& findings);

}  // namespace assay::inspect::boot
