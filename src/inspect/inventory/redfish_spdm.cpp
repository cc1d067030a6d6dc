// SPDM measurements of components: what the BMC states, what the device itself signed, and whether
// the signature, the certificate behind it and its freshness hold. What cannot be checked says why.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/redfish/integrity.h"
#include "formats/spdm/verify.h"
#include "formats/x509/certificate_file.h"
#include "formats/x509/chain.h"
#include "inspect/inventory/malformed.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory::detail {
namespace {

namespace redfish = formats::redfish;
namespace spdm = formats::spdm;
namespace x509 = formats::x509;
using redfish::Kind;
using redfish::Mistyped;
using redfish::Resource;

constexpr std::size_t kMostUnsignedNamed = 6;
constexpr std::size_t kMostCertificates = 64;

std::string attribute_name(unsigned index) { return fmt::format("spdm-measurement-{}", index); }

// Base64 as BMCs write it may be broken into lines.
std::optional<base::Bytes> decode(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text)
    if (c != '\n' && c != '\r') plain += c;
  return bytes::from_base64(plain);
}

struct Signer {
  std::optional<x509::Certificate> leaf;
  std::vector<x509::Certificate> others;
  std::optional<crypto::PublicKey> key;
  std::string why;  ///< why there is no key
};

class Check {
 public:
  Check(RedfishParts& parts, const SpdmTrust& trust) : parts_(parts), trust_(trust) {}

  /// The answer of a device, asked for through `integrity`, which may be unknown.
  void response(const Resource& r, const redfish::SignedMeasurements& s,
                const redfish::ComponentIntegrity* integrity) {
    const std::string target =
        integrity != nullptr && !integrity->target.empty() ? integrity->target : s.owner;
    Component* c = parts_.at(target);
    const std::string subject = base::printable(target, 200);
    const auto data = decode(s.data);
    const std::string path = base::printable(r.path, 300);
    if (!data) {
      raise("artefact.malformed", path, fmt::format("{}: SignedMeasurements is not base64.", path),
            r);
      return status(c, "unreadable");
    }
    const auto transcript = spdm::parse_transcript(bytes::Reader(*data), parts_.budget);
    if (!transcript) {
      auto finding = malformed(r.path, transcript.error());
      finding.cites.front().at += " of the decoded SignedMeasurements";
      parts_.inventory.findings.push_back(std::move(finding));
      return status(c, "unreadable");
    }
    if (c != nullptr)
      for (const auto& block : transcript->blocks()) {
        const auto shown = block.value.first(std::min<std::size_t>(block.value.size(), 64));
        c->set(attribute_name(block.index),
               fmt::format("{}{}: {}", spdm::measurement_type(block.type),
                           block.raw ? " (raw)" : "", bytes::to_hex(shown)));
      }
    judge(r, s, integrity, *transcript, c, subject);
  }

 private:
  void raise(std::string_view code, const std::string& subject, std::string why,
             const Resource& r) {
    parts_.inventory.findings.push_back(evidence::make_finding(
        code, subject, std::move(why), {{base::printable(r.path, 300), "SignedMeasurements"}}));
  }
  static void status(Component* c, std::string words) {
    if (c != nullptr) c->set("spdm", std::move(words));
  }

  void judge(const Resource& r, const redfish::SignedMeasurements& s,
             const redfish::ComponentIntegrity* integrity, const spdm::Transcript& t, Component* c,
             const std::string& subject) {
    const Signer signer = find_signer(s, integrity);
    spdm::SignatureVerdict verdict{spdm::SignatureStatus::unverifiable, signer.why};
    if (signer.key)
      verdict = spdm::verify_signature(t, spdm::hash_from_name(s.hash),
                                       spdm::signing_from_name(s.signing), *signer.key, engine_);
    if (verdict.status == spdm::SignatureStatus::bad) {
      status(c, "invalid");
      return raise("inventory.spdm.invalid", subject,
                   fmt::format("The signed SPDM measurements of {} are not what the device signed: "
                               "{}.",
                               subject, verdict.why),
                   r);
    }
    std::string doubt = verdict.why;
    if (verdict.status == spdm::SignatureStatus::good) doubt = doubts(signer, t);
    if (doubt.empty()) return status(c, "verified");
    status(c, "unverified");
    raise("inventory.spdm.unverified", subject,
          fmt::format("The SPDM measurements of {} prove nothing yet: {}.", subject, doubt), r);
  }

  // Of a good signature: who holds the key, and when was it made?
  std::string doubts(const Signer& signer, const spdm::Transcript& t) {
    if (!signer.leaf) return "the signature fits a bare public key that only the BMC vouches for";
    if (trust_.roots == nullptr)
      return "the signature fits, but no trusted root for device certificates was given";
    const auto chain =
        x509::verify_chain(*signer.leaf, *trust_.roots, trust_.as_of, parts_.budget, signer.others);
    if (!chain.trusted())
      return fmt::format("the signature fits, but its certificate is {}: {}",
                         x509::name(chain.status), chain.reason);
    const auto nonce = t.exchanges.back().requester_nonce;
    if (std::ranges::none_of(trust_.nonces,
                             [&](const auto& issued) { return bytes::equal(issued, nonce); }))
      return "the signature and its certificate hold, but nothing shows that they are fresh: the "
             "nonce is none that the appraiser issued";
    return {};
  }

  void read_certificates(std::string_view uri, std::vector<x509::Certificate>& out) {
    const Resource* found = uri.empty() ? nullptr : parts_.tree.find(uri);
    if (found == nullptr || found->kind != Kind::certificate) return;
    Mistyped mistyped;
    const auto text = redfish::certificate(*found, mistyped).text;
    auto file = x509::read_certificates(bytes::Reader(bytes::as_bytes(text)), parts_.budget);
    for (auto& one : file.certificates)
      if (out.size() < kMostCertificates) out.push_back(std::move(one));
  }

  Signer find_signer(const redfish::SignedMeasurements& s,
                     const redfish::ComponentIntegrity* integrity) {
    Signer out;
    if (!s.public_key.empty()) {
      auto key = crypto::PublicKey::from_pem(s.public_key);
      if (key)
        out.key = *std::move(key);
      else
        out.why = "PublicKey is no key that Assay can read";
      return out;
    }
    const std::string uri = !s.certificate.empty() ? s.certificate
                            : integrity != nullptr ? integrity->certificate
                                                   : std::string{};
    std::vector<x509::Certificate> own;
    read_certificates(uri, own);
    if (own.empty()) {
      out.why = uri.empty() ? "no certificate is named" : "the certificate it names is not there";
      return out;
    }
    // A chain is written from either end: the leaf is the one that issued none of the others.
    std::size_t leaf = 0;
    for (std::size_t i = 0; i < own.size(); ++i) {
      const auto subject = own[i].subject.match_key();
      if (std::ranges::none_of(own, [&](const auto& other) {
            return &other != &own[i] && other.issuer.match_key() == subject;
          })) {
        leaf = i;
        break;
      }
    }
    out.leaf = own[leaf];
    own.erase(own.begin() + static_cast<std::ptrdiff_t>(leaf));
    out.others = std::move(own);
    for (const auto index : parts_.tree.of(Kind::certificate))
      read_certificates(parts_.tree.resources()[index].uri, out.others);
    auto key = out.leaf->public_key();
    if (key)
      out.key = *std::move(key);
    else
      out.why = key.error().message;
    return out;
  }

  RedfishParts& parts_;
  const SpdmTrust& trust_;
  crypto::HashEngine engine_;
};

// Measurements in the resource itself: the BMC's word.
void state(Component* c, const redfish::ComponentIntegrity& i) {
  if (c == nullptr) return;
  c->set("spdm", "stated by the BMC");
  c->set("spdm-bmc-says", clean_text(i.verification));
  for (const auto& m : i.measurements) {
    if (m.index > 254) continue;
    const auto value = decode(m.value);
    std::string_view alg = m.hash;
    if (alg.starts_with("TPM_ALG_")) alg.remove_prefix(8);
    c->set(attribute_name(static_cast<unsigned>(m.index)),
           value ? fmt::format("{}{}{}", clean_text(alg), alg.empty() ? "" : ": ",
                               bytes::to_hex(bytes::ByteSpan(*value).first(
                                   std::min<std::size_t>(value->size(), 64))))
                 : clean_text(m.value));
  }
}

}  // namespace

void add_spdm(RedfishParts& parts, const SpdmTrust& trust) {
  std::unordered_map<std::string, redfish::ComponentIntegrity> integrities;
  std::set<std::string> answered;
  std::vector<std::pair<const Resource*, redfish::SignedMeasurements>> answers;
  for (const auto index : parts.tree.of(Kind::signed_measurements)) {
    const Resource& r = parts.tree.resources()[index];
    Mistyped mistyped;
    answers.emplace_back(&r, redfish::signed_measurements(r, mistyped));
    answered.insert(redfish::normal_uri(answers.back().second.owner));
    parts.report(r, mistyped);
  }
  std::vector<std::string> unsigned_targets;
  std::vector<evidence::Cite> cites;
  for (const auto index : parts.tree.of(Kind::component_integrity)) {
    const Resource& r = parts.tree.resources()[index];
    Mistyped mistyped;
    auto i = redfish::component_integrity(r, mistyped);
    parts.report(r, mistyped);
    if (i.type != "SPDM" || (parts.scope.shared() && !parts.scope.holds(i.target))) continue;
    if (i.enabled == false) {
      if (Component* c = parts.at(i.target)) c->set("spdm", "disabled");
      continue;
    }
    if (!i.measurements.empty()) state(parts.at(i.target), i);
    if (!i.measurements.empty() && !answered.contains(redfish::normal_uri(r.uri))) {
      unsigned_targets.push_back(base::printable(i.target.empty() ? r.uri : i.target, 200));
      if (cites.size() < kMostUnsignedNamed)
        cites.push_back({base::printable(r.path, 300), "SPDM.MeasurementSet"});
    }
    integrities.emplace(redfish::normal_uri(r.uri), std::move(i));
  }
  Check check(parts, trust);
  for (const auto& [r, answer] : answers) {
    const auto it = integrities.find(redfish::normal_uri(answer.owner));
    if (parts.scope.shared() && (it == integrities.end())) continue;
    check.response(*r, answer, it != integrities.end() ? &it->second : nullptr);
  }
  if (unsigned_targets.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < std::min(unsigned_targets.size(), kMostUnsignedNamed); ++i)
    names += (i == 0 ? "" : ", ") + unsigned_targets[i];
  if (unsigned_targets.size() > kMostUnsignedNamed) names += ", …";
  parts.inventory.findings.push_back(evidence::make_finding(
      "inventory.spdm.unverified", "SPDM",
      fmt::format("The BMC states SPDM measurements of {} ({}) without the devices' own "
                  "signatures: whoever controls the BMC can write them.",
                  base::counted(unsigned_targets.size(), "component"), names),
      std::move(cites)));
}

}  // namespace assay::inspect::inventory::detail
