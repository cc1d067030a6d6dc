#include "formats/ima/template_digest.h"

#include <array>

#include "bytes/text.h"
#include "formats/ima/entry_reader.h"

namespace assay::formats::ima {
namespace {

constexpr std::array<std::byte, 256> kPadding{};

}  // namespace

crypto::Digest hash_template_data(const Entry& entry, crypto::HashAlg alg,
                                  crypto::HashEngine& engine) {
  if (!entry.is_legacy()) return engine.hash(alg, entry.template_data);
  constexpr std::size_t kNameAt = kLegacyDigest + sizeof(std::uint32_t);
  if (entry.template_data.size() < kNameAt) return {};
  const bytes::ByteSpan name = entry.template_data.subspan(kNameAt);
  if (name.size() > kPadding.size()) return {};
  engine.begin(alg);
  engine.update(entry.template_data.first(kLegacyDigest));
  engine.update(name);
  engine.update(std::span(kPadding).first(kPadding.size() - name.size()));
  return engine.end();
}

TemplateDigest check_template_digest(const Entry& entry, crypto::HashAlg alg,
                                     crypto::HashEngine& engine) {
  if (entry.is_violation) return TemplateDigest::violation;
  if (!engine.supports(alg)) return TemplateDigest::not_derivable;
  const crypto::Digest derived = hash_template_data(entry, alg, engine);
  return bytes::equal(derived.span(), entry.template_digest) ? TemplateDigest::matches
                                                             : TemplateDigest::mismatch;
}

}  // namespace assay::formats::ima
