#include "crypto/rsa_verify.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <openssl/bn.h>
#include <openssl/err.h>

#include "base/types.h"
#include "bytes/text.h"

namespace assay::crypto {
namespace {

struct Free {
  void operator()(BIGNUM* n) const noexcept { BN_free(n); }
  void operator()(BN_CTX* c) const noexcept { BN_CTX_free(c); }
  void operator()(BN_MONT_CTX* m) const noexcept { BN_MONT_CTX_free(m); }
};
using Number = std::unique_ptr<BIGNUM, Free>;

// DER of DigestInfo up to the digest (RFC 8017, 9.2, note 1): SEQUENCE, AlgorithmIdentifier with a
// NULL, OCTET STRING.
struct Name {
  HashAlg alg;
  std::string_view der;
};
using namespace std::string_view_literals;
constexpr std::array<Name, 4> kNames{{
    {HashAlg::sha1, "\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14"sv},
    {HashAlg::sha256,
     "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"sv},
    {HashAlg::sha384,
     "\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30"sv},
    {HashAlg::sha512,
     "\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40"sv},
}};

std::string_view name_of(HashAlg alg) noexcept {
  const auto row = std::ranges::find(kNames, alg, &Name::alg);
  return row != kNames.end() ? row->der : std::string_view{};
}

Number number(bytes::ByteSpan digits) {
  return Number(BN_bin2bn(bytes::as_uchars(digits), static_cast<int>(digits.size()), nullptr));
}

// base ^ exponent mod n for an odd exponent: bits from the top, each a square and, where it is set,
// a multiplication. The last bit is always set, and multiplying with the plain base there leaves
// the Montgomery form on the way.
bool power(BIGNUM* out, const BIGNUM* base, std::uint32_t exponent, const BIGNUM* n) {
  const std::unique_ptr<BN_CTX, Free> ctx(BN_CTX_new());
  const std::unique_ptr<BN_MONT_CTX, Free> mont(BN_MONT_CTX_new());
  const Number form(BN_new());
  if (!ctx || !mont || !form || BN_MONT_CTX_set(mont.get(), n, ctx.get()) != 1 ||
      BN_to_montgomery(form.get(), base, mont.get(), ctx.get()) != 1 ||
      BN_copy(out, form.get()) == nullptr)
    return false;
  for (int bit = static_cast<int>(std::bit_width(exponent)) - 2; bit >= 0; --bit) {
    if (BN_mod_mul_montgomery(out, out, out, mont.get(), ctx.get()) != 1) return false;
    if ((exponent >> static_cast<unsigned>(bit) & 1U) == 0) continue;
    const BIGNUM* factor = bit == 0 ? base : form.get();
    if (BN_mod_mul_montgomery(out, out, factor, mont.get(), ctx.get()) != 1) return false;
  }
  return true;
}

}  // namespace

bool has_rsassa_name(HashAlg alg) noexcept { return !name_of(alg).empty(); }

bool verify_rsassa(bytes::ByteSpan modulus, std::uint32_t exponent, const Digest& digest,
                   bytes::ByteSpan signature) {
  const auto name = bytes::as_bytes(name_of(digest.alg()));
  const std::size_t size = modulus.size();
  if (name.empty() || signature.size() != size || size < 128 || exponent < 3 || exponent % 2 == 0)
    return false;
  const Number n = number(modulus);
  const Number s = number(signature);
  const Number m(BN_new());
  // RSAVP1 (5.2.2): a signature that is no residue is refused, not reduced.
  base::Bytes encoded(size);
  const bool computed =
      n && s && m && BN_is_odd(n.get()) != 0 && BN_cmp(s.get(), n.get()) < 0 &&
      power(m.get(), s.get(), exponent, n.get()) &&
      BN_bn2binpad(m.get(), bytes::as_uchars(std::span(encoded)), static_cast<int>(size)) >= 0;
  if (!computed) {
    ERR_clear_error();
    return false;
  }
  // EMSA-PKCS1-v1_5 (9.2): 00 01, FF…, 00, DigestInfo. Comparing with the whole of it leaves a
  // forger nothing that a lenient parser would skip.
  base::Bytes expected(size, std::byte{0xFF});
  expected[0] = std::byte{0};
  expected[1] = std::byte{1};
  const auto tail = std::span(expected).last(name.size() + digest.size() + 1);
  tail.front() = std::byte{0};
  std::ranges::copy(name, tail.subspan(1).begin());
  std::ranges::copy(digest.span(), tail.last(digest.size()).begin());
  return encoded == expected;
}

}  // namespace assay::crypto
