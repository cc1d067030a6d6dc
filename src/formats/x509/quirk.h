// Where a certificate leaves the standards in a way that Assay accepts, because nothing that was
// signed can be misread by it. Callers turn each into an `info` finding: a fleet that shows one TPM
// with a quirk its siblings do not have is worth a look.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::formats::x509 {

enum class Quirk : std::uint8_t {
  nv_header,           ///< TCG_PCCLIENT_STORED_CERT header before the certificate
  trailing_padding,    ///< one repeated byte after the certificate, to fill an NV index
  long_length,         ///< a DER length with superfluous bytes
  unsorted_set,        ///< a SET that is not sorted (Nuvoton's multi-valued names)
  long_integer,        ///< an INTEGER with superfluous leading bytes (early ST and Nuvoton serials)
  odd_boolean,         ///< TRUE that is not 0xFF
  odd_serial,          ///< negative, or more than 20 bytes (RFC 5280, 4.1.2.2)
  odd_time,            ///< a time without seconds, with fractions or a zone other than Z
  oaep_key,            ///< the RSA key is named id-RSAES-OAEP (some ST EK certificates)
  algorithm_mismatch,  ///< signatureAlgorithm differs from tbsCertificate.signature: never verifies
  malformed_extension,  ///< a known extension whose value does not decode
  repeated_extension,   ///< the same extension twice; the first counts
  sha1_signature,       ///< signed with SHA-1, which no longer withstands collisions
};

/// One sentence without subject or full stop: "the key is named RSAES-OAEP instead of
/// rsaEncryption".
[[nodiscard]] std::string_view describe(Quirk quirk) noexcept;

}  // namespace assay::formats::x509
