#include "floor.h"

#include <algorithm>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdexcept>

#include "bytes/text.h"

namespace assay::bench {

Floor::Floor(const std::vector<SyntheticServer>& servers)
    : servers_(servers),
      sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
      context_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex2(context_, sha256_, nullptr);
  crypto::HashEngine engine;
  for (const SyntheticServer& s : servers) {
    EVP_PKEY_CTX* key = EVP_PKEY_CTX_new_from_pkey(nullptr, s.key.handle(), nullptr);
    bool ready = EVP_PKEY_verify_init(key) == 1;
    if (s.key.kind() == KeyKind::rsa2048)
      ready = ready && EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PADDING) == 1;
    ready = ready && EVP_PKEY_CTX_set_signature_md(key, sha256_) == 1;
    keys_.push_back(key);
    quotes_.push_back(engine.hash(crypto::HashAlg::sha256, s.quote));
    if (!ready) throw std::runtime_error("OpenSSL cannot prepare a verification");
  }
}

Floor::~Floor() {
  for (EVP_PKEY_CTX* key : keys_) EVP_PKEY_CTX_free(key);
  EVP_MD_CTX_free(context_);
  EVP_MD_free(sha256_);
}

void Floor::verify(std::size_t server) {
  const auto& signature = servers_[server].raw_signature;
  const auto digest = quotes_[server].span();
  if (EVP_PKEY_verify(keys_[server], bytes::as_uchars(bytes::ByteSpan(signature)), signature.size(),
                      bytes::as_uchars(digest), digest.size()) != 1)
    throw std::runtime_error("a synthetic quote does not verify");
}

void Floor::hash(bytes::ByteSpan data) {
  std::array<std::byte, 32> out{};
  EVP_DigestInit_ex2(context_, nullptr, nullptr);
  EVP_DigestUpdate(context_, data.data(), data.size());
  EVP_DigestFinal_ex(context_, bytes::as_uchars(std::span<std::byte>(out)), nullptr);
  std::ranges::copy(out, block_.begin());  // as an extend does: the next one needs it
}

void Floor::hash_log(std::size_t server) { hash(servers_[server].log.bytes); }

void Floor::extend(std::size_t server) {
  for (std::size_t i = 0; i < servers_[server].log.events; ++i) hash(block_);
}

}  // namespace assay::bench
