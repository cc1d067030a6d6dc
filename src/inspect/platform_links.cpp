#include "inspect/platform_links.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "formats/platform/verify.h"

namespace assay::inspect {
namespace {

namespace platform = formats::platform;
namespace x509 = formats::x509;

// More certificates than any maker's chain and any server's keys come to; a folder of thousands is
// not searched for each platform certificate.
constexpr std::size_t kMaxKnown = 4096;

std::string_view chain_word(platform::ChainState state) noexcept {
  switch (state) {
    case platform::ChainState::invalid:
      return "invalid";
    case platform::ChainState::incomplete:
    case platform::ChainState::unchecked:
      return "incomplete";
    default:
      return "valid";
  }
}

}  // namespace

void PlatformLinks::add(std::span<InspectedArtefact* const> artefacts) {
  for (const InspectedArtefact* a : artefacts)
    for (const x509::Certificate& cert : a->certificates->others)
      if (known_.size() < kMaxKnown) known_.push_back({a->path, cert});
  for (InspectedArtefact* a : artefacts)
    // Of several in one file the first has the detail.
    if (!a->certificates->platform.empty()) link(*a, a->certificates->platform.front());
}

std::string PlatformLinks::path_of(const crypto::Digest& sha256) const {
  const auto it =
      std::ranges::find_if(known_, [&](const Known& k) { return k.certificate.sha256 == sha256; });
  return it == known_.end() ? std::string{} : it->path;
}

void PlatformLinks::link(InspectedArtefact& artefact,
                         const platform::Certificate& certificate) const {
  if (known_.empty()) return;
  x509::TrustStore store;
  for (const Known& k : known_) store.add(k.certificate, k.path, x509::Role::by_shape);
  bytes::Budget budget;
  const platform::ChainCheck chain =
      platform::verify_chain(certificate, store, certificate.not_before, budget);
  artefact.detail["chain"] = chain_word(chain.state);
  artefact.detail["chain_reason"] = chain.reason;
  std::string files;
  for (const crypto::Digest& digest : chain.fingerprints) {
    const std::string path = base::printable(path_of(digest), 300);
    artefact.detail["chain_files"].push_back(path);
    files += (files.empty() ? "" : ", ") + path;
  }
  artefact.text += fmt::format("    chain   {}{}{}\n", chain_word(chain.state),
                               files.empty() ? ": " + chain.reason : " by ", files);
  if (chain.state == platform::ChainState::invalid)
    artefact.findings.push_back(evidence::make_finding(
        "inventory.certificate.invalid", base::printable(artefact.path, 300),
        fmt::format("{} is {}.", base::printable(artefact.path, 300), chain.reason),
        {{base::printable(artefact.path, 300), "signatureValue"}}));

  for (const Known& k : known_) {
    if (platform::holder_match(certificate, k.certificate) != platform::HolderMatch::match)
      continue;
    artefact.detail["holder_match"] = base::printable(k.path, 300);
    artefact.text += fmt::format("    holder  is {}\n", base::printable(k.path, 300));
    return;
  }
}

}  // namespace assay::inspect
