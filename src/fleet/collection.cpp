#include "fleet/collection.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/fleet.h"
#include "bytes/text.h"

namespace assay::fleet {

std::string evidence_digest(const evidence::Bundle& bundle, crypto::HashEngine& hash) {
  hash.begin(crypto::HashAlg::sha256);
  // Each part is preceded by its name and size, so that no two contents run into the same bytes.
  const auto part = [&](std::string_view name, bytes::ByteSpan content) {
    const auto head = fmt::format("{} {} {}\n", name.size(), name, content.size());
    hash.update(bytes::as_bytes(head));
    hash.update(content);
  };
  part("server", bytes::as_bytes(bundle.server));
  part("manifest.json", bundle.manifest_bytes);
  part("manifest.sig", bundle.manifest_signature);
  if (!bundle.manifest || !bundle.findings.empty()) {
    std::vector<const evidence::Artefact*> order;
    for (const auto& a : bundle.artefacts) order.push_back(&a);
    std::ranges::sort(order, {}, &evidence::Artefact::path);
    for (const auto* a : order) part(a->path, a->bytes);
  }
  return hash.end().hex();
}

appraise::ServerAppraisal appraise_alone(const evidence::Bundle& bundle,
                                         const appraise::Inputs& inputs, crypto::HashEngine& hash) {
  std::vector<appraise::ServerAppraisal> one;
  one.push_back(appraise::appraise_server(bundle, inputs, hash));
  // The fleet step groups by facts that it may move elsewhere; here they are what is wanted.
  auto facts = std::move(one.front().facts);
  auto fleet = appraise::finish_fleet(std::move(one), inputs);
  auto out = std::move(fleet.servers.front());
  out.facts = std::move(facts);
  return out;
}

}  // namespace assay::fleet
