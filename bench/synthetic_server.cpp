#include "synthetic_server.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/tpm/constants.h"

namespace assay::bench {
namespace {

using bytes::ByteSpan;
using bytes::Writer;
using crypto::HashAlg;

base::Bytes make_quote(Random& random, ByteSpan nonce, const SyntheticLog& log,
                       crypto::HashEngine& hash) {
  hash.begin(HashAlg::sha256);
  for (const auto& pcr : log.pcrs) hash.update(pcr.span());
  const auto digest = hash.end();
  Writer w;
  w.be32(formats::tpm::kGeneratedValue).be16(formats::tpm::kAttestQuote);
  w.be16(34).be16(static_cast<std::uint16_t>(HashAlg::sha256)).raw(random.bytes(32));
  w.be16(static_cast<std::uint16_t>(nonce.size())).raw(nonce);
  w.be64(random.below(1U << 30U)).be32(7).be32(0).u8(1).be64(0x0001000200030004);
  w.be32(1).be16(static_cast<std::uint16_t>(HashAlg::sha256)).u8(3).u8(0xFF).u8(0xFF).u8(0xFF);
  w.be16(static_cast<std::uint16_t>(digest.size())).raw(digest.span());
  return std::move(w).release();
}

std::string pcrs_json(const SyntheticLog& log) {
  std::string out = "{\"sha256\":{";
  for (std::size_t i = 0; i < log.pcrs.size(); ++i)
    out += fmt::format("{}\"{}\":\"{}\"", i == 0 ? "" : ",", i, log.pcrs[i].hex());
  return out + "}}\n";
}

}  // namespace

evidence::Bundle SyntheticServer::bundle() const {
  using evidence::Role;
  evidence::Bundle out;
  out.source = "evidence/" + id;
  out.server = id;
  out.artefacts = {{"boot/ak.tpmt", Role::ak_public, ak},
                   {"boot/eventlog.bin", Role::event_log, log.bytes},
                   {"boot/pcrs.json", Role::pcr_values, pcr_values},
                   {"boot/quote.msg", Role::quote_message, quote},
                   {"boot/quote.sig", Role::quote_signature, signature}};
  return out;
}

ServerFactory::ServerFactory(KeyKind kind, std::uint64_t seed) : kind_(kind), random_(seed) {
  for (const std::string_view name :
       {"Platform Key", "Key Exchange Key", "UEFI CA", "Distribution"})
    certificates_.push_back(TpmKey::make(KeyKind::rsa2048).certificate(std::string(name)));
}

SyntheticServer ServerFactory::next() {
  SyntheticServer s{.id = fmt::format("server-{:06}", made_++),
                    .key = TpmKey::make(kind_),
                    .nonce = random_.bytes(32),
                    .raw_signature = {},
                    .quote = {},
                    .signature = {},
                    .ak = {},
                    .pcr_values = {},
                    .log = make_log(random_, certificates_, hash_)};
  s.quote = make_quote(random_, s.nonce, s.log, hash_);
  s.raw_signature = s.key.sign(s.quote);
  s.signature = s.key.tpmt_signature(s.raw_signature);
  s.ak = s.key.tpmt_public();
  s.pcr_values = bytes::copy(bytes::as_bytes(pcrs_json(s.log)));
  return s;
}

}  // namespace assay::bench
