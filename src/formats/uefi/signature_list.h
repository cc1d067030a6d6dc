// EFI_SIGNATURE_LIST (UEFI 2.10, 32.4.1): what db, dbx, KEK, PK and MokList hold, as lists of
// entries of one kind each. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

enum class SignatureKind : std::uint8_t {
  x509,         ///< a DER certificate
  hash,         ///< digest of an image: SHA-1, 224, 256, 384 or 512
  rsa2048,      ///< a bare modulus
  signed_hash,  ///< RSA-2048 signature over a digest (obsolete)
  x509_hash,    ///< digest of a certificate's to-be-signed part, and when it was revoked
  other,        ///< a type Assay does not know
};

/// One EFI_SIGNATURE_DATA.
struct SignatureEntry {
  Guid owner;
  Guid type;
  SignatureKind kind = SignatureKind::other;
  bytes::ByteSpan data;  ///< after the owner: certificate, digest, key; of x509_hash with its time
  std::uint64_t offset = 0;  ///< of `data` in the outermost file

  /// Of a certificate; decodes it, so ask once.
  [[nodiscard]] std::optional<std::string> subject() const;
  /// Of x509_hash: "2023-02-01T00:00:00Z"; empty where the time is all zero (revoked always) or
  /// absent.
  [[nodiscard]] std::string revoked_from() const;
};

struct SignatureList {
  Guid type;
  SignatureKind kind = SignatureKind::other;
  std::uint64_t offset = 0;  ///< of the list
  bytes::ByteSpan header;
  std::uint32_t entry_size = 16;  ///< with the owner's 16 bytes; never less
  bytes::ByteSpan entries;        ///< a whole number of them
  std::uint64_t entries_offset = 0;

  [[nodiscard]] std::size_t count() const noexcept { return entries.size() / entry_size; }
  /// `i` below count().
  [[nodiscard]] SignatureEntry entry(std::size_t i) const noexcept;
};

/// All lists to the end of `reader`; charges one item per list and per entry. An empty variable is
/// no list. Fields in errors: SignatureType, SignatureListSize, SignatureHeaderSize, SignatureSize.
[[nodiscard]] bytes::Parsed<std::vector<SignatureList>> parse_signature_lists(
    bytes::Reader reader, bytes::Budget& budget);

/// A SHA-256 entry: the digest's 32 bytes and where they stand.
struct Sha256Entry {
  bytes::ByteSpan digest;
  std::uint64_t offset = 0;
  Guid owner;
};

/// The SHA-256 image digests of all lists, in order: what a dbx forbids.
[[nodiscard]] std::vector<Sha256Entry> sha256_entries(const std::vector<SignatureList>& lists);

}  // namespace assay::formats::uefi
