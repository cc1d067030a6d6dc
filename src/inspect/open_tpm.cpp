// TPM structures for `assay inspect`: quotes, signatures, public areas, PCR values.
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/tpm/attest.h"
#include "formats/tpm/constants.h"
#include "formats/tpm/pcr_values.h"
#include "formats/tpm/public.h"
#include "formats/tpm/signature.h"
#include "inspect/open_kinds.h"

namespace assay::inspect {
namespace {

using formats::json::Value;
using namespace formats::tpm;

void line(InspectedArtefact& out, std::string_view key, std::string_view value) {
  out.text += fmt::format("    {:<18} {}\n", key, value);
}

std::string attributes_text(const Public& p) {
  constexpr std::array<std::pair<std::uint32_t, std::string_view>, 7> kNames{
      {{kFixedTpm, "fixedTPM"},
       {kStClear, "stClear"},
       {kFixedParent, "fixedParent"},
       {kSensitiveDataOrigin, "sensitiveDataOrigin"},
       {kRestricted, "restricted"},
       {kDecrypt, "decrypt"},
       {kSign, "sign"}}};
  std::string text;
  for (const auto& [bit, name] : kNames)
    if (p.has(bit)) text += (text.empty() ? "" : " ") + std::string(name);
  return text;
}

}  // namespace

void open_attest(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
                 InspectedArtefact& out) {
  const auto a = parse_attest(bytes::Reader(bytes));
  if (!a) {
    out.refused = bytes::to_error(a.error());
    return;
  }
  Value& d = out.detail;
  d["magic"] = fmt::format("0x{:08x}", a->magic);
  d["type"] = a->quote ? "quote" : a->certify ? "certify" : fmt::format("0x{:04x}", a->type);
  d["qualified_signer"] = bytes::to_hex(a->qualified_signer);
  d["extra_data"] = bytes::to_hex(a->extra_data);
  d["clock"] = {{"clock_ms", a->clock.clock},
                {"reset_count", a->clock.reset_count},
                {"restart_count", a->clock.restart_count},
                {"safe", a->clock.safe}};
  d["firmware_version"] = fmt::format("0x{:016x}", a->firmware_version);
  if (a->quote) {
    d["pcr_selection"] = to_string(a->quote->selections);
    d["pcr_digest"] = bytes::to_hex(a->quote->pcr_digest);
    out.summary = fmt::format("TPM quote over {}", to_string(a->quote->selections));
  } else if (a->certify) {
    d["name"] = bytes::to_hex(a->certify->name);
    d["qualified_name"] = bytes::to_hex(a->certify->qualified_name);
    out.summary = "TPM certification of an object";
  } else {
    out.summary = fmt::format("TPM attestation of type 0x{:04x}", a->type);
  }
  line(out, "answers challenge", bytes::to_hex(a->extra_data));
  line(out, "signer", bytes::to_hex(a->qualified_signer));
  line(out, "boots, restarts",
       fmt::format("{}, {}; clock {} ms{}", a->clock.reset_count, a->clock.restart_count,
                   a->clock.clock, a->clock.safe ? "" : " (not safe)"));
  if (a->quote) line(out, "PCR digest", bytes::to_hex(a->quote->pcr_digest));
}

void open_public(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine& hash,
                 InspectedArtefact& out) {
  const auto p = parse_public(bytes::Reader(bytes));
  if (!p) {
    out.refused = bytes::to_error(p.error());
    return;
  }
  const auto missing = missing_ak_attributes(*p);
  Value& d = out.detail;
  d["type"] = p->type == kAlgRsa ? "rsa" : "ecc";
  d["name"] = bytes::to_hex(name_of(*p, hash));
  d["attributes"] = attributes_text(*p);
  d["missing_for_ak"] = Value::array();
  for (const auto m : missing) d["missing_for_ak"].push_back(std::string(m));
  if (p->type == kAlgRsa) {
    d["bits"] = p->rsa_bits;
    d["modulus"] = bytes::to_hex(p->modulus);
  } else {
    d["curve"] = fmt::format("0x{:04x}", p->curve);
    d["x"] = bytes::to_hex(p->x);
    d["y"] = bytes::to_hex(p->y);
  }
  out.summary = fmt::format("TPM {} key{}", p->type == kAlgRsa ? "RSA" : "ECC",
                            missing.empty() ? ", fit for attestation by its attributes" : "");
  line(out, "name", bytes::to_hex(name_of(*p, hash)));
  line(out, "attributes", attributes_text(*p));
}

bool looks_like_signature(bytes::ByteSpan bytes) {
  return parse_signature(bytes::Reader(bytes)).has_value();
}

void open_signature(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
                    InspectedArtefact& out) {
  const auto s = parse_signature(bytes::Reader(bytes));
  if (!s) {
    out.refused = bytes::to_error(s.error());
    return;
  }
  out.detail["scheme"] = to_string(s->scheme, s->hash);
  out.summary = fmt::format("TPM signature, {}", to_string(s->scheme, s->hash));
}

bool looks_like_pcrs(bytes::ByteSpan bytes) {
  const auto text = bytes::as_chars(bytes.first(std::min<std::size_t>(bytes.size(), 64)));
  const bool json =
      text.find('{') != std::string_view::npos && (text.find("\"sha") != std::string_view::npos ||
                                                   text.find("\"sm3") != std::string_view::npos);
  const bool serialized = bytes.size() >= 668 && (bytes.size() - 136) % 532 == 0;
  return json || serialized;
}

void open_pcrs(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
               InspectedArtefact& out) {
  bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
  const auto values = parse_pcr_values(bytes::Reader(bytes), nullptr, budget);
  if (!values) {
    out.refused = values.error();
    return;
  }
  std::size_t count = 0;
  for (const auto& bank : values->banks)
    for (std::size_t pcr = 0; pcr < kPcrs; ++pcr) {
      if (!bank.present[pcr]) continue;
      ++count;
      out.detail["banks"][std::string(crypto::name(bank.alg))][std::to_string(pcr)] =
          bank.value[pcr].hex();
      out.text += fmt::format("    {:<8} PCR {:<2} {}\n", crypto::name(bank.alg), pcr,
                              bank.value[pcr].hex());
    }
  out.summary = fmt::format("{} PCR values (a claim until a quote covers them)", count);
}

}  // namespace assay::inspect
