// TPMS_ATTEST (TPM 2.0 Part 2, 10.12.12): what a TPM signs about itself. Quotes and certifications
// are decoded; other kinds are named. Views into the caller's bytes.
#pragma once

#include <optional>

#include "formats/tpm/pcr_selection.h"

namespace assay::formats::tpm {

struct ClockInfo {
  std::uint64_t clock = 0;  ///< milliseconds; meaningful only within one resetCount
  std::uint32_t reset_count = 0;
  std::uint32_t restart_count = 0;
  bool safe = false;
};

struct QuoteInfo {
  PcrSelections selections;
  bytes::ByteSpan pcr_digest;
};

struct CertifyInfo {
  bytes::ByteSpan name;
  bytes::ByteSpan qualified_name;
};

struct Attest {
  std::uint32_t magic = 0;  ///< anything but kGeneratedValue was not made by a TPM
  std::uint16_t type = 0;   ///< TPMI_ST_ATTEST
  bytes::ByteSpan qualified_signer;
  bytes::ByteSpan extra_data;  ///< the challenge
  ClockInfo clock;
  std::uint64_t firmware_version = 0;
  std::optional<QuoteInfo> quote;
  std::optional<CertifyInfo> certify;
  bytes::ByteSpan signed_bytes;  ///< the TPMS_ATTEST itself, without a TPM2B length in front
};

/// Accepts TPMS_ATTEST, or TPM2B_ATTEST (the same behind its 16-bit size). A wrong magic is not an
/// error here: the signature must still be judged, and the appraiser says what it means.
[[nodiscard]] bytes::Parsed<Attest> parse_attest(bytes::Reader r);

[[nodiscard]] bool looks_like_attest(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::tpm
