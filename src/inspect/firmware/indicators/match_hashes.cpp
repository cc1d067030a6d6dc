#include <fmt/format.h>
#include <map>
#include <set>

#include "base/text.h"
#include "formats/pe/authenticode.h"
#include "inspect/firmware/indicators/matchers.h"

namespace assay::inspect::firmware::indicators {
namespace {

namespace pe = formats::pe;
using crypto::Digest;
using crypto::HashAlg;

constexpr bytes::Limits kLimits{.items = 200'000, .bytes = 256ULL << 20U, .depth = 16};

// The digests under which a list may know a module, each with what it is the digest of.
std::vector<std::pair<Digest, std::string_view>> digests_of(const Hits& hits, const Module& m,
                                                            const std::set<HashAlg>& algs,
                                                            crypto::HashEngine& hash) {
  std::vector<std::pair<Digest, std::string_view>> out;
  const Node& node = hits.tree().nodes[m.node];
  bytes::Budget budget(kLimits);
  const auto image = m.executable
                         ? pe::parse_image(bytes::Reader(m.body, m.offset), budget)
                         : bytes::Parsed<pe::Image>(bytes::bad_value(0, "image", "an executable"));
  for (const HashAlg alg : algs) {
    out.emplace_back(hash.hash(alg, m.body), "its bytes");
    if (node.header != 0)
      out.emplace_back(alg == HashAlg::sha256
                           ? node.digest
                           : hash.hash(alg, hits.tree().bytes_of(node, hits.image())),
                       "its bytes with their header");
    if (!image) continue;
    for (const bool padded : {false, true})
      if (const auto digest = pe::authenticode_digest(*image, alg, hash, padded))
        out.emplace_back(*digest, "its code (Authenticode)");
  }
  return out;
}

}  // namespace

void match_hashes(Hits& hits, std::span<const Module> modules, const IndicatorList& list) {
  std::map<Digest, const formats::indicators::ListedDigest*> wanted;
  std::set<HashAlg> algs;
  for (const auto& d : list.hashes.digests) {
    wanted.try_emplace(d.digest, &d);
    algs.insert(d.digest.alg());
  }
  if (list.hashes.unsupported != 0)
    hits.note("firmware.indicator.unevaluated", list.name,
              fmt::format("{} of this list are of kinds that Assay does not compute (MD5).",
                          base::counted(list.hashes.unsupported, "digest")));
  crypto::HashEngine hash;
  const auto check = [&](const Module& m) {
    for (const auto& [digest, of] : digests_of(hits, m, algs, hash)) {
      const auto it = wanted.find(digest);
      if (it == wanted.end()) continue;
      const auto& listed = *it->second;
      hits.add("firmware.indicator.hash", digest.hex(), m.node, m.offset,
               fmt::format("The digest {} of {} is on {}, line {}{}.", digest.hex(), of,
                           base::printable(list.name, 200), listed.line,
                           listed.name.empty() ? "" : fmt::format(" ({})", listed.name)));
      return;
    }
  };
  for (const Module& m : modules) check(m);
  // Whole FFS files and the image itself are listed too.
  for (std::uint32_t i = 0; i < hits.tree().nodes.size(); ++i) {
    const Node& node = hits.tree().nodes[i];
    if (node.kind != Kind::file && node.kind != Kind::image && node.kind != Kind::capsule) continue;
    const auto all = hits.tree().bytes_of(node, hits.image());
    if (all.size() > node.header)
      check({.node = i, .body = all.subspan(node.header), .offset = node.offset + node.header});
  }
}

}  // namespace assay::inspect::firmware::indicators
