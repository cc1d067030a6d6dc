// The TCG event log: what the firmware, the boot loader and the early OS say they measured. Decodes
// the SHA-1 form (TCG PC Client Platform Firmware Profile 1.06 r52, 10.2.1 TCG_PCClientPCREvent)
// and the crypto-agile form (10.2.2 TCG_PCR_EVENT2), also as the Confidential Computing log (CCEL).
//
// Nothing here is authenticated: a log becomes worth something only once its replay gives PCR
// values that a TPM signed, and even then event types and data stay claims (inspect/boot checks
// them). Everything is a view into the caller's bytes, which must outlive the EventLog.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "crypto/digest.h"

namespace assay::formats::tcg {

/// PCR index of Windows' events that extend nothing.
inline constexpr std::uint32_t kNoPcr = 0xFFFFFFFF;
inline constexpr std::uint32_t kPcrCount = 24;

/// One TPMT_HA of an event.
struct TaggedDigest {
  std::uint16_t alg = 0;  ///< TPM_ALG_ID as written, known or not
  bytes::ByteSpan value;
};

struct Event {
  std::uint32_t number = 0;  ///< 0-based position in the log, the SpecID header being 0
  std::uint32_t pcr = 0;
  std::uint32_t type = 0;
  std::uint64_t offset = 0;       ///< of the event's first byte in the outermost file
  std::uint64_t data_offset = 0;  ///< of `data`
  bytes::ByteSpan data;
  std::uint32_t first_digest = 0;  ///< index into EventLog::digests
  std::uint32_t digest_count = 0;
};

enum class LogFormat : std::uint8_t { sha1_legacy, crypto_agile };

/// TCG_EfiSpecIDEventStruct (10.4.5.1), or its older short form.
struct SpecId {
  std::string_view signature;  ///< "Spec ID Event03", 16 bytes with its NUL stripped
  std::uint32_t platform_class = 0;
  std::uint8_t version_major = 0;
  std::uint8_t version_minor = 0;
  std::uint8_t errata = 0;
  std::uint8_t uintn_size = 0;  ///< 1: 32 bit, 2: 64 bit
  struct Algorithm {
    std::uint16_t id = 0;
    std::uint16_t digest_size = 0;
  };
  std::vector<Algorithm> algorithms;
  bytes::ByteSpan vendor_info;
};

struct EventLog {
  LogFormat format = LogFormat::sha1_legacy;
  std::optional<SpecId> spec_id;
  std::vector<Event> events;
  std::vector<TaggedDigest> digests;
  std::uint64_t padding = 0;  ///< trailing zero or 0xFF bytes that end the log

  /// Set where the log could be read up to an event and no further: `events` holds what came
  /// before.
  std::optional<bytes::ParseError> broken;

  [[nodiscard]] std::span<const TaggedDigest> digests_of(const Event& e) const noexcept {
    return std::span(digests).subspan(e.first_digest, e.digest_count);
  }
  /// Empty where the event has no digest of that algorithm.
  [[nodiscard]] bytes::ByteSpan digest(const Event& e, crypto::HashAlg alg) const noexcept;
  /// The algorithms that events carry, in the order of the header (SHA-1 alone for the legacy
  /// form).
  [[nodiscard]] std::vector<crypto::HashAlg> banks() const;
};

/// An error only where not even the first event can be read; later trouble is in EventLog::broken.
[[nodiscard]] bytes::Parsed<EventLog> parse_event_log(bytes::Reader reader, bytes::Budget& budget);

/// Cheap look at the first bytes: could this be an event log?
[[nodiscard]] bool looks_like_event_log(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::tcg
