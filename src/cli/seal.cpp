#include "cli/seal.h"

#include "bytes/text.h"
#include "crypto/digest.h"
#include "proof/note.h"

namespace assay::cli {

void make_manifest(evidence::Bundle& bundle, std::string server, base::Time collected,
                   std::optional<evidence::Challenge> challenge) {
  evidence::Manifest m;
  m.server = std::move(server);
  m.collected = collected;
  m.collector = "assay/" ASSAY_VERSION;
  m.challenge = std::move(challenge);
  crypto::HashEngine hash;
  for (const auto& a : bundle.artefacts)
    m.artefacts.push_back(
        {a.path, hash.hash(crypto::HashAlg::sha256, a.bytes).hex(), a.bytes.size()});
  const std::string json = evidence::to_json(m);
  bundle.manifest_bytes = bytes::copy(bytes::as_bytes(json));
  bundle.manifest_signature.clear();
  bundle.manifest = std::move(m);
}

base::Result<void> sign_manifest(const Context& c, const std::string& key_path,
                                 evidence::Bundle& bundle) {
  if (key_path.empty()) return {};
  ASSAY_TRY(const auto text, c.fs.read(key_path, 4096));
  auto key = proof::parse_signing_key(bytes::as_chars(text));
  if (!key) return base::in_file(std::move(key).error(), key_path);
  crypto::HashEngine hash;
  const std::string signed_text =
      evidence::signed_text(hash.hash(crypto::HashAlg::sha256, bundle.manifest_bytes).hex());
  ASSAY_TRY(const auto line, proof::sign_line(signed_text, *key));
  bundle.manifest_signature = bytes::copy(bytes::as_bytes(signed_text + "\n" + line));
  return {};
}

}  // namespace assay::cli
