// assay check-quote: is this quote good, fresh, and does the log explain it?
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "bytes/text.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "inspect/boot/inspect_boot.h"
#include "report/finding_json.h"

namespace assay::cli {
namespace {

using formats::json::Value;
using namespace inspect::boot;

struct Options {
  std::string ak, quote, signature, nonce, nonce_file, pcrs, log, ima, ek_cert, ak_cert, enrolment;
  std::vector<std::string> roots, enrollers;
  std::string as_of;
  bool json = false;
};

// The files, kept alive for the views of BootEvidence.
struct Files {
  std::map<std::string, base::Bytes> bytes;

  base::Result<Input> open(const Context& c, const std::string& path) {
    if (path.empty()) return Input{};
    auto read = read_input(c, path);
    if (!read) return std::unexpected(read.error());
    const auto [it, fresh] = bytes.insert_or_assign(path, *std::move(read));
    return Input{it->second, it->first};
  }
};

std::string_view name(SignatureState s) { return s == SignatureState::valid ? "valid" : "invalid"; }
std::string_view name(NonceState s) {
  return s == NonceState::match ? "match" : s == NonceState::mismatch ? "mismatch" : "not-given";
}
std::string_view name(DigestState s) {
  return s == DigestState::match ? "match" : s == DigestState::mismatch ? "mismatch" : "not-given";
}
std::string_view name(AkState s) {
  switch (s) {
    case AkState::bound:
      return "bound";
    case AkState::unbound:
      return "unbound";
    case AkState::unrestricted:
      return "unrestricted";
    case AkState::unknown:
      break;
  }
  return "unknown";
}
std::string_view name(EkState s) {
  return s == EkState::trusted ? "trusted" : s == EkState::untrusted ? "untrusted" : "not-given";
}

Value log_json(const BootResult& r) {
  Value out = Value::object();
  if (!r.log) return out;
  for (const BankCheck& bank : r.pcrs.banks) {
    if (!bank.in_log) continue;
    Value pcrs = Value::object();
    for (std::size_t i = 0; i < kPcrs; ++i)
      if (bank.state[i] != PcrState::absent)
        pcrs[std::to_string(i)] = inspect::boot::name(bank.state[i]);
    out[std::string(crypto::name(bank.alg))] = std::move(pcrs);
  }
  return out;
}

// What the contract of this verb says fails: invalid, mismatch, untrusted, a log of which nothing
// is quoted; an unbound AK only where something was given to bind it by.
bool fails(const BootResult& r, const BootEvidence& e, bool roots_given) {
  if (r.quote.signature != SignatureState::valid || r.quote.nonce == NonceState::mismatch ||
      r.quote.pcr_digest == DigestState::mismatch || r.ak.ek == EkState::untrusted)
    return true;
  if (e.event_log.given() && !r.log_is_quoted()) return true;
  for (const BankCheck& bank : r.pcrs.banks)
    if (std::ranges::find(bank.state, PcrState::mismatch) != bank.state.end()) return true;
  const bool bindable =
      e.ek_certificate.given() || e.enrolment.given() || (e.ak_certificate.given() && roots_given);
  if (bindable && r.ak.state != AkState::bound) return true;
  return std::ranges::any_of(r.findings, [](const evidence::Finding& f) {
    return f.code == "boot.quote.not-tpm" || f.code == "boot.ak.mismatch" ||
           f.code == "artefact.malformed" || f.code == "boot.ima.mismatch";
  });
}

Value to_json(const BootResult& r) {
  Value out;
  out["signature"] = name(r.quote.signature);
  out["nonce"] = name(r.quote.nonce);
  out["pcr_digest"] = name(r.quote.pcr_digest);
  out["log"] = log_json(r);
  out["ak"] = name(r.ak.state);
  out["ek"] = name(r.ak.ek);
  out["findings"] = report::to_json(r.findings);
  return out;
}

// "sha256: PCR 0-7 match, 10 not-covered"
std::string states_text(const BankCheck& bank) {
  std::vector<std::pair<PcrState, std::vector<std::size_t>>> groups;
  for (std::size_t i = 0; i < kPcrs; ++i) {
    if (bank.state[i] == PcrState::absent) continue;
    auto it = std::ranges::find(groups, bank.state[i],
                                &std::pair<PcrState, std::vector<std::size_t>>::first);
    if (it == groups.end()) it = groups.insert(groups.end(), {bank.state[i], {}});
    it->second.push_back(i);
  }
  std::string text;
  for (const auto& [state, pcrs] : groups) {
    std::string list;
    for (const std::size_t p : pcrs) list += (list.empty() ? "" : ",") + std::to_string(p);
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", inspect::boot::name(state), list);
  }
  return text;
}

void print_text(const BootResult& r, const Context& c) {
  c.print(fmt::format("signature   {}\n", name(r.quote.signature)));
  c.print(fmt::format("nonce       {}\n", name(r.quote.nonce)));
  c.print(fmt::format("pcr digest  {}\n", name(r.quote.pcr_digest)));
  for (const BankCheck& bank : r.pcrs.banks)
    if (r.log) c.print(fmt::format("log {:<7} {}\n", crypto::name(bank.alg), states_text(bank)));
  if (r.pcrs.ima && r.pcrs.ima->matched)
    c.print(fmt::format("ima         {} of {} entries are covered by the quote ({})\n",
                        r.pcrs.ima->covered, r.pcrs.ima->entries,
                        inspect::boot::name(r.pcrs.ima->method)));
  c.print(fmt::format("ak          {}{}\n", name(r.ak.state),
                      r.ak.bound_by.empty() ? "" : ", by " + r.ak.bound_by));
  c.print(fmt::format("ek          {}\n", name(r.ak.ek)));
  if (r.quote.attest && r.quote.attest->quote)
    c.print(fmt::format("quoted      {}; boot {}, restart {}, clock {} ms{}\n",
                        formats::tpm::to_string(r.quote.attest->quote->selections),
                        r.quote.attest->clock.reset_count, r.quote.attest->clock.restart_count,
                        r.quote.attest->clock.clock,
                        r.quote.attest->clock.safe ? "" : " (clock not safe)"));
  for (const auto& f : r.findings) c.print(report::to_text(f, c.style()));
}

base::Result<int> run(const Options& o, const Context& c) {
  Files files;
  crypto::HashEngine hash;
  BootEvidence e;
  ASSAY_TRY(e.quote, files.open(c, o.quote));
  ASSAY_TRY(e.signature, files.open(c, o.signature));
  ASSAY_TRY(e.ak_public, files.open(c, o.ak));
  ASSAY_TRY(e.pcr_values, files.open(c, o.pcrs));
  ASSAY_TRY(e.event_log, files.open(c, o.log));
  ASSAY_TRY(e.ima_log, files.open(c, o.ima));
  ASSAY_TRY(e.ek_certificate, files.open(c, o.ek_cert));
  ASSAY_TRY(e.ak_certificate, files.open(c, o.ak_cert));
  ASSAY_TRY(e.enrolment, files.open(c, o.enrolment));

  std::vector<base::Bytes> nonces;
  if (!o.nonce_file.empty()) {
    ASSAY_TRY(auto raw, read_input(c, o.nonce_file, 4096));
    nonces.push_back(std::move(raw));
  }
  if (!o.nonce.empty()) {
    auto raw = bytes::from_hex(o.nonce);
    if (!raw)
      return base::fail(base::ErrorKind::usage,
                        "--nonce: expected hex digits (raw bytes go in --nonce-file)");
    nonces.push_back(*std::move(raw));
  }
  ASSAY_TRY(const auto enrollers, read_keys(c, o.enrollers));
  std::optional<formats::x509::TrustStore> roots;
  if (!o.roots.empty()) {
    ASSAY_TRY(roots, read_roots(c, o.roots));
  }
  ASSAY_TRY(const auto as_of, parse_as_of(c, o.as_of));
  const BootContext context{.hash = hash,
                            .nonces = nonces,
                            .ek_roots = roots ? &*roots : nullptr,
                            .enrollers = enrollers,
                            .revocations = nullptr,
                            .as_of = as_of};
  const BootResult result = inspect_boot(e, context);
  if (o.json)
    c.print_json(to_json(result));
  else
    print_text(result, c);
  return fails(result, e, roots.has_value()) ? kFound : kOk;
}

}  // namespace

void add_check_quote(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("check-quote", "check a TPM quote, and the logs that should explain it");
  verb->add_option("--ak", o->ak, "the attestation key: TPMT_PUBLIC, TPM2B_PUBLIC or PEM")
      ->required();
  verb->add_option("--quote", o->quote, "TPMS_ATTEST, as tpm2_quote -m writes it")->required();
  verb->add_option("--signature", o->signature, "TPMT_SIGNATURE, as tpm2_quote -s writes it")
      ->required();
  verb->add_option("--nonce", o->nonce, "the challenge that the appraiser holds, in hex");
  verb->add_option("--nonce-file", o->nonce_file, "the same as raw bytes");
  verb->add_option("--pcrs", o->pcrs, "PCR values: JSON, or tpm2-tools' file");
  verb->add_option("--log", o->log, "TCG event log");
  verb->add_option("--ima", o->ima, "IMA log");
  verb->add_option("--ek-cert", o->ek_cert, "EK certificate, DER or PEM");
  verb->add_option("--ak-cert", o->ak_cert, "certificate of the AK");
  verb->add_option("--enrolment", o->enrolment, "enrolment record");
  verb->add_option("--enrollers", o->enrollers, "file of verifier keys of trusted enrollers");
  verb->add_option("--roots", o->roots, "folder or file of trusted CA certificates");
  verb->add_option("--as-of", o->as_of, "judge certificates at this time (RFC 3339); default: now");
  verb->add_flag("--json", o->json, "print one JSON object");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
