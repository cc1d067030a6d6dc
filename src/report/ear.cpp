#include "report/ear.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "crypto/ed25519.h"

namespace assay::report {
namespace {

using appraise::Discipline;
using appraise::Verdict;
using formats::json::Value;

constexpr std::string_view kProfile = "tag:ietf.org,2026:rats/ear#04";

std::string_view tier(Verdict v) {
  switch (v) {
    case Verdict::affirmed:
      return "affirming";
    case Verdict::warning:
      return "warning";
    case Verdict::contraindicated:
      return "contraindicated";
    case Verdict::no_evidence:
      break;
  }
  return "none";
}

// The first value of each tier (AR4SI, section 2.3.2): what is claimed is the tier and no more.
int tier_value(Verdict v) {
  return v == Verdict::affirmed          ? 2
         : v == Verdict::warning         ? 32
         : v == Verdict::contraindicated ? 96
                                         : 0;
}

// Which of AR4SI's categories a discipline speaks of; empty: none of them.
std::string_view category(Discipline d) {
  switch (d) {
    case Discipline::boot:
    case Discipline::firmware:
      return "executables";
    case Discipline::inventory:
    case Discipline::board:
      return "hardware";
    default:
      return {};
  }
}

std::string base64url(bytes::ByteSpan bytes) {
  auto out = bytes::to_base64(bytes);
  std::ranges::replace(out, '+', '-');
  std::ranges::replace(out, '/', '_');
  out.erase(std::ranges::find(out, '='), out.end());
  return out;
}

}  // namespace

Value to_ear(const appraise::FleetAppraisal& fleet, const appraise::ServerAppraisal& s) {
  Value out{{"eat_profile", kProfile},
            {"iat", fleet.as_of.seconds},
            {"ear_verifier_id", {{"build", "assay " ASSAY_VERSION}, {"developer", "Assay"}}},
            {"submods", Value::object()}};
  for (std::size_t d = 0; d < appraise::kDisciplines; ++d) {
    const auto discipline = static_cast<Discipline>(d);
    const auto verdict = s.disciplines[d];
    if (verdict == Verdict::no_evidence) continue;
    Value one{{"ear_status", tier(verdict)}};
    Value vector = Value::object();
    if (const auto name = category(discipline); !name.empty())
      vector[std::string(name)] = tier_value(verdict);
    if (discipline == Discipline::boot && s.boot.quote_valid && s.boot.ak_bound)
      vector["instance-identity"] = 2;
    if (!vector.empty()) one["ear_trustworthiness_vector"] = std::move(vector);
    one["ear_appraisal_policy_ids"] = Value::array({"assay:policy:" + fleet.policy});
    Value codes = Value::array();
    for (const auto& f : s.findings)
      if (f.severity != evidence::Severity::info && f.code.starts_with(appraise::name(discipline)))
        codes.push_back({{"code", f.code},
                         {"severity", evidence::name(f.severity)},
                         {"subject", f.subject},
                         {"status", evidence::name(f.status)}});
    one["ear_verifier_claims"] = {{"assay_findings", std::move(codes)}};
    out["submods"][std::string(appraise::name(discipline))] = std::move(one);
  }
  if (out["submods"].empty()) out["submods"]["evidence"] = {{"ear_status", "none"}};
  out["assay_server"] = s.id;
  out["assay_verdict"] = appraise::name(s.verdict);
  out["assay_collected"] = s.collected ? Value(base::to_rfc3339(*s.collected)) : Value(nullptr);
  return out;
}

base::Result<std::string> to_jwt(const Value& claims, const proof::SigningKey& key) {
  const Value header{{"alg", "EdDSA"},
                     {"typ", "JWT"},
                     {"kid", fmt::format("{}+{:08x}", key.verifier.name, key.verifier.id)}};
  const auto part = [](const Value& v) {
    return base64url(bytes::as_bytes(formats::json::to_text(v, -1)));
  };
  const auto text = part(header) + "." + part(claims);
  ASSAY_TRY(const auto signature, crypto::sign_ed25519(key.seed, bytes::as_bytes(text)));
  return text + "." + base64url(signature);
}

}  // namespace assay::report
