#include "formats/spdm/verify.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::formats::spdm {
namespace {

SignatureVerdict cannot(std::string why) { return {SignatureStatus::unverifiable, std::move(why)}; }
SignatureVerdict bad(std::string why) { return {SignatureStatus::bad, std::move(why)}; }

bool fits(const Signing& signing, const crypto::PublicKey& key) {
  const bool ec = signing.scheme == crypto::SignatureScheme::ecdsa;
  return key.type() == (ec ? crypto::KeyType::ec : crypto::KeyType::rsa) &&
         key.bits() == signing.bits;
}

bool is_good(const Signing& signing, const crypto::PublicKey& key, const crypto::Digest& digest,
             bytes::ByteSpan signature) {
  if (signing.scheme != crypto::SignatureScheme::ecdsa)
    return key.verify(signing.scheme, digest, signature);
  const auto half = signature.size() / 2;
  return key.verify_ecdsa(digest, signature.first(half), signature.subspan(half));
}

}  // namespace

base::Bytes measurements_prefix(std::uint8_t version) {
  constexpr std::string_view kWhat = "responder-measurements signing";
  constexpr std::size_t kWhatField = 36;
  const std::string one = fmt::format("dmtf-spdm-v{}.{}.*", version >> 4U, version & 0x0FU);
  bytes::Writer w;
  for (int i = 0; i < 4; ++i) w.raw(bytes::as_bytes(one));
  w.zeros(kWhatField - kWhat.size()).raw(bytes::as_bytes(kWhat));
  return std::move(w).release();
}

SignatureVerdict verify_signature(const Transcript& t, std::optional<crypto::HashAlg> hash,
                                  std::optional<Signing> signing, const crypto::PublicKey& key,
                                  crypto::HashEngine& engine) {
  if (t.signature.empty()) return cannot("no signature was asked for");
  if (t.needs_vca() && !t.negotiated)
    return cannot(fmt::format(
        "SPDM {}.{} signs version, capabilities and algorithms too, and their messages are missing",
        t.version >> 4U, t.version & 0x0FU));
  if (t.negotiated) {
    const auto chosen_hash = hash_from_bits(t.negotiated->base_hash_sel);
    const auto chosen = signing_from_bits(t.negotiated->base_asym_sel);
    if ((hash && chosen_hash && *hash != *chosen_hash) ||
        (signing && chosen && *signing != *chosen))
      return bad("the algorithms named beside the transcript are not those that it negotiated");
    hash = chosen_hash;
    signing = chosen;
  }
  if (!hash || !engine.supports(*hash))
    return cannot("the hash algorithm is none that Assay knows");
  if (!signing) return cannot("the signing algorithm is none that Assay can check");
  if (!fits(*signing, key)) return bad("the certified key is no key of the negotiated algorithm");
  if (t.signature.size() != signing->size)
    return bad(fmt::format("{} bytes follow the last message where a signature of {} was expected",
                           t.signature.size(), signing->size));
  crypto::Digest digest = engine.hash(*hash, t.signed_part);
  if (t.version >= 0x12) digest = engine.hash(*hash, measurements_prefix(t.version), digest.span());
  if (!is_good(*signing, key, digest, t.signature))
    return bad("the signature does not fit the measurements and the certified key");
  return {SignatureStatus::good, {}};
}

}  // namespace assay::formats::spdm
