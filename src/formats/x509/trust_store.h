// Whom the appraiser trusts to vouch for TPMs: the vendors' CA certificates, handed in as the bytes
// of files, indexed by subject. Reading the folder is the caller's affair.
//
// What makes a certificate a trust anchor? By default (Role::by_shape) only a self-signed one: a
// vendor publishes its roots and its intermediates side by side, and taking each file as an anchor
// would make every intermediate a root of its own, whose revocation or expiry above it no longer
// counts. Some vendors publish no root at all (AMD's Pluton CAs, for one): the caller marks such
// files Role::anchor, having looked at them. Role::intermediate is for certificates that came with
// the evidence: they help to build a path and are never its end.
#pragma once

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "formats/x509/certificate_file.h"

namespace assay::formats::x509 {

enum class Role : std::uint8_t { by_shape, anchor, intermediate };

/// A file, or a certificate in one, that did not become usable.
struct StoreError {
  std::string file;  ///< as the caller named it
  std::uint64_t offset = 0;
  std::string message;
};

class TrustStore {
 public:
  struct Entry {
    Certificate certificate;
    bool anchor = false;
    std::string file;
  };

  /// Takes every certificate of `bytes`. A file without any is an error too. Returns how many were
  /// new; a certificate that is already there is not counted, and becomes an anchor if it now is
  /// one.
  std::size_t add_file(bytes::Reader bytes, const std::string& file, Role role,
                       bytes::Budget& budget);
  /// Refusals (a self-issued certificate whose signature is not its own key's) go to errors().
  bool add(Certificate certificate, std::string file, Role role);

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t anchors() const noexcept { return anchors_; }
  [[nodiscard]] std::span<const StoreError> errors() const noexcept { return errors_; }

  /// Entries whose subject is that name, by Name::match_key(). Indices into entry().
  [[nodiscard]] std::span<const std::uint32_t> by_subject(const std::string& match_key) const;
  [[nodiscard]] const Entry& entry(std::uint32_t index) const { return entries_[index]; }
  /// The entry that is this very certificate.
  [[nodiscard]] const Entry* find(const crypto::Digest& sha256) const;

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> subjects_;
  std::map<crypto::Digest, std::uint32_t> fingerprints_;
  std::vector<StoreError> errors_;
  std::size_t anchors_ = 0;
};

}  // namespace assay::formats::x509
