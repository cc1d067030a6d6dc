#include "formats/x509/trust_store.h"

#include "bytes/text.h"

namespace assay::formats::x509 {
namespace {

// Signed with its own key, and not merely named like its issuer (a vendor renews a root under the
// same name with a new key, and cross-signs it).
enum class Shape : std::uint8_t { self_signed, issued, broken };

Shape shape_of(const Certificate& cert, std::string& why) {
  if (!cert.self_issued()) return Shape::issued;
  const auto& own = cert.extensions.subject_key_id;
  const auto& above = cert.extensions.authority_key_id;
  if (!own.empty() && !above.empty() && !bytes::equal(own, above)) return Shape::issued;
  const auto key = cert.public_key();
  const auto good = key ? cert.signed_by(*key) : std::unexpected(key.error());
  if (!good) why = good.error().message;
  return good ? Shape::self_signed : Shape::broken;
}

}  // namespace

std::size_t TrustStore::add_file(bytes::Reader bytes, const std::string& file, Role role,
                                 bytes::Budget& budget) {
  CertificateFile found = read_certificates(bytes, budget);
  for (const bytes::ParseError& error : found.errors)
    errors_.push_back({file, error.offset, error.describe()});
  if (found.certificates.empty() && found.errors.empty())
    errors_.push_back({file, bytes.offset(), "no certificate found, expected DER or PEM"});
  std::size_t fresh = 0;
  for (Certificate& cert : found.certificates)
    if (add(std::move(cert), file, role)) ++fresh;
  return fresh;
}

bool TrustStore::add(Certificate certificate, std::string file, Role role) {
  if (const auto known = fingerprints_.find(certificate.sha256); known != fingerprints_.end()) {
    Entry& entry = entries_[known->second];
    if (role == Role::anchor && !entry.anchor) {
      entry.anchor = true;
      ++anchors_;
    }
    return false;
  }
  bool anchor = role == Role::anchor;
  if (role == Role::by_shape) {
    std::string why;
    const Shape shape = shape_of(certificate, why);
    if (shape == Shape::broken) {
      errors_.push_back(
          {std::move(file), certificate.offset,
           "not used: " + certificate.subject.text() + " names itself as issuer, but: " + why});
      return false;
    }
    anchor = shape == Shape::self_signed;
  }
  const auto index = static_cast<std::uint32_t>(entries_.size());
  if (anchor) ++anchors_;
  subjects_[certificate.subject.match_key()].push_back(index);
  fingerprints_.emplace(certificate.sha256, index);
  entries_.push_back({std::move(certificate), anchor, std::move(file)});
  return true;
}

std::span<const std::uint32_t> TrustStore::by_subject(const std::string& match_key) const {
  const auto found = subjects_.find(match_key);
  return found == subjects_.end() ? std::span<const std::uint32_t>{} : std::span(found->second);
}

const TrustStore::Entry* TrustStore::find(const crypto::Digest& sha256) const {
  const auto found = fingerprints_.find(sha256);
  return found == fingerprints_.end() ? nullptr : &entries_[found->second];
}

}  // namespace assay::formats::x509
