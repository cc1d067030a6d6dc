// What one IMA entry says: the file's digest and path, and, by template, its signatures, extended
// attributes and owner. Decoded on demand from an Entry's template data; allocates nothing. All
// views point into the log's bytes.
//
// A path is what the kernel saw inside the measuring namespace, with spaces turned into
// underscores, and may hold any other byte: show it through base::printable only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "bytes/reader.h"
#include "crypto/digest.h"
#include "formats/ima/ima_log.h"
#include "formats/ima/templates.h"

namespace assay::formats::ima {

/// One field as it stands in the template data.
struct Field {
  std::string_view id;       ///< "n-ng"; empty where an unknown template does not say
  std::uint64_t offset = 0;  ///< of `data` in the outermost file
  bytes::ByteSpan data;
};

/// d, d-ng, d-ngv2, d-modsig: which digest of the file was taken.
struct FileDigest {
  std::string_view type{};  ///< d-ngv2 only: "ima" (file content) or "verity" (fs-verity's digest)
  std::string_view algorithm{};  ///< the kernel's name, "sha256"; empty for the plain d
  /// The same where Assay knows it. The value of a violation can still have another size.
  std::optional<crypto::HashAlg> alg{};
  bytes::ByteSpan value{};
};

struct EntryFields {
  /// False for an unknown template: then only raw fields, where the data happens to split into
  /// length-delimited parts, with identifiers if its name is a format. Entry::template_data has
  /// all.
  bool template_known = false;
  std::size_t count = 0;  ///< of `fields`
  std::array<Field, kMaxFields> fields{};

  // The same fields by meaning; the first where a custom format repeats one. Empty: absent.
  std::optional<FileDigest> digest;         ///< d, d-ng or d-ngv2
  std::string_view path;                    ///< n or n-ng, without its NUL
  bytes::ByteSpan signature;                ///< sig: the security.ima (or security.evm) attribute
  std::optional<FileDigest> modsig_digest;  ///< d-modsig: the digest that `modsig` signs
  bytes::ByteSpan modsig;                   ///< appended PKCS #7 signature
  bytes::ByteSpan buffer;         ///< buf: a measured buffer, such as the kexec command line
  bytes::ByteSpan evm_signature;  ///< evmsig
  std::string_view xattr_names;   ///< separated by '|'
  bytes::ByteSpan xattr_lengths;  ///< 32-bit numbers in the log's byte order
  bytes::ByteSpan xattr_values;   ///< one after the other
  std::optional<std::uint64_t> uid;
  std::optional<std::uint64_t> gid;
  std::optional<std::uint64_t> mode;

  [[nodiscard]] std::span<const Field> all() const noexcept {
    return std::span(fields).first(count);
  }
};

/// An error where the data does not follow the template that the entry names; never for an unknown
/// one.
[[nodiscard]] bytes::Parsed<EntryFields> decode(const Entry& entry) noexcept;

/// The kernel's name of a hash algorithm ("sha3-256", "sm3"); nothing for one Assay does not
/// compute.
[[nodiscard]] std::optional<crypto::HashAlg> hash_alg_from_kernel(std::string_view name) noexcept;

}  // namespace assay::formats::ima
