#include "support/boot_builder.h"

#include <algorithm>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdexcept>

#include "inspect/boot/enrolment.h"

namespace assay::testing {
namespace {

using namespace formats::tcg;
using bytes::ByteSpan;

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("test builder: ") + what);
}

void tpm2b(bytes::Writer& w, ByteSpan value) {
  w.be16(static_cast<std::uint16_t>(value.size())).raw(value);
}

base::Bytes filled(std::size_t size, unsigned value) {
  return base::Bytes(size, static_cast<std::byte>(value));
}

// TCG_EfiSpecIDEvent (PFP 10.4.5.1), in the SHA-1 form's envelope.
void spec_id_event(bytes::Writer& out, const std::vector<HashAlg>& banks) {
  bytes::Writer spec;
  spec.raw(bytes::as_bytes(std::string_view("Spec ID Event03\0", 16)))
      .le32(0)
      .u8(0)
      .u8(2)
      .u8(0)
      .u8(2);
  spec.le32(static_cast<std::uint32_t>(banks.size()));
  for (const HashAlg bank : banks)
    spec.le16(static_cast<std::uint16_t>(bank))
        .le16(static_cast<std::uint16_t>(crypto::digest_size(bank)));
  spec.u8(0);
  out.le32(0)
      .le32(EV_NO_ACTION)
      .zeros(20)
      .le32(static_cast<std::uint32_t>(spec.size()))
      .raw(spec.view());
}

base::Bytes selected_digest(const Pcrs& pcrs, const QuoteOptions& o) {
  bytes::Writer all;
  for (const auto& [bank, list] : o.selection)
    for (const unsigned pcr : list) all.raw(pcrs.at(bank, pcr).span());
  return bytes::copy(crypto::HashEngine().hash(HashAlg::sha256, all.view()).span());
}

base::Bytes coordinate(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &number) == 1, name);
  base::Bytes out(32);
  const int size = BN_bn2binpad(number, bytes::as_uchars(std::span(out)), 32);
  BN_free(number);
  require(size == 32, name);
  return out;
}

}  // namespace

Pcrs::Pcrs(std::vector<HashAlg> banks) : banks_(std::move(banks)) {
  for (const HashAlg bank : banks_)
    for (unsigned pcr = 0; pcr < 24; ++pcr) {
      Digest start(bank);
      if (pcr >= 17 && pcr <= 22) std::ranges::fill(start.mutable_span(), std::byte{0xFF});
      values_[bank][pcr] = start;
    }
}

void Pcrs::extend_digest(unsigned pcr, const Digest& digest) {
  crypto::HashEngine hash;
  Digest& value = at(digest.alg(), pcr);
  bytes::Writer both;
  both.raw(value.span()).raw(digest.span());
  value = hash.hash(digest.alg(), both.view());
}

void Pcrs::extend(unsigned pcr, ByteSpan data) {
  crypto::HashEngine hash;
  for (const HashAlg bank : banks_) extend_digest(pcr, hash.hash(bank, data));
}

EventLogBuilder::EventLogBuilder(std::vector<HashAlg> banks) : banks_(banks), pcrs_(banks) {
  spec_id_event(log_, banks_);
}

EventLogBuilder& EventLogBuilder::event(unsigned pcr, std::uint32_t type, ByteSpan data,
                                        ByteSpan measured) {
  crypto::HashEngine hash;
  log_.le32(pcr).le32(type).le32(static_cast<std::uint32_t>(banks_.size()));
  for (const HashAlg bank : banks_)
    log_.le16(static_cast<std::uint16_t>(bank)).raw(hash.hash(bank, measured).span());
  log_.le32(static_cast<std::uint32_t>(data.size())).raw(data);
  if (pcr < 24) pcrs_.extend(pcr, measured);
  return *this;
}

EventLogBuilder& EventLogBuilder::no_action(ByteSpan data, unsigned pcr) {
  log_.le32(pcr).le32(EV_NO_ACTION).le32(static_cast<std::uint32_t>(banks_.size()));
  for (const HashAlg bank : banks_)
    log_.le16(static_cast<std::uint16_t>(bank)).zeros(crypto::digest_size(bank));
  log_.le32(static_cast<std::uint32_t>(data.size())).raw(data);
  return *this;
}

EventLogBuilder& EventLogBuilder::startup_locality(std::uint8_t locality) {
  bytes::Writer data;
  data.raw(bytes::as_bytes(std::string_view("StartupLocality\0", 16))).u8(locality);
  for (const HashAlg bank : banks_)
    pcrs_.at(bank, 0).mutable_span().back() = static_cast<std::byte>(locality);
  return no_action(data.view());
}

EventLogBuilder& EventLogBuilder::event_in(const std::vector<HashAlg>& banks, unsigned pcr,
                                           std::uint32_t type, std::string_view data) {
  crypto::HashEngine hash;
  log_.le32(pcr).le32(type).le32(static_cast<std::uint32_t>(banks.size()));
  for (const HashAlg bank : banks) {
    const Digest digest = hash.hash(bank, bytes::as_bytes(data));
    log_.le16(static_cast<std::uint16_t>(bank)).raw(digest.span());
    pcrs_.extend_digest(pcr, digest);
  }
  log_.le32(static_cast<std::uint32_t>(data.size())).raw(bytes::as_bytes(data));
  return *this;
}

EventLogBuilder& EventLogBuilder::separators(unsigned first, unsigned last) {
  for (unsigned pcr = first; pcr <= last; ++pcr) event(pcr, EV_SEPARATOR, filled(4, 0));
  return *this;
}

EventLogBuilder& EventLogBuilder::command_line(std::string_view line) {
  const std::string said = fmt::format("kernel_cmdline: {}", line);
  bytes::Writer data;
  data.raw(bytes::as_bytes(said)).u8(0);
  return event(8, EV_IPL, data.view(), bytes::as_bytes(line));
}

EventLogBuilder& EventLogBuilder::variable(std::uint32_t type, std::string_view name,
                                           ByteSpan value, unsigned pcr) {
  return event(pcr, type, variable_data(name, value));
}

base::Bytes variable_data(std::string_view name, ByteSpan value) {
  // EFI_GLOBAL_VARIABLE, or EFI_IMAGE_SECURITY_DATABASE_GUID for db and dbx.
  const bool database = name == "db" || name == "dbx";
  bytes::Writer w;
  w.raw(hex_bytes(database ? "cbb219d73a3d9645a3bcdad00e67656f"
                           : "61dfe48bca93d211aa0d00e098032b8c"));
  w.le64(name.size()).le64(value.size());
  for (const char c : name) w.le16(static_cast<std::uint16_t>(c));
  w.raw(value);
  return std::move(w).release();
}

TpmKey::TpmKey() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  require(key != nullptr, "EVP_EC_gen");
  key_ = std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

base::Bytes TpmKey::public_area(std::uint32_t attributes) const {
  using namespace formats::tpm;
  bytes::Writer w;
  w.be16(kAlgEcc).be16(0x000B).be32(attributes).be16(0);
  w.be16(kAlgNull).be16(kAlgEcdsa).be16(0x000B).be16(kNistP256).be16(kAlgNull);
  tpm2b(w, coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X));
  tpm2b(w, coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y));
  return std::move(w).release();
}

base::Bytes TpmKey::name(std::uint32_t attributes) const {
  bytes::Writer w;
  w.be16(0x000B).raw(crypto::HashEngine().hash(HashAlg::sha256, public_area(attributes)).span());
  return std::move(w).release();
}

std::string TpmKey::pem() const {
  const std::unique_ptr<BIO, int (*)(BIO*)> out{BIO_new(BIO_s_mem()), BIO_free};
  require(PEM_write_bio_PUBKEY(out.get(), key_.get()) == 1, "PEM");
  std::string text(4096, '\0');
  const int n = BIO_read(out.get(), text.data(), static_cast<int>(text.size()));
  require(n > 0, "PEM");
  text.resize(static_cast<std::size_t>(n));
  return text;
}

base::Bytes TpmKey::sign_der(ByteSpan message) const {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> ctx{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  require(EVP_DigestSignInit(ctx.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1, "sign");
  base::Bytes out(128);
  std::size_t size = out.size();
  require(EVP_DigestSign(ctx.get(), bytes::as_uchars(std::span(out)), &size,
                         bytes::as_uchars(message), message.size()) == 1,
          "sign");
  out.resize(size);
  return out;
}

base::Bytes TpmKey::sign(ByteSpan message) const {
  const base::Bytes der = sign_der(message);
  const unsigned char* at = bytes::as_uchars(der);
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> sig{
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free};
  require(sig != nullptr, "ECDSA-Sig-Value");
  bytes::Writer w;
  w.be16(formats::tpm::kAlgEcdsa).be16(0x000B);
  for (const BIGNUM* number : {ECDSA_SIG_get0_r(sig.get()), ECDSA_SIG_get0_s(sig.get())}) {
    base::Bytes raw(32);
    require(BN_bn2binpad(number, bytes::as_uchars(std::span(raw)), 32) == 32, "r or s");
    tpm2b(w, raw);
  }
  return std::move(w).release();
}

base::Bytes make_quote(const Pcrs& pcrs, const QuoteOptions& o) {
  bytes::Writer signer;
  signer.be16(0x000B).raw(
      crypto::HashEngine().hash(HashAlg::sha256, bytes::as_bytes(o.signer)).span());
  bytes::Writer w;
  w.be32(o.magic).be16(o.type);
  tpm2b(w, signer.view());
  tpm2b(w, o.nonce);
  w.be64(o.clock).be32(o.reset_count).be32(o.restart_count).u8(1);
  w.be64(0x20191023'00163636ULL);
  if (o.type == formats::tpm::kAttestCertify) {
    tpm2b(w, filled(34, 0x11));
    tpm2b(w, filled(34, 0x22));
    return std::move(w).release();
  }
  w.be32(static_cast<std::uint32_t>(o.selection.size()));
  for (const auto& [bank, list] : o.selection) {
    std::uint32_t bits = 0;
    for (const unsigned pcr : list) bits |= 1U << pcr;
    w.be16(static_cast<std::uint16_t>(bank)).u8(3);
    for (unsigned shift = 0; shift < 24; shift += 8)
      w.u8(static_cast<std::uint8_t>((bits >> shift) & 0xFFU));
  }
  tpm2b(w, selected_digest(pcrs, o));
  return std::move(w).release();
}

std::string pcrs_json(const Pcrs& pcrs, const QuoteOptions& o) {
  std::string out = "{";
  for (const auto& [bank, list] : o.selection) {
    out += fmt::format("{}\"{}\":{{", out.size() > 1 ? "," : "", crypto::name(bank));
    for (std::size_t i = 0; i < list.size(); ++i)
      out +=
          fmt::format("{}\"{}\":\"{}\"", i > 0 ? "," : "", list[i], pcrs.at(bank, list[i]).hex());
    out += "}";
  }
  return out + "}";
}

std::string enrolment_json(std::string_view server, ByteSpan ak_name, std::string_view ek_sha256,
                           const proof::SigningKey& enroller) {
  constexpr std::string_view kWhen = "2026-01-01T00:00:00Z";
  const auto text = inspect::boot::enrolment_text(server, bytes::to_hex(ak_name), ek_sha256, kWhen);
  std::string line = proof::sign_line(text, enroller).value();
  line.pop_back();
  return fmt::format(
      R"({{"version":1,"server":"{}","ak_name":"{}","ek_sha256":"{}","activated":"{}","signature":"{}"}})",
      server, bytes::to_hex(ak_name), ek_sha256, kWhen, line);
}

EventLogBuilder GoodBoot::default_log(std::string_view command_line) {
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, text_bytes("firmware 1.0"));
  log.event(0, EV_EFI_PLATFORM_FIRMWARE_BLOB, filled(16, 1), text_bytes("the firmware volume"));
  log.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", filled(1, 1));
  log.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "dbx", {});
  log.separators();
  log.event(4, EV_EFI_BOOT_SERVICES_APPLICATION, filled(32, 0), text_bytes("the boot loader"));
  log.event(9, EV_IPL, text_bytes("/vmlinuz"), text_bytes("the kernel"));
  log.command_line(command_line);
  return log;
}

GoodBoot::GoodBoot(std::string_view id, const EventLogBuilder& log, const QuoteOptions& o)
    : server(id), pcrs(log.pcrs()), enroller(proof::new_signing_key("enroller.example").value()) {
  enrollers.push_back(enroller.verifier);
  nonces.push_back(o.nonce);
  files["boot/eventlog.bin"] = log.bytes();
  files["boot/ak.tpmt"] = key.public_area();
  // Each server has an EK of its own.
  const auto ek = crypto::HashEngine().hash(HashAlg::sha256, bytes::as_bytes(server)).hex();
  files["boot/enrolment.json"] = text_bytes(enrolment_json(server, key.name(), ek, enroller));
  quote_again(o);
}

void GoodBoot::quote_again(const QuoteOptions& o) {
  files["boot/quote.msg"] = make_quote(pcrs, o);
  files["boot/quote.sig"] = key.sign(files["boot/quote.msg"]);
  files["boot/pcrs.json"] = text_bytes(pcrs_json(pcrs, o));
}

inspect::boot::BootEvidence GoodBoot::evidence() const {
  inspect::boot::BootEvidence e;
  e.server = server;
  const auto input = [&](const char* path) {
    const auto it = files.find(path);
    return it != files.end() ? inspect::boot::Input{it->second, it->first} : inspect::boot::Input{};
  };
  e.quote = input("boot/quote.msg");
  e.signature = input("boot/quote.sig");
  e.ak_public = input("boot/ak.tpmt");
  e.ak_pem = input("boot/ak.pem");
  e.ak_certificate = input("boot/ak.crt");
  e.ek_certificate = input("boot/ek.crt");
  e.enrolment = input("boot/enrolment.json");
  e.event_log = input("boot/eventlog.bin");
  e.ima_log = input("boot/ima.log");
  e.pcr_values = input("boot/pcrs.json");
  return e;
}

evidence::Bundle GoodBoot::bundle() const {
  evidence::Bundle b;
  b.source = "made/" + server;
  b.server = server;
  for (const auto& [path, content] : files)
    b.artefacts.push_back({path, evidence::role_of(path), content});
  return b;
}

bool has_code(const std::vector<evidence::Finding>& findings, std::string_view code) {
  return std::ranges::find(findings, code, &evidence::Finding::code) != findings.end();
}

std::string codes(const std::vector<evidence::Finding>& findings) {
  std::vector<std::string> all;
  for (const auto& f : findings) all.push_back(f.code);
  std::ranges::sort(all);
  std::string out;
  for (const auto& code : all) out += (out.empty() ? "" : " ") + code;
  return out;
}

}  // namespace assay::testing
