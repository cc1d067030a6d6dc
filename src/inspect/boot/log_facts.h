// What the event log says about the platform, as far as its data is what was measured: Secure Boot,
// the revocation list it carries, the programs that ran.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/digest.h"
#include "evidence/finding.h"
#include "formats/tcg/event_log.h"
#include "inspect/boot/boot_evidence.h"
#include "inspect/boot/event_digest.h"

namespace assay::inspect::boot {

struct LogFacts {
  std::optional<bool> secure_boot;  ///< nothing where the log does not prove it
  std::uint32_t secure_boot_event = 0;
  std::uint32_t dbx_entries = 0;           ///< SHA-256 entries of the platform's dbx
  std::optional<base::Time> dbx_at_least;  ///< of the newest given list that the dbx contains
  std::string dbx_against;                 ///< Revocations::compare, for people
  std::string sbat_level;                  ///< "2022052400"; empty where the log has none
  std::string firmware_version;            ///< EV_S_CRTM_VERSION as text
};

/// How far the checks reach: `whole[i]` is false where event i's digest covers only a part of its
/// data.
struct Extents {
  std::vector<crypto::HashAlg> banks;  ///< those that the checks were made in
  std::vector<bool> whole;
};

/// `checks[i]` is of event i. Findings: a program on a revocation list, an SBAT level below the
/// policy's, Secure Boot off.
[[nodiscard]] LogFacts read_log_facts(const formats::tcg::EventLog& log,
                                      const std::vector<Checked>& checks, const Extents& extents,
                                      const BootEvidence& evidence, const BootContext& context,
                                      std::vector<evidence::Finding>& findings);

}  // namespace assay::inspect::boot
