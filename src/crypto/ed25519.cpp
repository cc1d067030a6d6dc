#include "crypto/ed25519.h"

#include <memory>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "bytes/text.h"

namespace assay::crypto {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* ctx) const noexcept { EVP_MD_CTX_free(ctx); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Key private_key(const Ed25519Seed& seed) {
  return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                          bytes::as_uchars(bytes::ByteSpan(seed)), seed.size()));
}

std::unexpected<base::Error> refused(std::string message) {
  ERR_clear_error();
  return base::fail(base::ErrorKind::refused, std::move(message));
}

}  // namespace

bool verify_ed25519(const Ed25519Public& key, bytes::ByteSpan message, bytes::ByteSpan signature) {
  if (signature.size() != kEd25519Signature) return false;
  const Key pkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                             bytes::as_uchars(bytes::ByteSpan(key)), key.size()));
  const Context ctx(EVP_MD_CTX_new());
  const bool good = pkey && ctx &&
                    EVP_DigestVerifyInit(ctx.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
                    EVP_DigestVerify(ctx.get(), bytes::as_uchars(signature), signature.size(),
                                     bytes::as_uchars(message), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

base::Result<Ed25519Signature> sign_ed25519(const Ed25519Seed& seed, bytes::ByteSpan message) {
  const Key key = private_key(seed);
  const Context ctx(EVP_MD_CTX_new());
  Ed25519Signature out{};
  std::size_t size = out.size();
  if (!key || !ctx || EVP_DigestSignInit(ctx.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(ctx.get(), bytes::as_uchars(std::span<std::byte>(out)), &size,
                     bytes::as_uchars(message), message.size()) != 1)
    return refused("cannot sign with this Ed25519 key");
  return out;
}

base::Result<Ed25519Public> ed25519_public(const Ed25519Seed& seed) {
  const Key key = private_key(seed);
  Ed25519Public out{};
  std::size_t size = out.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), bytes::as_uchars(std::span<std::byte>(out)),
                                          &size) != 1)
    return refused("cannot derive the public half of this Ed25519 key");
  return out;
}

base::Result<Ed25519Seed> new_ed25519_seed() {
  Ed25519Seed seed{};
  if (RAND_priv_bytes(bytes::as_uchars(std::span<std::byte>(seed)),
                      static_cast<int>(seed.size())) != 1)
    return refused("the operating system's random generator failed");
  return seed;
}

}  // namespace assay::crypto
