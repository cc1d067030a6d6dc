// An SPDM measurement transcript (DMTF DSP0274 1.0 to 1.3): the messages that a requester (a BMC)
// and a device exchanged, one after another, the last of them MEASUREMENTS with the device's
// signature over all that came before. This is what Redfish's SPDMGetSignedMeasurements returns
// (DSP0268, "SignedMeasurements"), and what libspdm calls a measurement report:
//
//     1.0, 1.1:  [VCA] (GET_MEASUREMENTS MEASUREMENTS)…
//     1.2, 1.3:   VCA  (GET_MEASUREMENTS MEASUREMENTS)…
//
// where VCA is GET_VERSION VERSION GET_CAPABILITIES CAPABILITIES NEGOTIATE_ALGORITHMS ALGORITHMS.
// Views into the caller's bytes.
#pragma once

#include <optional>

#include "formats/spdm/algorithms.h"
#include "formats/spdm/measurement.h"

namespace assay::formats::spdm {

/// What ALGORITHMS selected (10.4).
struct Negotiated {
  std::uint32_t base_asym_sel = 0;
  std::uint32_t base_hash_sel = 0;
  std::uint32_t measurement_hash_algo = 0;
};

/// One GET_MEASUREMENTS and its MEASUREMENTS (10.11).
struct MeasurementExchange {
  bool signature_requested = false;
  std::uint8_t operation = 0;       ///< Param2 of the request: 0 how many, 0xFF all, else one index
  std::uint8_t slot = 0;            ///< of the certificate chain: what the response says
  bytes::ByteSpan requester_nonce;  ///< 32 bytes, of a request for a signature; else empty
  bytes::ByteSpan responder_nonce;  ///< 32 bytes
  bytes::ByteSpan opaque;
  std::vector<MeasurementBlock> blocks;
};

struct Transcript {
  std::uint8_t version = 0;              ///< 0x12 is 1.2
  std::optional<Negotiated> negotiated;  ///< where VCA is there
  std::vector<MeasurementExchange> exchanges;
  bytes::ByteSpan signed_part;  ///< L1/L2: what the signature covers, before its prefix
  bytes::ByteSpan signature;    ///< all bytes after the last message; empty where unsigned
  std::uint64_t signature_offset = 0;

  /// 1.2 and later sign VCA too: without it nothing can be checked.
  [[nodiscard]] bool needs_vca() const noexcept { return version >= 0x12; }
  /// Every block of every exchange, in order; a later one of the same index replaces an earlier.
  [[nodiscard]] std::vector<MeasurementBlock> blocks() const;
};

/// The whole of `reader`. Costs one item per message and block.
[[nodiscard]] bytes::Parsed<Transcript> parse_transcript(bytes::Reader reader,
                                                         bytes::Budget& budget);

/// GET_VERSION, or GET_MEASUREMENTS of a known version, and enough bytes for its answer.
[[nodiscard]] bool looks_like_transcript(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::spdm
