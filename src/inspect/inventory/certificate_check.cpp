#include "inspect/inventory/certificate_check.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "formats/platform/assembly.h"
#include "formats/platform/certificate_file.h"
#include "inspect/inventory/from_platform.h"
#include "inspect/inventory/malformed.h"

namespace assay::inspect::inventory {
namespace {

namespace platform = formats::platform;
namespace x509 = formats::x509;
using platform::ChainState;

constexpr std::string_view kSubject = "platform certificate";

// Of several EK certificates in one file, any may be named; CA certificates of its chain are not
// what a platform certificate speaks of.
std::vector<x509::Certificate> ek_certificates(const evidence::Artefact* artefact,
                                               bytes::Budget& budget) {
  std::vector<x509::Certificate> out;
  if (artefact == nullptr) return out;
  auto file = x509::read_certificates(bytes::Reader(artefact->bytes), budget);
  for (x509::Certificate& cert : file.certificates)
    if (!cert.extensions.basic_constraints || !cert.extensions.basic_constraints->ca)
      out.push_back(std::move(cert));
  return out;
}

class Check {
 public:
  Check(const x509::TrustStore* roots, base::Time as_of, bytes::Budget& budget)
      : roots_(roots), as_of_(as_of), budget_(budget) {}

  PlatformCheck run(std::span<const evidence::Artefact* const> artefacts,
                    const evidence::Artefact* ek) {
    for (const evidence::Artefact* artefact : artefacts) read(*artefact);
    if (certs_.empty()) return std::move(out_);
    eks_ = ek_certificates(ek, budget_);
    for (std::size_t i = 0; i < certs_.size(); ++i) look(i);
    assemble();
    return std::move(out_);
  }

 private:
  void read(const evidence::Artefact& artefact) {
    auto file = platform::read_certificates(bytes::Reader(artefact.bytes), budget_);
    for (const auto& error : file.errors) out_.findings.push_back(malformed(artefact.path, error));
    for (auto& cert : file.certificates) {
      certs_.push_back(std::move(cert));
      CheckedCertificate checked;
      checked.path = artefact.path;
      out_.certificates.push_back(std::move(checked));
    }
    std::ranges::move(file.others, std::back_inserter(others_));
  }

  void find(std::string_view code, std::size_t i, std::string why) {
    const std::uint64_t at = certs_[i].offset;
    out_.findings.push_back(
        evidence::make_finding(code, std::string(kSubject), std::move(why),
                               {{base::printable(out_.certificates[i].path, 300),
                                 fmt::format("certificate at offset {} (0x{:x})", at, at)}}));
  }
  [[nodiscard]] std::string called(std::size_t i) const {
    return fmt::format("The {} platform certificate in {} (serial {})",
                       platform::name(certs_[i].statement.kind),
                       base::printable(out_.certificates[i].path, 300), certs_[i].serial_text());
  }

  void look(std::size_t i) {
    CheckedCertificate& checked = out_.certificates[i];
    checked.kind = certs_[i].statement.kind;
    checked.holder_text = certs_[i].holder.text();
    checked.holder = holder(certs_[i]);
    if (roots_ == nullptr)
      checked.chain.reason = "no roots of makers were given to check it against";
    else
      checked.chain = platform::verify_chain(certs_[i], *roots_, as_of_, budget_, others_);
    chain_findings(i);
    quirk_findings(i);
  }

  [[nodiscard]] HolderState holder(const platform::Certificate& cert) const {
    if (eks_.empty()) return HolderState::unbound;
    HolderState best = HolderState::unnamed;
    for (const x509::Certificate& ek : eks_) {
      const auto match = platform::holder_match(cert, ek);
      if (match == platform::HolderMatch::match) return HolderState::match;
      if (match == platform::HolderMatch::other) best = HolderState::other;
    }
    return best;
  }

  void chain_findings(std::size_t i) {
    const platform::ChainCheck& chain = out_.certificates[i].chain;
    switch (chain.state) {
      case ChainState::valid:
        return;
      case ChainState::expired:
      case ChainState::not_yet_valid:
        return find(
            "inventory.certificate.expired", i,
            fmt::format("{} is signed by a trusted maker, but {}.", called(i), chain.reason));
      case ChainState::invalid:
        return find(
            "inventory.certificate.invalid", i,
            fmt::format("{} does not carry its issuer's signature: {}.", called(i), chain.reason));
      case ChainState::incomplete:
      case ChainState::unchecked:
        return find(
            "inventory.certificate.untrusted", i,
            fmt::format("{} is not proven to be its maker's: {}.", called(i), chain.reason));
    }
  }

  void quirk_findings(std::size_t i) {
    std::string all;
    const auto add = [&](std::string_view words) {
      if (!all.empty()) all += "; ";
      all += words;
    };
    for (const auto q : certs_[i].encoding_quirks) add(x509::describe(q));
    for (const auto q : certs_[i].quirks.all()) add(platform::describe(q));
    if (!all.empty())
      find("inventory.certificate.quirk", i,
           fmt::format("{} departs from its profile: {}.", called(i), all));
  }

  // Bases about other TPMs are set aside where one is about this TPM.
  [[nodiscard]] bool is_stray(std::size_t i) const {
    const auto about_this = [&](std::size_t k) {
      return certs_[k].statement.kind != platform::Kind::delta &&
             out_.certificates[k].holder == HolderState::match;
    };
    if (certs_[i].statement.kind == platform::Kind::delta ||
        out_.certificates[i].holder != HolderState::other)
      return false;
    for (std::size_t k = 0; k < certs_.size(); ++k)
      if (about_this(k) && !platform::builds_on(certs_[i], certs_[k])) return true;
    return false;
  }

  void assemble() {
    std::vector<std::size_t> kept;
    std::vector<const platform::Certificate*> usable;
    const auto keep = [&](std::size_t i) {
      kept.push_back(i);
      usable.push_back(&certs_[i]);
    };
    for (std::size_t i = 0; i < certs_.size(); ++i) {
      if (certs_[i].statement.kind == platform::Kind::delta) continue;
      if (out_.certificates[i].chain.state == ChainState::invalid) continue;
      if (is_stray(i))
        find("inventory.certificate.quirk", i,
             fmt::format("{} speaks of another TPM ({}) and is set aside.", called(i),
                         out_.certificates[i].holder_text));
      else
        keep(i);
    }
    drop_weaker(kept, usable);
    const bool base_signed = std::ranges::any_of(kept, [&](std::size_t i) { return good(i); });
    for (std::size_t i = 0; i < certs_.size(); ++i) {
      if (certs_[i].statement.kind != platform::Kind::delta) continue;
      if (out_.certificates[i].chain.state == ChainState::invalid) continue;
      if (base_signed && !good(i))
        find("inventory.certificate.delta-gap", i,
             called(i) +
                 " changes a list that a trusted maker signed, but nobody trusted signed "
                 "the change: it is not applied.");
      else
        keep(i);
    }
    apply(kept, platform::assemble(usable));
  }

  [[nodiscard]] bool good(std::size_t i) const {
    return platform::is_signed(out_.certificates[i].chain.state);
  }

  // Where one base is a trusted maker's, the others are nobody's.
  void drop_weaker(std::vector<std::size_t>& kept,
                   std::vector<const platform::Certificate*>& usable) const {
    if (std::ranges::none_of(kept, [&](std::size_t i) { return good(i); })) return;
    std::vector<std::size_t> strong;
    usable.clear();
    for (const std::size_t i : kept)
      if (good(i)) {
        strong.push_back(i);
        usable.push_back(&certs_[i]);
      }
    kept = std::move(strong);
  }

  void apply(const std::vector<std::size_t>& kept, const platform::Assembly& assembly) {
    for (const platform::Gap& gap : assembly.gaps)
      find("inventory.certificate.delta-gap", kept[gap.certificate],
           fmt::format("{} does not fit: {}.", called(kept[gap.certificate]), gap.reason));
    if (!assembly.base) return;
    const std::size_t base = kept[*assembly.base];
    CheckedCertificate& counted = out_.certificates[base];
    counted.counted = true;
    for (const std::size_t delta : assembly.applied) {
      out_.certificates[kept[delta]].counted = true;
      out_.certificates[kept[delta]].holder = counted.holder;
    }
    out_.chain = counted.chain.state;
    out_.holder = counted.holder;
    out_.complete = std::ranges::none_of(out_.findings, [](const evidence::Finding& f) {
      return f.code == "inventory.certificate.delta-gap";
    });
    out_.expected = certified_components(assembly.components, counted.path);
    const platform::PlatformIdentity& id = certs_[base].statement.platform;
    out_.identity.manufacturer = clean_text(id.manufacturer);
    out_.identity.product = clean_text(id.model);
    out_.identity.serial = clean_text(id.serial);
    holder_findings(base);
  }

  void holder_findings(std::size_t base) {
    const std::string& named = out_.certificates[base].holder_text;
    switch (out_.holder) {
      case HolderState::match:
        return;
      case HolderState::other:
        return find("inventory.certificate.holder-mismatch", base,
                    fmt::format("{} speaks of the TPM whose EK certificate is {}; this server's is "
                                "{}, serial {}.",
                                called(base), named, eks_.front().issuer.text(),
                                eks_.front().serial_text()));
      case HolderState::unnamed:
      case HolderState::unbound:
        return find("inventory.certificate.unbound", base,
                    out_.holder == HolderState::unnamed
                        ? called(base) + " names no EK certificate that could be compared."
                        : fmt::format("{} speaks of the TPM whose EK certificate is {}; the "
                                      "evidence holds no EK certificate to compare.",
                                      called(base), named));
    }
  }

  const x509::TrustStore* roots_;
  base::Time as_of_;
  bytes::Budget& budget_;
  std::vector<platform::Certificate> certs_;
  std::vector<x509::Certificate> others_;
  std::vector<x509::Certificate> eks_;
  PlatformCheck out_;
};

}  // namespace

std::string_view name(HolderState state) noexcept {
  switch (state) {
    case HolderState::match:
      return "match";
    case HolderState::other:
      return "other";
    case HolderState::unnamed:
      return "unnamed";
    case HolderState::unbound:
      return "unbound";
  }
  return "unknown";
}

PlatformCheck check_platform(std::span<const evidence::Artefact* const> certificates,
                             const evidence::Artefact* ek_certificate,
                             const x509::TrustStore* roots, base::Time as_of,
                             bytes::Budget& budget) {
  return Check(roots, as_of, budget).run(certificates, ek_certificate);
}

}  // namespace assay::inspect::inventory
