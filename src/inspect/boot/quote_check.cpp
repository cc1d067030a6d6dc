#include "inspect/boot/quote_check.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/tpm/constants.h"
#include "formats/tpm/signature.h"
#include "inspect/boot/malformed.h"

namespace assay::inspect::boot {
namespace {

using evidence::Finding;
using evidence::make_finding;
using formats::tpm::Attest;

std::string cited(const Input& input) { return std::string(input.path); }

// The signature as it came: TPMT_SIGNATURE, or (tpm2_quote -f plain, other agents) bare RSA bytes
// or a DER ECDSA-Sig-Value, whose scheme is then the key's own.
std::optional<bool> verify(const Input& input, const Ak& ak, bytes::ByteSpan message,
                           crypto::HashEngine& hash, crypto::HashAlg& alg,
                           bytes::ParseError& error) {
  if (const auto parsed = formats::tpm::parse_signature(bytes::Reader(input.bytes))) {
    alg = parsed->hash;
    return formats::tpm::verify(*ak.key, *parsed, hash.hash(alg, message));
  } else {
    error = parsed.error();
  }
  using crypto::SignatureScheme;
  const bool rsa =
      ak.key->type() == crypto::KeyType::rsa && input.bytes.size() == ak.key->bits() / 8;
  const bool ecdsa =
      ak.key->type() == crypto::KeyType::ec && bytes::starts_with(input.bytes, "\x30");
  if (!rsa && !ecdsa) return std::nullopt;
  for (const auto candidate : {crypto::HashAlg::sha256, crypto::HashAlg::sha1,
                               crypto::HashAlg::sha384, crypto::HashAlg::sha512}) {
    alg = candidate;
    const auto digest = hash.hash(candidate, message);
    if (ecdsa && ak.key->verify(SignatureScheme::ecdsa, digest, input.bytes)) return true;
    if (rsa && (ak.key->verify(SignatureScheme::rsassa, digest, input.bytes) ||
                ak.key->verify(SignatureScheme::rsapss, digest, input.bytes)))
      return true;
  }
  return false;
}

void check_signature(QuoteCheck& out, const BootEvidence& e, const BootContext& c, const Ak& ak,
                     std::vector<Finding>& findings) {
  if (!e.signature.given()) {
    findings.push_back(
        make_finding("boot.quote.invalid", "quote",
                     "The quote has no signature beside it, so anyone could have written it.",
                     {{cited(e.quote), ""}}));
    out.signature = SignatureState::invalid;
    return;
  }
  if (!ak.key) return;  // said by check_ak
  bytes::ParseError error;
  const auto good =
      verify(e.signature, ak, out.attest->signed_bytes, c.hash, out.digest_alg, error);
  if (!good) findings.push_back(malformed(e.signature, error));
  out.signature = good.value_or(false) ? SignatureState::valid : SignatureState::invalid;
  if (good && !*good)
    findings.push_back(make_finding(
        "boot.quote.invalid", "quote",
        fmt::format("The signature over the quote does not verify under the attestation key in {}.",
                    ak.source),
        {{cited(e.quote), ""}, {cited(e.signature), ""}}));
}

void check_shape(const Attest& a, const BootEvidence& e, std::vector<Finding>& findings) {
  if (a.magic != formats::tpm::kGeneratedValue)
    findings.push_back(make_finding("boot.quote.not-tpm", "quote",
                                    fmt::format("The signed structure begins with 0x{:08x} where a "
                                                "TPM writes 0xff544347 (\"\\xffTCG\"): "
                                                "it was made outside a TPM.",
                                                a.magic),
                                    {{cited(e.quote), "offset 0, magic"}}));
  else if (!a.quote)
    findings.push_back(make_finding("boot.quote.not-tpm", "quote",
                                    fmt::format("The signed structure is of type 0x{:04x}, not a "
                                                "quote (0x8018): it says nothing about PCRs.",
                                                a.type),
                                    {{cited(e.quote), "offset 4, type"}}));
}

void check_nonce(QuoteCheck& out, const BootEvidence& e, const BootContext& c,
                 std::vector<Finding>& findings) {
  const auto extra = out.attest->extra_data;
  if (c.nonces.empty()) {
    findings.push_back(make_finding("boot.freshness.unproven", "quote",
                                    "The appraiser holds no nonce for this server, so nothing "
                                    "shows that the quote is not an old one.",
                                    {{cited(e.quote), "extraData"}}));
    return;
  }
  const bool match = std::ranges::any_of(c.nonces, [&](const base::Bytes& nonce) {
    return crypto::equal_constant_time(nonce, extra);
  });
  out.nonce = match ? NonceState::match : NonceState::mismatch;
  if (!match)
    findings.push_back(make_finding(
        "boot.nonce.mismatch", "quote",
        fmt::format("The quote answers the challenge {}, but the appraiser asked {}: it was made "
                    "for another "
                    "occasion, perhaps replayed from an earlier boot.",
                    extra.empty()
                        ? "(none)"
                        : bytes::to_hex(extra.first(std::min<std::size_t>(extra.size(), 32))),
                    bytes::to_hex(c.nonces.front())),
        {{cited(e.quote), "extraData"}}));
}

void check_values(QuoteCheck& out, const BootEvidence& e, const BootContext& c,
                  std::vector<Finding>& findings) {
  const auto& quote = *out.attest->quote;
  bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
  auto values =
      formats::tpm::parse_pcr_values(bytes::Reader(e.pcr_values.bytes), &quote.selections, budget);
  if (!values) {
    findings.push_back(malformed(e.pcr_values, values.error()));
    return;
  }
  out.values = *std::move(values);
  if (out.values->surplus != 0)
    findings.push_back(make_finding(
        "boot.pcr-values.surplus", "PCR values",
        fmt::format("{} holds {} more than its selection names: nothing says of which PCR they "
                    "are, nothing signed covers them, and they are not used.",
                    e.pcr_values.path, base::counted(out.values->surplus, "digest")),
        {{cited(e.pcr_values), "digests behind the selection"}}));
  const auto alg =
      out.digest_alg != crypto::HashAlg::none ? out.digest_alg : crypto::HashAlg::sha256;
  const auto digest = formats::tpm::pcr_digest(*out.values, quote.selections, alg, c.hash);
  const bool match = digest && bytes::equal(digest->span(), quote.pcr_digest);
  out.pcr_digest = match ? DigestState::match : DigestState::mismatch;
  if (!match)
    findings.push_back(
        make_finding("boot.pcr-digest.mismatch", "PCR values",
                     fmt::format("The PCR values in {} {}, so they are ignored.", e.pcr_values.path,
                                 digest ? "do not hash to the digest that the TPM signed"
                                        : "lack some that the quote covers (" +
                                              formats::tpm::to_string(quote.selections) + ")"),
                     {{cited(e.pcr_values), ""}, {cited(e.quote), "pcrDigest"}}));
}

}  // namespace

QuoteCheck check_quote(const BootEvidence& e, const BootContext& c, const Ak& ak,
                       std::vector<Finding>& findings) {
  QuoteCheck out;
  if (!e.quote.given()) return out;
  auto attest = formats::tpm::parse_attest(bytes::Reader(e.quote.bytes));
  if (!attest) {
    findings.push_back(malformed(e.quote, attest.error()));
    out.signature = SignatureState::invalid;
    return out;
  }
  out.attest = *std::move(attest);
  check_signature(out, e, c, ak, findings);
  check_shape(*out.attest, e, findings);
  check_nonce(out, e, c, findings);
  if (e.pcr_values.given() && out.attest->quote) check_values(out, e, c, findings);
  return out;
}

}  // namespace assay::inspect::boot
