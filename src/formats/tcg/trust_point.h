// The quote that Windows carries in its own log: at each boot it lets the TPM sign the PCRs, and
// appends the quote with the name of the attestation key to the log, in an event that no PCR holds
// (SIPAEVENT_TRUSTPOINT_AGGREGATION, wbcl.h). One log may hold several, one per attestation key of
// the machine: Windows' own first, then those that an enroller registered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/tcg/event_log.h"

namespace assay::formats::tcg {

/// Views into the log's bytes. Nothing is verified here.
struct TrustPoint {
  std::uint32_t event = 0;            ///< Event::number of the event that carries it
  bytes::ByteSpan aik_name;           ///< UTF-16LE: "Windows AIK", or the enroller's name
  bytes::ByteSpan aik_public_digest;  ///< SHA-1 of the key's TPM2B_PUBLIC; may be empty
  bytes::ByteSpan quote;              ///< TPMS_ATTEST, as the TPM signed it
  std::uint64_t quote_offset = 0;     ///< of `quote` in the outermost file
  bytes::ByteSpan signature;          ///< the bare number, without algorithm and size
  std::uint64_t signature_offset = 0;
  /// extraData of the quote: the boot's nonce. Windows chooses it itself, so it proves no
  /// freshness. Empty where the quote does not decode that far.
  bytes::ByteSpan nonce;

  [[nodiscard]] std::string aik() const;  ///< aik_name, printable
};

/// All with a quote and a signature, in the log's order.
[[nodiscard]] std::vector<TrustPoint> find_trust_points(const EventLog& log, bytes::Budget& budget);

/// The last of them: where an enroller registered a key, it comes after Windows' own.
[[nodiscard]] std::optional<TrustPoint> find_trust_point(const EventLog& log,
                                                         bytes::Budget& budget);

}  // namespace assay::formats::tcg
