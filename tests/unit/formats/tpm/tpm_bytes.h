// Builds TPM structures from readable parts, so that a test shows the bytes it means (TPM 2.0 Part
// 2; everything a TPM marshals is big-endian).
#pragma once

#include <initializer_list>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/tpm/constants.h"

namespace assay::testing::tpm {

inline constexpr std::uint16_t kSha1 = 0x0004;
inline constexpr std::uint16_t kSha256 = 0x000B;

inline base::Bytes hex(std::string_view text) { return bytes::from_hex(text).value(); }
inline base::Bytes filled(std::size_t size, unsigned value) {
  return base::Bytes(size, static_cast<std::byte>(value));
}

/// TPM2B: a 16-bit size and as many bytes.
inline void tpm2b(bytes::Writer& w, bytes::ByteSpan value) {
  w.be16(static_cast<std::uint16_t>(value.size())).raw(value);
}
inline base::Bytes with_size(bytes::ByteSpan structure) {
  bytes::Writer w;
  tpm2b(w, structure);
  return std::move(w).release();
}

/// TPMS_PCR_SELECTION with three bytes of bitmap, as PC clients have it.
inline void selection(bytes::Writer& w, std::uint16_t bank, std::initializer_list<unsigned> pcrs) {
  std::uint32_t bits = 0;
  for (const unsigned pcr : pcrs) bits |= 1U << pcr;
  w.be16(bank).u8(3).u8(static_cast<std::uint8_t>(bits)).u8(static_cast<std::uint8_t>(bits >> 8U));
  w.u8(static_cast<std::uint8_t>(bits >> 16U));
}

/// TPMS_ATTEST up to its attested part (10.12.12).
inline void attest_head(bytes::Writer& w, std::uint16_t type,
                        std::uint32_t magic = formats::tpm::kGeneratedValue) {
  w.be32(magic).be16(type);
  tpm2b(w, filled(34, 0xAA));              // qualifiedSigner
  tpm2b(w, bytes::as_bytes("challenge"));  // extraData
  w.be64(22365).be32(2).be32(1).u8(1);     // clockInfo
  w.be64(0x2019102300163636);              // firmwareVersion
}

/// A quote over PCRs 0, 1 and 7 of SHA-256.
inline base::Bytes quote() {
  bytes::Writer w;
  attest_head(w, formats::tpm::kAttestQuote);
  w.be32(1);
  selection(w, kSha256, {0, 1, 7});
  tpm2b(w, filled(32, 0xBB));
  return std::move(w).release();
}

inline constexpr std::uint32_t kAkAttributes =
    formats::tpm::kFixedTpm | formats::tpm::kFixedParent | formats::tpm::kSensitiveDataOrigin |
    formats::tpm::kRestricted | formats::tpm::kSign;

/// TPMT_PUBLIC of an RSA attestation key.
inline base::Bytes rsa_public(std::uint32_t attributes = kAkAttributes,
                              std::uint32_t exponent = 0) {
  bytes::Writer w;
  w.be16(formats::tpm::kAlgRsa).be16(kSha256).be32(attributes);
  tpm2b(w, {});                                                                 // authPolicy
  w.be16(formats::tpm::kAlgNull).be16(formats::tpm::kAlgRsassa).be16(kSha256);  // symmetric, scheme
  w.be16(2048).be32(exponent);
  tpm2b(w, filled(256, 0xC1));
  return std::move(w).release();
}

/// TPMT_PUBLIC of an ECC storage key: symmetric parameters, no scheme. The point is RFC 6979,
/// A.2.5.
inline base::Bytes ecc_storage_public() {
  bytes::Writer w;
  w.be16(formats::tpm::kAlgEcc)
      .be16(kSha256)
      .be32(formats::tpm::kRestricted | formats::tpm::kDecrypt);
  tpm2b(w, filled(32, 0xD0));                                    // authPolicy
  w.be16(0x0006).be16(128).be16(0x0043);                         // AES-128-CFB
  w.be16(formats::tpm::kAlgNull).be16(formats::tpm::kNistP256);  // scheme, curve
  w.be16(formats::tpm::kAlgNull);                                // kdf
  tpm2b(w, hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"));
  tpm2b(w, hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
  return std::move(w).release();
}

}  // namespace assay::testing::tpm
