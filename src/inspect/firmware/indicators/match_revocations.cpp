#include <fmt/format.h>
#include <map>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/pe/authenticode.h"
#include "formats/x509/certificate.h"
#include "inspect/firmware/indicators/matchers.h"

namespace assay::inspect::firmware::indicators {
namespace {

namespace pe = formats::pe;
namespace uefi = formats::uefi;
namespace x509 = formats::x509;
using crypto::Digest;
using crypto::HashAlg;

constexpr bytes::Limits kLimits{.items = 400'000, .bytes = 256ULL << 20U, .depth = 16};

HashAlg alg_of(const uefi::Guid& type) noexcept {
  if (type == uefi::kCertSha1) return HashAlg::sha1;
  if (type == uefi::kCertSha256 || type == uefi::kCertX509Sha256) return HashAlg::sha256;
  if (type == uefi::kCertSha384 || type == uefi::kCertX509Sha384) return HashAlg::sha384;
  if (type == uefi::kCertSha512 || type == uefi::kCertX509Sha512) return HashAlg::sha512;
  return HashAlg::none;
}

/// What one dbx forbids, ready to look up.
struct Forbidden {
  std::map<Digest, std::uint64_t> images;      ///< where the entry stands in the list
  std::map<Digest, std::string> certificates;  ///< of the to-be-signed part; since when
  std::map<Digest, std::string> whole;         ///< SHA-256 of a certificate's DER; its subject
  std::size_t unread = 0;

  explicit Forbidden(const IndicatorList& list, crypto::HashEngine& hash) {
    for (const uefi::SignatureList& l : list.lists)
      for (std::size_t i = 0; i < l.count(); ++i) add(l.entry(i), hash);
  }

 private:
  void add(const uefi::SignatureEntry& entry, crypto::HashEngine& hash) {
    const HashAlg alg = alg_of(entry.type);
    const std::size_t size = crypto::digest_size(alg);
    if (entry.kind == uefi::SignatureKind::x509) {
      whole.try_emplace(hash.hash(HashAlg::sha256, entry.data),
                        entry.subject().value_or("a certificate"));
      return;
    }
    const auto digest = size != 0 && entry.data.size() >= size
                            ? Digest::from(alg, entry.data.first(size))
                            : std::nullopt;
    if (digest && entry.kind == uefi::SignatureKind::hash)
      images.try_emplace(*digest, entry.offset);
    else if (digest && entry.kind == uefi::SignatureKind::x509_hash)
      certificates.try_emplace(*digest, entry.revoked_from());
    else
      ++unread;
  }
};

// Is one of the certificates that vouch for the image forbidden? One sentence, or nothing.
std::string by_certificate(const pe::Image& image, const Forbidden& forbidden,
                           crypto::HashEngine& hash, bytes::Budget& budget) {
  if (forbidden.certificates.empty() && forbidden.whole.empty()) return {};
  const auto signatures = pe::check_signatures(image, hash, budget);
  if (!signatures) return {};
  for (const pe::Signature& s : *signatures)
    for (const x509::Certificate& c : s.certificates) {
      const std::string subject = base::printable(c.subject.text(), 200);
      if (forbidden.whole.contains(c.sha256))
        return fmt::format("it is signed under \"{}\"", subject);
      for (const HashAlg alg : {HashAlg::sha256, HashAlg::sha384, HashAlg::sha512}) {
        const auto it = forbidden.certificates.find(hash.hash(alg, c.tbs));
        if (it == forbidden.certificates.end()) continue;
        return fmt::format("it is signed under \"{}\", revoked {}", subject,
                           it->second.empty() ? "from the start" : "from " + it->second);
      }
    }
  return {};
}

}  // namespace

void match_revocations(Hits& hits, std::span<const Module> modules, const IndicatorList& list) {
  crypto::HashEngine hash;
  const Forbidden forbidden(list, hash);
  const std::string file = base::printable(list.name, 200);
  if (forbidden.unread != 0)
    hits.note("firmware.indicator.unevaluated", list.name,
              fmt::format("{} of this list are of kinds that Assay does not compare.",
                          base::counted(forbidden.unread, "entry", "entries")));
  for (const Module& m : modules) {
    if (!m.executable) continue;
    bytes::Budget budget(kLimits);
    const auto image = pe::parse_image(bytes::Reader(m.body, m.offset), budget);
    if (!image || image->form == pe::Form::te) continue;
    std::string why;
    for (const HashAlg alg : {HashAlg::sha256, HashAlg::sha1, HashAlg::sha384, HashAlg::sha512}) {
      const auto digest = pe::authenticode_digest(*image, alg, hash);
      const auto it = digest ? forbidden.images.find(*digest) : forbidden.images.end();
      if (it == forbidden.images.end()) continue;
      why = fmt::format("its digest {} is entry at offset {:#x}", digest->hex(), it->second);
      break;
    }
    if (why.empty()) why = by_certificate(*image, forbidden, hash, budget);
    if (!why.empty())
      hits.add("firmware.module.revoked", why, m.node, m.offset,
               fmt::format("This executable is revoked by {}: {}.", file, why));
  }
}

}  // namespace assay::inspect::firmware::indicators
