// PKCS #7 / CMS SignedData (RFC 2315, 9; RFC 5652, 5) as UEFI meets it: the signature of an
// executable (Windows Authenticode) and of an update to a Secure Boot variable (UEFI 2.10, 8.2.2).
// Who signed what is decoded, and whether each signature holds over the content is checked; whether
// a signer is anyone to trust is the caller's question, since the answer depends on the platform's
// db and dbx.
//
// Views into the caller's bytes; certificates own theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/digest.h"
#include "formats/x509/certificate.h"

namespace assay::formats::cms {

inline constexpr std::string_view kSpcIndirectData = "1.3.6.1.4.1.311.2.1.4";

struct SignerInfo {
  std::uint64_t offset = 0;
  bytes::ByteSpan issuer;  ///< DER Name; empty where the signer is named by key identifier
  bytes::ByteSpan serial;  ///< content of the INTEGER
  bytes::ByteSpan key_id;
  crypto::HashAlg hash = crypto::HashAlg::none;
  bytes::ByteSpan
      signed_attributes;           ///< the [0] element with its header; empty where there is none
  bytes::ByteSpan message_digest;  ///< of the signed attributes
  x509::SignatureAlgorithm algorithm;  ///< `hash` filled in where only rsaEncryption is named
  bytes::ByteSpan signature;
  /// Further SignedData in the unsigned attribute 1.3.6.1.4.1.311.2.4.1 (a second digest
  /// algorithm), as whole ContentInfos.
  std::vector<bytes::ByteSpan> nested;
  /// Index in SignedData::certificates.
  std::optional<std::size_t> certificate;
};

/// SpcIndirectDataContent: the digest of an executable, as its signer stated it.
struct StatedDigest {
  crypto::HashAlg hash = crypto::HashAlg::none;
  bytes::ByteSpan value;
};

struct SignedData {
  std::uint64_t offset = 0;
  std::string content_type;  ///< dotted OID
  /// What a signature covers: the content without its tag and length; nothing where the content
  /// lies elsewhere (a detached signature).
  std::optional<bytes::ByteSpan> content;
  std::optional<StatedDigest> image_digest;  ///< where content_type is SpcIndirectData
  std::vector<x509::Certificate> certificates;
  std::vector<SignerInfo> signers;
  std::size_t unread_certificates = 0;  ///< of kinds or forms that Assay does not read
};

/// A ContentInfo of signedData, or the bare SignedData that UEFI variables carry. What follows it
/// is padding and not looked at. Costs its elements in items, certificates in bytes.
[[nodiscard]] bytes::Parsed<SignedData> parse_signed_data(bytes::Reader reader,
                                                          bytes::Budget& budget);

/// Does this signer's signature hold over `content` (of a detached one: what it was made over)?
/// The error says why not, also where no certificate of the signer came along.
[[nodiscard]] base::Result<void> verify_signer(const SignedData& data, const SignerInfo& signer,
                                               bytes::ByteSpan content);

}  // namespace assay::formats::cms
