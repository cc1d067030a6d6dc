// Builds boot evidence as bytes: event logs event by event, TPM keys made in the test, quotes with
// real signatures over them, PCR values and enrolment records. A test says what it means ("the log
// lacks one event that was measured") and the builder does what a firmware, a TPM and an enroller
// would have done, apart from the code under test: the replay here is its own.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "crypto/digest.h"
#include "evidence/bundle.h"
#include "formats/tcg/event_types.h"
#include "formats/tpm/constants.h"
#include "inspect/boot/boot_evidence.h"
#include "inspect/boot/inspect_boot.h"
#include "proof/note.h"

struct evp_pkey_st;

namespace assay::testing {

using crypto::Digest;
using crypto::HashAlg;

[[nodiscard]] inline base::Bytes text_bytes(std::string_view text) {
  return bytes::copy(bytes::as_bytes(text));
}
[[nodiscard]] inline base::Bytes hex_bytes(std::string_view text) {
  return bytes::from_hex(text).value();
}

/// PCR values by bank, as a TPM would hold them; extends as a TPM does.
class Pcrs {
 public:
  explicit Pcrs(std::vector<HashAlg> banks = {HashAlg::sha256});
  void extend(unsigned pcr,
              bytes::ByteSpan data);  ///< in every bank, with the bank's hash of `data`
  void extend_digest(unsigned pcr, const Digest& digest);
  [[nodiscard]] Digest& at(HashAlg bank, unsigned pcr) { return values_.at(bank)[pcr]; }
  [[nodiscard]] const Digest& at(HashAlg bank, unsigned pcr) const { return values_.at(bank)[pcr]; }
  [[nodiscard]] const std::vector<HashAlg>& banks() const { return banks_; }

 private:
  std::vector<HashAlg> banks_;
  std::map<HashAlg, std::array<Digest, 24>> values_;
};

/// A crypto-agile log (or the SHA-1 form), and the PCRs that its events leave.
class EventLogBuilder {
 public:
  explicit EventLogBuilder(std::vector<HashAlg> banks = {HashAlg::sha256});

  /// Extends `pcr` with the hash of `data`.
  EventLogBuilder& event(unsigned pcr, std::uint32_t type, bytes::ByteSpan data) {
    return event(pcr, type, data, data);
  }
  EventLogBuilder& event(unsigned pcr, std::uint32_t type, std::string_view data) {
    return event(pcr, type, bytes::as_bytes(data));
  }
  /// `measured` is what was hashed, `data` what the log says.
  EventLogBuilder& event(unsigned pcr, std::uint32_t type, bytes::ByteSpan data,
                         bytes::ByteSpan measured);
  /// Without extending: EV_NO_ACTION with zero digests.
  EventLogBuilder& no_action(bytes::ByteSpan data, unsigned pcr = 0);
  EventLogBuilder& startup_locality(std::uint8_t locality);
  /// An event that carries digests of some banks only.
  EventLogBuilder& event_in(const std::vector<HashAlg>& banks, unsigned pcr, std::uint32_t type,
                            std::string_view data);
  EventLogBuilder& separators(unsigned first = 0, unsigned last = 7);
  /// "kernel_cmdline: …" as GRUB logs it: the text behind the prefix is what is measured.
  EventLogBuilder& command_line(std::string_view line);
  /// UEFI_VARIABLE_DATA measured whole.
  EventLogBuilder& variable(std::uint32_t type, std::string_view name, bytes::ByteSpan value,
                            unsigned pcr = 7);
  EventLogBuilder& raw(bytes::ByteSpan part) {
    log_.raw(part);
    return *this;
  }

  [[nodiscard]] base::Bytes bytes() const { return bytes::copy(log_.view()); }
  [[nodiscard]] const Pcrs& pcrs() const { return pcrs_; }
  [[nodiscard]] Pcrs& pcrs() { return pcrs_; }

 private:
  std::vector<HashAlg> banks_;
  bytes::Writer log_;
  Pcrs pcrs_;
};

/// UEFI_VARIABLE_DATA (PFP 10.2.6) of a global variable, or of db and dbx under their own GUID.
[[nodiscard]] base::Bytes variable_data(std::string_view name, bytes::ByteSpan value);

struct QuoteOptions {
  std::vector<std::pair<HashAlg, std::vector<unsigned>>> selection{
      {HashAlg::sha256, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}};
  base::Bytes nonce = text_bytes("nonce of the appraiser");
  std::uint64_t clock = 1000;
  std::uint32_t reset_count = 7;
  std::uint32_t restart_count = 0;
  std::uint32_t magic = formats::tpm::kGeneratedValue;
  std::uint16_t type = formats::tpm::kAttestQuote;
  std::string signer = "one TPM, one key";  ///< hashed into qualifiedSigner
};

inline constexpr std::uint32_t kAkAttributes =
    formats::tpm::kFixedTpm | formats::tpm::kFixedParent | formats::tpm::kSensitiveDataOrigin |
    formats::tpm::kRestricted | formats::tpm::kSign;

/// A P-256 key made on the spot. Copies share it.
class TpmKey {
 public:
  TpmKey();
  [[nodiscard]] base::Bytes public_area(
      std::uint32_t attributes = kAkAttributes) const;  ///< TPMT_PUBLIC
  [[nodiscard]] base::Bytes name(std::uint32_t attributes = kAkAttributes) const;
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] base::Bytes sign(
      bytes::ByteSpan message) const;  ///< TPMT_SIGNATURE, ECDSA with SHA-256
  [[nodiscard]] base::Bytes sign_der(bytes::ByteSpan message) const;  ///< ECDSA-Sig-Value
 private:
  std::shared_ptr<evp_pkey_st> key_;
};

/// TPMS_ATTEST over these PCRs; with `type` kAttestCertify a certification instead.
[[nodiscard]] base::Bytes make_quote(const Pcrs& pcrs, const QuoteOptions& options);
[[nodiscard]] std::string pcrs_json(const Pcrs& pcrs, const QuoteOptions& options);
[[nodiscard]] std::string enrolment_json(std::string_view server, bytes::ByteSpan ak_name,
                                         std::string_view ek_sha256,
                                         const proof::SigningKey& enroller);

/// A healthy boot of one server, enrolled and fresh. Change a part, then appraise it.
struct GoodBoot {
  explicit GoodBoot(std::string_view server = "server-1",
                    const EventLogBuilder& log = default_log(), const QuoteOptions& options = {});
  /// With Secure Boot on, a boot loader, a kernel and its command line.
  [[nodiscard]] static EventLogBuilder default_log() {
    return default_log("root=/dev/vda1 ro quiet");
  }
  [[nodiscard]] static EventLogBuilder default_log(std::string_view command_line);

  void quote_again(const QuoteOptions& options);  ///< over `pcrs`

  [[nodiscard]] inspect::boot::BootEvidence evidence() const;
  [[nodiscard]] evidence::Bundle bundle() const;
  /// A context that trusts the enroller and holds the nonce.
  [[nodiscard]] inspect::boot::BootContext context(crypto::HashEngine& hash) const {
    return {.hash = hash, .nonces = nonces, .enrollers = enrollers, .as_of = {1'700'000'000}};
  }

  std::string server;
  TpmKey key;
  Pcrs pcrs;
  std::vector<base::Bytes> nonces;
  std::vector<proof::VerifierKey> enrollers;
  proof::SigningKey enroller;
  std::map<std::string, base::Bytes> files;  ///< "boot/eventlog.bin" → bytes
};

[[nodiscard]] bool has_code(const std::vector<evidence::Finding>& findings, std::string_view code);
/// All codes, sorted and joined by spaces: what a test compares, so that no finding goes unnoticed.
[[nodiscard]] std::string codes(const std::vector<evidence::Finding>& findings);

}  // namespace assay::testing
