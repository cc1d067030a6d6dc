#include "proof/cosignature.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "proof/key_text.h"

namespace assay::proof {
namespace {

constexpr std::uint64_t kLatest = 0x7FFF'FFFF'FFFF'FFFF;

std::string cosigned_message(std::string_view text, std::uint64_t timestamp) {
  return fmt::format("cosignature/v1\ntime {}\n{}", timestamp, text);
}

}  // namespace

base::Result<CosignerKey> parse_cosigner_key(std::string_view text) {
  ASSAY_TRY(auto parts, parse_key_text(text, kCosignatureKey));
  CosignerKey key{.name = std::move(parts.name), .id = parts.id, .key = parts.payload};
  if (key.id != key_id_of(key.name, kCosignatureKey, key.key))
    return base::fail(
        base::ErrorKind::malformed,
        fmt::format("key '{}': its id does not belong to its name and bytes", key.name));
  return key;
}

std::string to_string(const CosignerKey& key) {
  return key_text(key.name, key.id, kCosignatureKey, key.key);
}

CosignerKey cosigner_of(const VerifierKey& key) {
  return {.name = key.name, .id = key_id_of(key.name, kCosignatureKey, key.key), .key = key.key};
}

base::Result<std::string> cosign_line(std::string_view text, const SigningKey& key,
                                      std::uint64_t timestamp) {
  if (timestamp > kLatest)
    return base::fail(base::ErrorKind::usage, "a cosignature's time is below 2^63");
  ASSAY_TRY(const auto signature,
            crypto::sign_ed25519(key.seed, bytes::as_bytes(cosigned_message(text, timestamp))));
  bytes::Writer w;
  w.be32(cosigner_of(key.verifier).id).be64(timestamp).raw(signature);
  return signature_line(key.verifier.name, w.view());
}

bool is_by(const NoteSignature& line, const CosignerKey& key) noexcept {
  return line.name == key.name && line.key_id == key.id;
}

std::optional<std::uint64_t> verify_cosignature(std::string_view text, const NoteSignature& line,
                                                const CosignerKey& key) {
  if (!is_by(line, key)) return std::nullopt;
  bytes::Reader reader(line.signature);
  const auto timestamp = reader.be64("timestamp");
  if (!timestamp || *timestamp > kLatest) return std::nullopt;
  if (!crypto::verify_ed25519(key.key, bytes::as_bytes(cosigned_message(text, *timestamp)),
                              reader.rest()))
    return std::nullopt;
  return *timestamp;
}

}  // namespace assay::proof
