#include "formats/platform/component.h"

#include <algorithm>

#include "bytes/text.h"

namespace assay::formats::platform {
namespace {

bytes::ByteSpan significant(bytes::ByteSpan serial) noexcept {
  while (serial.size() > 1 && serial.front() == std::byte{0}) serial = serial.subspan(1);
  return serial;
}

// Some makers' tools write the EK certificate's issuer with one attribute a set where the TPM's
// maker put several into one, so how attributes are grouped does not count here. The serial number
// and every attribute still must agree.
std::string flat_key(x509::Name name) {
  for (x509::NameAttribute& a : name.attributes) a.rdn = 0;
  return name.match_key();
}

}  // namespace

std::string_view name(Status status) noexcept {
  switch (status) {
    case Status::added:
      return "added";
    case Status::modified:
      return "modified";
    case Status::removed:
      return "removed";
  }
  return "unknown";
}

std::string IssuerSerial::issuer_text() const {
  return issuer.directory.empty() ? std::string{} : issuer.directory.front().text();
}

std::string IssuerSerial::serial_text() const { return bytes::to_hex(significant(serial)); }

bool IssuerSerial::names(const x509::Name& issuer_name, bytes::ByteSpan serial_number) const {
  if (!same_serial(serial, serial_number)) return false;
  const std::string key = flat_key(issuer_name);
  return std::ranges::any_of(issuer.directory,
                             [&](const x509::Name& n) { return flat_key(n) == key; });
}

bool CertificateReference::names(const x509::Name& issuer, bytes::ByteSpan serial,
                                 bytes::ByteSpan signature) const {
  bool stated = false;
  if (const auto alg = hash_from_oid(hash_oid); alg && !digest.empty()) {
    crypto::HashEngine engine;
    if (!bytes::equal(engine.hash(*alg, signature).span(), digest)) return false;
    stated = true;
  }
  if (generic) {
    if (!generic->names(issuer, serial)) return false;
    stated = true;
  }
  return stated;
}

std::optional<crypto::HashAlg> hash_from_oid(std::string_view oid) noexcept {
  using crypto::HashAlg;
  if (oid == "1.3.14.3.2.26") return HashAlg::sha1;
  if (oid == "2.16.840.1.101.3.4.2.1") return HashAlg::sha256;
  if (oid == "2.16.840.1.101.3.4.2.2") return HashAlg::sha384;
  if (oid == "2.16.840.1.101.3.4.2.3") return HashAlg::sha512;
  return std::nullopt;
}

bool same_serial(bytes::ByteSpan a, bytes::ByteSpan b) noexcept {
  return bytes::equal(significant(a), significant(b));
}

}  // namespace assay::formats::platform
