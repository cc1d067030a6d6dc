#include "formats/platform/verify.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::platform {
namespace {

constexpr std::string_view kAnyPurpose = "2.5.29.37.0";  // RFC 5280, 4.2.1.12

std::string called(const x509::Certificate& cert) {
  const std::string subject = cert.subject.text();
  return subject.empty() ? "the certificate with serial " + cert.serial_text() : subject;
}

// RFC 5755, 4.5 and 5: keyUsage, where there is one, must allow digital signatures; makers sign
// with CA certificates too. A certificate that is no CA and whose purpose is something else (a web
// server's, an EK's) must not be able to vouch for hardware.
std::string may_not_issue(const x509::Certificate& issuer) {
  const x509::Extensions& e = issuer.extensions;
  const bool ca = e.basic_constraints && e.basic_constraints->ca;
  constexpr unsigned kEither = x509::kDigitalSignature | x509::kKeyCertSign;
  if (e.key_usage && (*e.key_usage & kEither) == 0)
    return called(issuer) + " may not sign: its keyUsage lacks digitalSignature";
  if (ca) return {};
  if (!e.key_usage && !issuer.self_issued())
    return called(issuer) + " is no CA, and no keyUsage lets it sign statements";
  const auto& purposes = e.extended_key_usage;
  if (!purposes.empty() && std::ranges::none_of(purposes, [](const std::string& oid) {
        return oid == kAnyPurpose || is_platform_purpose(oid);
      }))
    return called(issuer) + " is certified for other purposes than platform certificates";
  return {};
}

ChainState from(x509::ChainStatus status) noexcept {
  switch (status) {
    case x509::ChainStatus::trusted:
      return ChainState::valid;
    case x509::ChainStatus::expired:
      return ChainState::expired;
    case x509::ChainStatus::not_yet_valid:
      return ChainState::not_yet_valid;
    case x509::ChainStatus::untrusted:
      break;
  }
  return ChainState::incomplete;
}

// How much a candidate's outcome says; the best is kept.
int rank(ChainState state) noexcept {
  switch (state) {
    case ChainState::valid:
      return 5;
    case ChainState::expired:
      return 4;
    case ChainState::not_yet_valid:
      return 3;
    case ChainState::incomplete:
      return 2;
    case ChainState::unchecked:
      return 1;
    case ChainState::invalid:
      return 0;
  }
  return 0;
}

class Search {
 public:
  Search(const Certificate& cert, const x509::TrustStore& store, base::Time as_of,
         bytes::Budget& budget, std::span<const x509::Certificate> extra)
      : cert_(cert), store_(store), as_of_(as_of), budget_(budget), extra_(extra) {}

  ChainCheck run() {
    if (const x509::Extension* bad = cert_.extensions.unusable(); bad != nullptr)
      return {.state = ChainState::incomplete,
              .reason = fmt::format("it has the critical extension {}, which Assay cannot honour",
                                    bad->oid)};
    if (!cert_.algorithm.scheme)
      return {.state = ChainState::unchecked,
              .reason = fmt::format("not checked: its signature algorithm {} is not one that Assay "
                                    "knows how to verify",
                                    cert_.algorithm.text())};
    const std::string key = cert_.issuer.match_key();
    for (const std::uint32_t index : store_.by_subject(key)) look(store_.entry(index).certificate);
    for (const x509::Certificate& candidate : extra_)
      if (candidate.subject.match_key() == key) look(candidate);
    if (!best_)
      return {.state = ChainState::incomplete,
              .reason = fmt::format("its issuer, {}, is not among the trusted certificates",
                                    cert_.issuer.text())};
    dates();
    return *std::move(best_);
  }

 private:
  void keep(ChainCheck check) {
    if (!best_ || rank(check.state) > rank(best_->state)) best_ = std::move(check);
  }

  void look(const x509::Certificate& issuer) {
    if (best_ && best_->state == ChainState::valid) return;
    const auto& wanted = cert_.extensions.authority_key_id;
    const auto& own = issuer.extensions.subject_key_id;
    // A namesake with another key: not the one that the certificate means.
    if (!wanted.empty() && !own.empty() && !bytes::equal(wanted, own)) return;
    if (!budget_.items(x509::kSignatureCost, cert_.offset, "certificate path"))
      return keep({.reason = "too many certificates of the issuer's name to try them all"});
    if (std::string why = cert_.form == Form::attribute ? may_not_issue(issuer) : ""; !why.empty())
      return keep({.reason = std::move(why)});
    if (const auto good = signed_by(cert_, issuer); !good)
      return keep(
          {.state = ChainState::invalid,
           .reason = fmt::format("not signed by {}: {}", called(issuer), good.error().message)});
    // A key certificate is a leaf like any other: its issuer must be a CA, and allow one below it.
    x509::ChainResult above =
        cert_.form == Form::key
            ? x509::verify_chain(*cert_.key_certificate, store_, as_of_, budget_, extra_)
            : x509::verify_chain(issuer, store_, as_of_, budget_, extra_);
    if (cert_.form == Form::key && !above.path.empty()) {
      above.path.erase(above.path.begin());
      above.fingerprints.erase(above.fingerprints.begin());
    }
    keep({.state = from(above.status),
          .reason = std::move(above.reason),
          .path = std::move(above.path),
          .fingerprints = std::move(above.fingerprints)});
  }

  void dates() {
    if (best_->state != ChainState::valid) return;
    if (as_of_ > cert_.not_after) {
      best_->state = ChainState::expired;
      best_->reason = fmt::format("it expired at {}", base::to_rfc3339(cert_.not_after));
    } else if (as_of_ < cert_.not_before) {
      best_->state = ChainState::not_yet_valid;
      best_->reason = fmt::format("it is valid only from {}", base::to_rfc3339(cert_.not_before));
    }
  }

  const Certificate& cert_;
  const x509::TrustStore& store_;
  base::Time as_of_;
  bytes::Budget& budget_;
  std::span<const x509::Certificate> extra_;
  std::optional<ChainCheck> best_;
};

// What each stated way of naming the holder says; several must agree.
class Votes {
 public:
  void cast(bool same) noexcept {
    any_ = true;
    all_ = all_ && same;
  }
  [[nodiscard]] HolderMatch result() const noexcept {
    return !any_ ? HolderMatch::unnamed : all_ ? HolderMatch::match : HolderMatch::other;
  }

 private:
  bool any_ = false;
  bool all_ = true;
};

void compare_digest(const ObjectDigest& stated, const x509::Certificate& ek, Votes& votes) {
  const auto alg = hash_from_oid(stated.hash_oid);
  if (!alg || stated.of == ObjectDigest::Of::other) return;
  crypto::HashEngine engine;
  const bytes::ByteSpan over =
      stated.of == ObjectDigest::Of::public_key_certificate ? ek.der : ek.spki;
  votes.cast(bytes::equal(engine.hash(*alg, over).span(), stated.digest));
}

// Several EK certificates may be anchors (RSA and ECC): one that fits is enough.
HolderMatch anchored(const Certificate& certificate, const x509::Certificate& ek) {
  bool named = false;
  for (const Trait& trait : certificate.statement.anchors) {
    if (trait.category != kCategoryEkCertificate || !trait.certificate) continue;
    named = true;
    if (trait.certificate->names(ek.issuer, ek.serial, ek.signature)) return HolderMatch::match;
  }
  return named ? HolderMatch::other : HolderMatch::unnamed;
}

}  // namespace

std::string_view name(ChainState state) noexcept {
  switch (state) {
    case ChainState::valid:
      return "valid";
    case ChainState::expired:
      return "expired";
    case ChainState::not_yet_valid:
      return "not yet valid";
    case ChainState::incomplete:
      return "incomplete";
    case ChainState::unchecked:
      return "unchecked";
    case ChainState::invalid:
      return "invalid";
  }
  return "unknown";
}

ChainCheck verify_chain(const Certificate& certificate, const x509::TrustStore& store,
                        base::Time as_of, bytes::Budget& budget,
                        std::span<const x509::Certificate> extra) {
  return Search(certificate, store, as_of, budget, extra).run();
}

base::Result<void> signed_by(const Certificate& certificate, const x509::Certificate& issuer) {
  using base::ErrorKind;
  if (certificate.issuer.match_key() != issuer.subject.match_key())
    return base::fail(ErrorKind::refused, "the issuer has another name");
  const auto& quirks = certificate.encoding_quirks;
  if (std::ranges::find(quirks, x509::Quirk::algorithm_mismatch) != quirks.end())
    return base::fail(ErrorKind::refused,
                      std::string(x509::describe(x509::Quirk::algorithm_mismatch)));
  ASSAY_TRY(const crypto::PublicKey key, issuer.public_key());
  return x509::verify(certificate.algorithm, key, certificate.tbs, certificate.signature);
}

HolderMatch holder_match(const Certificate& certificate, const x509::Certificate& ek) {
  if (certificate.form == Form::key) return anchored(certificate, ek);
  Votes votes;
  if (certificate.holder.base_certificate)
    votes.cast(certificate.holder.base_certificate->names(ek.issuer, ek.serial));
  if (certificate.holder.digest) compare_digest(*certificate.holder.digest, ek, votes);
  if (votes.result() == HolderMatch::unnamed) return anchored(certificate, ek);
  return votes.result();
}

}  // namespace assay::formats::platform
