// Replaying an event log: what the PCRs hold if exactly these events were extended, bank by bank
// (TCG PC Client Platform Firmware Profile 1.06 r52, 10.4; TPM 2.0 Part 1, 17.2).
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <limits>

#include "crypto/digest.h"
#include "formats/tcg/event_log.h"

namespace assay::inspect::boot {

inline constexpr std::size_t kPcrs = formats::tcg::kPcrCount;

struct BankReplay {
  crypto::HashAlg alg = crypto::HashAlg::none;
  std::array<crypto::Digest, kPcrs> pcr{};
  std::bitset<kPcrs> has_events;
  /// The byte that PCR 0 starts with: what StartupLocality states (3 or 4), or 4 after an H-CRTM
  /// event.
  std::uint8_t locality = 0;
  /// Extending events that carry no digest of this bank (Windows leaves SHA-1 out of some).
  std::uint32_t without_digest = 0;
};

inline constexpr std::uint32_t kAllEvents = std::numeric_limits<std::uint32_t>::max();

/// Replays events [0, end) in one bank. A PCR without events holds its reset value.
[[nodiscard]] BankReplay replay(const formats::tcg::EventLog& log, crypto::HashAlg bank,
                                crypto::HashEngine& hash, std::uint32_t end = kAllEvents);

/// Reset value: ones for 17 to 22 (until a dynamic launch), zero for the others.
[[nodiscard]] crypto::Digest reset_value(crypto::HashAlg bank, std::size_t pcr);

/// True where the event extends a PCR: not EV_NO_ACTION, and an index that a TPM has.
[[nodiscard]] bool extends(const formats::tcg::Event& event) noexcept;

/// Windows extends a capped bank once more with a zero digest after the last event: H(pcr ‖ 0…0).
[[nodiscard]] crypto::Digest capped(const crypto::Digest& pcr, crypto::HashEngine& hash);

}  // namespace assay::inspect::boot
