// The boot discipline: from a server's boot artefacts to what they prove and the findings. A pure
// function of its arguments. The result's event log points into the evidence's bytes.
#pragma once

#include <optional>
#include <vector>

#include "inspect/boot/ak_check.h"
#include "inspect/boot/boot_evidence.h"
#include "inspect/boot/event_digest.h"
#include "inspect/boot/log_facts.h"
#include "inspect/boot/pcr_check.h"
#include "inspect/boot/quote_check.h"

namespace assay::inspect::boot {

struct BootResult {
  Ak ak;
  QuoteCheck quote;
  std::optional<formats::tcg::EventLog> log;
  std::vector<Checked> checks;  ///< one per event: the worst over the banks that count
  std::optional<formats::ima::ImaLog> ima;
  PcrCheck pcrs;
  LogFacts facts;
  /// Windows keeps a quote inside its log: the event that holds the very quote that was given.
  std::optional<std::uint32_t> quote_event;
  std::vector<evidence::Finding> findings;

  /// True where a signed, TPM-made quote covers something of the log.
  [[nodiscard]] bool log_is_quoted() const noexcept;
};

/// The event log alone: what it says, without asking for a quote.
[[nodiscard]] BootResult inspect_event_log(const BootEvidence& evidence,
                                           const BootContext& context);

[[nodiscard]] BootResult inspect_boot(const BootEvidence& evidence, const BootContext& context);

}  // namespace assay::inspect::boot
