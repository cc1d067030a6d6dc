#include "formats/x509/signature.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "formats/der/value.h"

namespace assay::formats::x509 {
namespace {

using base::ErrorKind;
using base::fail;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using crypto::HashAlg;
using crypto::SignatureScheme;
using der::Tag;

constexpr std::string_view kPss = "1.2.840.113549.1.1.10";
constexpr std::string_view kMgf1 = "1.2.840.113549.1.1.8";
constexpr unsigned kMinRsaBits = 1024;
constexpr unsigned kMaxRsaBits =
    8192;  // time grows with the square; no TPM vendor uses more than 4096

struct Row {
  std::string_view oid;
  std::string_view name;
  std::optional<SignatureScheme> scheme{};
  HashAlg hash = HashAlg::none;
};
constexpr std::array<Row, 16> kRows{{
    {"1.2.840.113549.1.1.5", "sha1WithRSAEncryption", SignatureScheme::rsassa, HashAlg::sha1},
    {"1.2.840.113549.1.1.11", "sha256WithRSAEncryption", SignatureScheme::rsassa, HashAlg::sha256},
    {"1.2.840.113549.1.1.12", "sha384WithRSAEncryption", SignatureScheme::rsassa, HashAlg::sha384},
    {"1.2.840.113549.1.1.13", "sha512WithRSAEncryption", SignatureScheme::rsassa, HashAlg::sha512},
    {kPss, "rsassaPss", SignatureScheme::rsapss, HashAlg::none},
    {"1.2.840.10045.4.1", "ecdsa-with-SHA1", SignatureScheme::ecdsa, HashAlg::sha1},
    {"1.2.840.10045.4.3.2", "ecdsa-with-SHA256", SignatureScheme::ecdsa, HashAlg::sha256},
    {"1.2.840.10045.4.3.3", "ecdsa-with-SHA384", SignatureScheme::ecdsa, HashAlg::sha384},
    {"1.2.840.10045.4.3.4", "ecdsa-with-SHA512", SignatureScheme::ecdsa, HashAlg::sha512},
    {"1.2.840.113549.1.1.4", "md5WithRSAEncryption"},
    {"1.3.101.112", "Ed25519"},
    {"1.3.101.113", "Ed448"},
    {"1.2.156.10197.1.501", "SM2-with-SM3"},
    {"2.16.840.1.101.3.4.3.17", "ML-DSA-44"},
    {"2.16.840.1.101.3.4.3.18", "ML-DSA-65"},
    {"2.16.840.1.101.3.4.3.19", "ML-DSA-87"},
}};

std::optional<HashAlg> hash_from_oid(std::string_view oid) {
  if (oid == "1.3.14.3.2.26") return HashAlg::sha1;
  if (oid == "2.16.840.1.101.3.4.2.1") return HashAlg::sha256;
  if (oid == "2.16.840.1.101.3.4.2.2") return HashAlg::sha384;
  if (oid == "2.16.840.1.101.3.4.2.3") return HashAlg::sha512;
  return std::nullopt;
}

struct Algorithm {
  std::string oid;
  Reader parameters{bytes::ByteSpan{}};
};

Parsed<Algorithm> parse_algorithm(Reader& r, Budget& budget, std::string_view field) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, field));
  Algorithm out;
  out.parameters = sequence.content;
  ASSAY_TRY(const der::Tlv id, der::expect(out.parameters, budget, Tag::oid, field));
  ASSAY_TRY(out.oid, der::oid(id, field));
  return out;
}

// RFC 4055, 3.1 RSASSA-PSS-params. Nothing for parameters that are well-formed but not supported.
Parsed<std::optional<HashAlg>> pss_hash(Reader parameters, Budget& budget) {
  constexpr std::string_view kField = "RSASSA-PSS-params";
  ASSAY_TRY(const der::Tlv sequence, der::expect(parameters, budget, Tag::sequence, kField));
  Reader in = sequence.content;
  std::optional<HashAlg> hash = HashAlg::sha1;
  std::optional<HashAlg> mask = HashAlg::sha1;
  ASSAY_TRY(const auto hash_field, der::next_if_context(in, budget, 0, "hashAlgorithm"));
  if (hash_field) {
    Reader r = hash_field->content;
    ASSAY_TRY(const Algorithm algorithm, parse_algorithm(r, budget, "hashAlgorithm"));
    hash = hash_from_oid(algorithm.oid);
  }
  ASSAY_TRY(const auto mask_field, der::next_if_context(in, budget, 1, "maskGenAlgorithm"));
  if (mask_field) {
    Reader r = mask_field->content;
    ASSAY_TRY(Algorithm generator, parse_algorithm(r, budget, "maskGenAlgorithm"));
    mask = std::nullopt;
    if (generator.oid == kMgf1) {
      ASSAY_TRY(const Algorithm inner,
                parse_algorithm(generator.parameters, budget, "maskGenAlgorithm"));
      mask = hash_from_oid(inner.oid);
    }
  }
  ASSAY_CHECK(der::next_if_context(in, budget, 2, "saltLength"));
  ASSAY_TRY(const auto trailer, der::next_if_context(in, budget, 3, "trailerField"));
  if (trailer) {
    Reader r = trailer->content;
    ASSAY_TRY(const der::Tlv tlv, der::expect(r, budget, Tag::integer, "trailerField"));
    ASSAY_TRY(const der::Integer n, der::integer(tlv, "trailerField"));
    if (n.small() != 1) return std::optional<HashAlg>{};
  }
  ASSAY_CHECK(in.finish(kField));
  if (!hash || hash != mask) return std::optional<HashAlg>{};
  return hash;
}

crypto::HashEngine& engine() {
  thread_local crypto::HashEngine per_thread;
  return per_thread;
}

}  // namespace

std::string SignatureAlgorithm::text() const {
  const auto* row = std::ranges::find(kRows, oid, &Row::oid);
  return row == kRows.end() ? oid : std::string(row->name);
}

Parsed<SignatureAlgorithm> parse_signature_algorithm(Reader& reader, Budget& budget,
                                                     std::string_view field) {
  Reader ahead = reader;
  ASSAY_TRY(const der::Tlv whole, der::read(ahead, budget, field));
  ASSAY_TRY(Algorithm algorithm, parse_algorithm(reader, budget, field));
  SignatureAlgorithm out;
  out.der = whole.whole;
  out.oid = std::move(algorithm.oid);
  const auto* row = std::ranges::find(kRows, out.oid, &Row::oid);
  if (row == kRows.end()) return out;
  out.scheme = row->scheme;
  out.hash = row->hash;
  if (out.oid == kPss) {
    ASSAY_TRY(const std::optional<HashAlg> hash, pss_hash(algorithm.parameters, budget));
    out.hash = hash.value_or(HashAlg::none);
    if (!hash) out.scheme.reset();
  }
  return out;
}

base::Result<void> verify(const SignatureAlgorithm& algorithm, const crypto::PublicKey& key,
                          bytes::ByteSpan message, bytes::ByteSpan signature) {
  if (!algorithm.scheme)
    return fail(ErrorKind::refused,
                fmt::format("signature algorithm {} is not supported", algorithm.text()));
  if (key.type() == crypto::KeyType::rsa && (key.bits() < kMinRsaBits || key.bits() > kMaxRsaBits))
    return fail(ErrorKind::refused, fmt::format("an RSA key of {} bits, expected {} to {}",
                                                key.bits(), kMinRsaBits, kMaxRsaBits));
  if (!key.verify(*algorithm.scheme, engine().hash(algorithm.hash, message), signature))
    return fail(ErrorKind::refused, "the signature does not verify");
  return {};
}

crypto::Digest sha256(bytes::ByteSpan data) { return engine().hash(HashAlg::sha256, data); }

}  // namespace assay::formats::x509
