// Does the log explain what the TPM signed, PCR by PCR and bank by bank? With PCR values whose
// digest the quote covers, each PCR is told apart. Without them the log alone must reproduce the
// signed digest, and a difference cannot be put down to one PCR.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "formats/ima/ima_log.h"
#include "formats/tcg/event_log.h"
#include "inspect/boot/ima_replay.h"
#include "inspect/boot/quote_check.h"
#include "inspect/boot/replay.h"

namespace assay::inspect::boot {

enum class PcrState : std::uint8_t {
  absent,       ///< neither in the log nor quoted: nothing to say
  match,        ///< the log (for PCR 10 with the IMA log) reproduces the signed value
  mismatch,     ///< it does not
  capped,       ///< it does once Windows' cap of the SHA-1 bank is added
  not_quoted,   ///< the log has events, the quote does not cover them
  no_events,    ///< quoted, at its reset value, and the log has nothing for it
  not_covered,  ///< quoted and extended, but only the running system extends this PCR
};

[[nodiscard]] std::string_view name(PcrState state) noexcept;

struct BankCheck {
  crypto::HashAlg alg = crypto::HashAlg::none;
  BankReplay replay;
  bool in_log = false;  ///< the event log has this bank
  bool quoted = false;  ///< the quote selects this bank
  std::array<PcrState, kPcrs> state{};
  /// What the TPM signed, where known (values beside the quote, or a log that reproduces the
  /// digest).
  std::array<std::optional<crypto::Digest>, kPcrs> signed_value{};
};

struct PcrCheck {
  std::vector<BankCheck> banks;  ///< the log's, then quoted ones that it lacks
  bool log_reproduces = false;   ///< without values: the replay gives the signed digest
  bool undecided = false;        ///< without values: it does not, and no PCR can be blamed
  std::optional<ImaReplay> ima;  ///< of PCR 10 in the strongest quoted bank
  crypto::HashAlg ima_bank = crypto::HashAlg::none;

  [[nodiscard]] const BankCheck* bank(crypto::HashAlg alg) const noexcept;
  /// No quoted PCR contradicts the log.
  [[nodiscard]] bool all_explained() const noexcept;
};

/// `log` and `ima` may be null. `end`: replay only the events before this one (a quote that Windows
/// stored inside the log covers what came before it).
[[nodiscard]] PcrCheck check_pcrs(const formats::tcg::EventLog* log,
                                  const formats::ima::ImaLog* ima, const QuoteCheck& quote,
                                  crypto::HashEngine& hash, std::uint32_t end = kAllEvents);

}  // namespace assay::inspect::boot
