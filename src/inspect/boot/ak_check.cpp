#include "inspect/boot/ak_check.h"

#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/tpm/public.h"
#include "formats/x509/chain.h"
#include "inspect/boot/enrolment.h"
#include "inspect/boot/malformed.h"

namespace assay::inspect::boot {
namespace {

using evidence::Finding;
using evidence::make_finding;
using formats::x509::Certificate;

std::string cited(const Input& input) { return std::string(input.path); }

void read_key(Ak& ak, const BootEvidence& e, const BootContext& c, std::vector<Finding>& findings) {
  const Input& input = e.ak_public.given() ? e.ak_public : e.ak_pem;
  ak.source = input.path;
  if (bytes::starts_with(input.bytes, "-----BEGIN")) {
    auto key = crypto::PublicKey::from_pem(bytes::as_chars(input.bytes));
    if (!key) return findings.push_back(malformed(input, key.error()));
    ak.key = *std::move(key);
    return;
  }
  auto area = formats::tpm::parse_public(bytes::Reader(input.bytes));
  if (!area) return findings.push_back(malformed(input, area.error()));
  auto key = c.keys != nullptr ? formats::tpm::to_key(*area, *c.keys) : formats::tpm::to_key(*area);
  if (!key) return findings.push_back(malformed(input, key.error()));
  ak.key = *std::move(key);
  ak.name = formats::tpm::name_of(*area, c.hash);
  ak.area = *area;
}

void judge_attributes(Ak& ak, std::vector<Finding>& findings) {
  if (!ak.area) {
    findings.push_back(make_finding("boot.ak.attributes-unknown", "AK",
                                    fmt::format("{} is a bare public key: its attributes are "
                                                "unknown, so nothing says that it signs only "
                                                "what a TPM made.",
                                                ak.source),
                                    {{std::string(ak.source), ""}}));
    return;
  }
  const auto missing = formats::tpm::missing_ak_attributes(*ak.area);
  if (missing.empty()) {
    ak.state = AkState::unbound;
    return;
  }
  ak.state = AkState::unrestricted;
  std::string list;
  for (const auto attribute : missing) list += (list.empty() ? "" : ", ") + std::string(attribute);
  findings.push_back(make_finding(
      "boot.ak.unrestricted", "AK",
      fmt::format("The attestation key lacks {}: its holder can make it sign any PCR values.",
                  list),
      {{std::string(ak.source), "objectAttributes"}}));
}

std::optional<Certificate> read_certificate(const Input& input, std::vector<Finding>& findings) {
  bytes::Budget budget({.items = 100'000, .bytes = 4U << 20U, .depth = 24});
  auto file = formats::x509::read_certificates(bytes::Reader(input.bytes), budget);
  if (!file.certificates.empty()) return std::move(file.certificates.front());
  if (!file.errors.empty())
    findings.push_back(malformed(input, file.errors.front()));
  else
    findings.push_back(
        malformed(input, base::Error{base::ErrorKind::malformed, "no certificate in the file"}));
  return std::nullopt;
}

formats::x509::ChainResult chain(const Certificate& cert, const BootContext& c) {
  bytes::Budget budget({.items = 200'000, .bytes = 16U << 20U, .depth = 24});
  return formats::x509::verify_chain(cert, *c.ek_roots, c.as_of, budget);
}

// The EK certificate: whose TPM is it, and does a vendor vouch for it?
void check_ek(Ak& ak, const BootEvidence& e, const BootContext& c, std::vector<Finding>& findings) {
  if (!e.ek_certificate.given()) return;
  const auto cert = read_certificate(e.ek_certificate, findings);
  if (!cert) {
    ak.ek = EkState::untrusted;
    return;
  }
  if (const auto key = formats::x509::key_sha256(*cert)) ak.ek_sha256 = key->hex();
  if (c.ek_roots == nullptr)
    return;  // nothing was given to judge it by: told as coverage, not as a finding
  for (const auto quirk : cert->quirks)
    findings.push_back(
        make_finding("boot.ek.quirk", "EK certificate",
                     fmt::format("In the EK certificate, {}; it was accepted.", describe(quirk)),
                     {{cited(e.ek_certificate), ""}}));
  auto result = chain(*cert, c);
  const bool other_purpose = !cert->extensions.extended_key_usage.empty() &&
                             !cert->extensions.has_eku(formats::x509::kEkCertificate);
  if (result.trusted() && other_purpose) {
    result.status = formats::x509::ChainStatus::untrusted;
    result.reason = "its extended key usage is not that of an endorsement key (2.23.133.8.1)";
  }
  ak.ek = result.trusted() ? EkState::trusted : EkState::untrusted;
  if (!result.trusted())
    findings.push_back(make_finding(
        "boot.ek.untrusted", "EK certificate",
        fmt::format("The EK certificate (issuer {}) does not lead to a trusted TPM vendor: {}.",
                    base::printable(cert->issuer.text(), 200), result.reason),
        {{cited(e.ek_certificate), ""}}));
}

void check_ak_certificate(Ak& ak, const BootEvidence& e, const BootContext& c,
                          std::vector<Finding>& findings) {
  if (!e.ak_certificate.given() || !ak.key) return;
  const auto cert = read_certificate(e.ak_certificate, findings);
  if (!cert) return;
  const auto key = cert->public_key();
  if (!key || !key->same_as(*ak.key)) {
    findings.push_back(
        make_finding("boot.ak.mismatch", "AK",
                     "The AK certificate is for another key than the one that signed the quote.",
                     {{cited(e.ak_certificate), ""}, {std::string(ak.source), ""}}));
    return;
  }
  if (c.ek_roots == nullptr || ak.state == AkState::unrestricted) return;
  // A CA that vouches for TPMs may vouch for other things too: only a certificate made for a TPM's
  // key binds (TCG EK Credential Profile 2.5, 3.2.16; some clouds put the EK's purpose on their
  // AKs).
  using namespace formats::x509;
  if (!cert->extensions.has_eku(kAikCertificate) && !cert->extensions.has_eku(kEkCertificate))
    return;
  const auto result = chain(*cert, c);
  if (!result.trusted()) return;
  ak.state = AkState::bound;
  ak.bound_by =
      fmt::format("its certificate, issued by {}", base::printable(cert->issuer.text(), 200));
}

// The enrolment record. Each way it can fail is its own sentence; only a record that is signed by a
// trusted enroller, and names this key and this EK, binds.
void check_enrolment(Ak& ak, const BootEvidence& e, const BootContext& c,
                     std::vector<Finding>& findings) {
  if (!e.enrolment.given() || !ak.key) return;
  const auto record = parse_enrolment(e.enrolment.bytes);
  if (!record) return findings.push_back(malformed(e.enrolment, record.error()));
  const std::vector<evidence::Cite> cites{{cited(e.enrolment), ""}};
  const std::vector<proof::VerifierKey> trusted(c.enrollers.begin(), c.enrollers.end());
  const auto verdict = proof::verify_note(record->signed_text, {record->signature}, trusted);
  if (verdict.signer == nullptr) {
    findings.push_back(make_finding(
        "boot.enrolment.untrusted", "enrolment record",
        verdict.forged != nullptr
            ? fmt::format(
                  "The enrolment record claims to be signed by {}, but the signature is wrong.",
                  verdict.forged->name)
            : fmt::format("The enrolment record is signed by {}, whom the appraiser does not know.",
                          base::printable(record->signature.name, 100)),
        cites));
    return;
  }
  if (ak.name.empty()) return;  // a bare public key has no Name to compare
  if (!bytes::equal(record->ak_name, ak.name)) {
    findings.push_back(make_finding(
        "boot.ak.mismatch", "AK",
        fmt::format("{} enrolled the attestation key {}, but the quote is signed by {}: another "
                    "key, which may "
                    "be software beside a copied certificate.",
                    verdict.signer->name, bytes::to_hex(record->ak_name).substr(0, 20) + "…",
                    bytes::to_hex(ak.name).substr(0, 20) + "…"),
        {{cited(e.enrolment), "ak_name"}, {std::string(ak.source), ""}}));
    return;
  }
  if (!ak.ek_sha256.empty() && ak.ek_sha256 != record->ek_sha256) {
    findings.push_back(make_finding(
        "boot.ek.mismatch", "EK certificate",
        "The enrolment record is for another endorsement key than the certificate beside it.",
        {{cited(e.enrolment), "ek_sha256"}, {cited(e.ek_certificate), ""}}));
    return;
  }
  if (!e.server.empty() && record->server != e.server) {
    findings.push_back(make_finding(
        "boot.ak.mismatch", "AK",
        fmt::format("The enrolment record is for the server {}, not for {}.",
                    base::printable(record->server, 100), base::printable(e.server, 100)),
        {{cited(e.enrolment), "server"}}));
    return;
  }
  if (ak.ek_sha256.empty()) ak.ek_sha256 = record->ek_sha256;
  if (ak.state == AkState::unbound) ak.state = AkState::bound;
  ak.bound_by = fmt::format("the enrolment record of {}, {}", verdict.signer->name,
                            base::to_rfc3339(record->activated));
}

}  // namespace

Ak check_ak(const BootEvidence& e, const BootContext& c, std::vector<Finding>& findings) {
  Ak ak;
  check_ek(ak, e, c, findings);
  if (!e.ak_public.given() && !e.ak_pem.given()) {
    if (e.quote.given())
      findings.push_back(make_finding(
          "boot.ak.missing", "AK",
          "There is a quote but no attestation key, so its signature cannot be checked.",
          {{cited(e.quote), ""}}));
    return ak;
  }
  read_key(ak, e, c, findings);
  if (!ak.key) return ak;
  judge_attributes(ak, findings);
  const std::size_t before = findings.size();
  check_ak_certificate(ak, e, c, findings);
  check_enrolment(ak, e, c, findings);
  // A record that was refused has already said why the key is unbound.
  if (ak.state == AkState::unbound && findings.size() == before)
    findings.push_back(make_finding(
        "boot.ak.unbound", "AK",
        e.ek_certificate.given() ? "Neither a certificate nor an enrolment record ties the "
                                   "attestation key to the TPM of the EK certificate: a software "
                                   "key beside a copied certificate would look the same."
                                 : "Neither a certificate nor an enrolment record ties the "
                                   "attestation key to a TPM: a software key would look the same.",
        {{std::string(ak.source), ""}}));
  return ak;
}

}  // namespace assay::inspect::boot
