// The Authenticode digest of an executable ("Windows Authenticode Portable Executable Signature
// Format", "Calculating the PE Image Hash"): what Secure Boot compares with db and dbx, what a
// signature states, and what firmware extends into PCR 2 and 4. It leaves out the checksum and the
// certificates, so that signing does not change it.
//
// Also the attribute certificate table that holds the signatures.
#pragma once

#include <vector>

#include "crypto/digest.h"
#include "formats/cms/signed_data.h"
#include "formats/pe/image.h"

namespace assay::formats::pe {

/// `padded`: as a tool would sign a file whose size is no multiple of 8, with NULs up to one;
/// published digests of unsigned files come in both ways. No difference for a file that has a
/// certificate table or an even size.
/// Refuses TE (there is none) and sections or headers that reach past the file, as firmware does.
[[nodiscard]] bytes::Parsed<crypto::Digest> authenticode_digest(const Image& image,
                                                                crypto::HashAlg alg,
                                                                crypto::HashEngine& hash,
                                                                bool padded = false);

/// One WIN_CERTIFICATE.
struct AttributeCertificate {
  std::uint64_t offset = 0;  ///< in the outermost file
  std::uint16_t revision = 0;
  std::uint16_t type = 0;   ///< 2: PKCS #7; 0x0EF1: told by GUID
  bytes::ByteSpan content;  ///< after the 8 bytes of header
};
inline constexpr std::uint16_t kCertificatePkcs7 = 0x0002;
inline constexpr std::uint16_t kCertificateGuid = 0x0EF1;

/// All entries of the image's certificate table, each starting at a multiple of 8. Fields in
/// errors: dwLength.
[[nodiscard]] bytes::Parsed<std::vector<AttributeCertificate>> parse_certificate_table(
    const Image& image, bytes::Budget& budget);

/// One signature of an image, looked into.
struct Signature {
  std::uint64_t offset = 0;
  bool holds = false;  ///< over this image: digest as stated, signature by that key
  std::string why;     ///< where it does not
  std::string signer;  ///< subject of the signer's certificate, safe to show
  std::string issuer;
  crypto::HashAlg hash = crypto::HashAlg::none;
  std::vector<x509::Certificate> certificates;  ///< all that came along
  std::optional<std::size_t> certificate;       ///< the signer's
};

/// Every signature of the image, nested ones too. A broken table is an error, a broken signature
/// one entry that does not hold.
[[nodiscard]] bytes::Parsed<std::vector<Signature>> check_signatures(const Image& image,
                                                                     crypto::HashEngine& hash,
                                                                     bytes::Budget& budget);

}  // namespace assay::formats::pe
