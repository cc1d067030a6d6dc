// What an appraisal says about one server and about the fleet: the model that every report renders.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "appraise/fact_table.h"
#include "appraise/verdict.h"
#include "base/time.h"
#include "crypto/digest.h"
#include "evidence/fact.h"
#include "evidence/finding.h"
#include "inspect/inventory/component.h"

namespace assay::appraise {

/// One event of a boot, for the report's timeline.
struct TimelineEvent {
  std::uint32_t number = 0;
  std::uint32_t pcr = 0;
  std::uint64_t offset = 0;
  std::string type;                   ///< "EV_IPL"
  std::string text;                   ///< in words
  std::string checked;                ///< "digest-of-data", "not-derivable", "mismatch"
  std::string digest;                 ///< hex, in the bank that was compared
  std::vector<std::size_t> findings;  ///< indices into ServerAppraisal::findings that cite it
};

/// State of one PCR in the bank that was compared: "match", "mismatch", "capped", "not-quoted", …
struct TimelinePcr {
  std::uint32_t pcr = 0;
  std::string state;
  std::string value;  ///< signed, else replayed; hex
};

struct Timeline {
  std::string bank;  ///< "sha256"
  std::vector<TimelinePcr> pcrs;
  std::vector<TimelineEvent> events;
};

/// What a report tells about a boot beside its findings, and what the fleet step compares.
struct BootSummary {
  bool examined = false;
  bool quote_valid = false;
  bool fresh = false;  ///< answered a nonce that the appraiser held
  bool ak_bound = false;
  std::string bound_by;
  std::string ek;         ///< "trusted", "untrusted", "not checked", "not given"
  std::string signature;  ///< "ECDSA-sha256"
  std::optional<bool> secure_boot;
  std::string firmware_version;
  std::string kernel_command_line;
  std::uint32_t dbx_entries = 0;
  std::string dbx_at_least;  ///< date; empty where unknown
  std::string
      dbx_against;  ///< "lacks 164 of the 431 digests of DBXUpdate.bin"; empty: nothing given
  std::string sbat_level;
  std::uint32_t events = 0;
  std::uint32_t ima_entries = 0;
  std::uint32_t ima_covered = 0;
  std::string reference;  ///< the one it was compared with; empty: none
  bool matches_reference = false;

  // Identity and order, for comparison with other evidence.
  std::string ak_name;           ///< hex
  std::string qualified_signer;  ///< hex; one AK in one TPM
  std::string ek_sha256;
  std::string system_uuid;
  std::string quote_path;  ///< where these stand, for citing; empty where there is none
  std::string ek_path;     ///< the EK certificate, else the enrolment record that names the EK
  std::string smbios_path;
  std::uint64_t clock = 0;
  std::uint32_t reset_count = 0;
  std::uint32_t restart_count = 0;
  /// Per firmware PCR (0 to 7): which log said it, whether that log replays, and what the TPM
  /// signed.
  struct StaticPcr {
    std::uint64_t log_print = 0;  ///< of the events' digests; 0: none
    bool matches = false;
    crypto::Digest value;
  };
  std::array<StaticPcr, 8> firmware{};
  crypto::Digest evidence;  ///< of the boot evidence's files, where timelines are wanted
};

/// What the inventory discipline found, for reports and for the fleet step.
struct InventorySummary {
  bool examined = false;
  inspect::inventory::Identity identity;
  std::size_t components = 0;
  std::string sources;    ///< "smbios, pci, acpi"
  std::string lot;        ///< by the asset register; empty where unknown
  std::string reference;  ///< the one it was compared with; empty: none
  bool matches_reference = false;
  std::string certificate;   ///< who issued the platform certificate it agrees with; empty: none
  bool ordered = false;      ///< an order named it, and was compared
  std::size_t siblings = 0;  ///< other servers of the same board in this call
};

/// What the firmware discipline found.
struct FirmwareSummary {
  bool examined = false;
  std::vector<std::string> images;  ///< paths
  std::string reference;            ///< whose golden image the last was compared with
};

/// An open departure from the reference, kept until the fleet step has looked for rollouts.
struct OpenDeparture {
  std::size_t finding = 0;  ///< index into findings
  std::string key;          ///< code, PCR and new digest: equal for the same new value
};

struct ServerAppraisal {
  std::string id;
  std::string source;
  std::optional<base::Time> collected;
  std::string manifest_signer;  ///< the trusted collector who signed; empty: nobody
  Verdict verdict = Verdict::no_evidence;
  DisciplineVerdicts disciplines{Verdict::no_evidence, Verdict::no_evidence, Verdict::no_evidence,
                                 Verdict::no_evidence, Verdict::no_evidence, Verdict::no_evidence};
  std::vector<evidence::Finding> findings;
  BootSummary boot;
  InventorySummary inventory;
  FirmwareSummary firmware;
  /// What siblings, the index and later collections are compared with. audit() keeps them as
  /// `fact_refs` into one table, and empties this.
  std::vector<evidence::Fact> facts;
  std::vector<FactRef> fact_refs;
  std::vector<OpenDeparture> departures;
  std::optional<Timeline> timeline;
  std::vector<std::string>
      not_appraised;  ///< folders that hold files which this version does not read
};

struct Coverage {
  std::size_t servers = 0;
  std::array<std::size_t, kDisciplines> examined{};
  std::size_t fresh = 0;
  std::size_t ak_bound = 0;
  std::size_t with_reference = 0;
  std::size_t manifests = 0;  ///< servers whose manifest was signed by a trusted collector
  std::vector<std::string> not_appraised;
};

struct FleetAppraisal {
  base::Time as_of;
  std::string policy;
  std::vector<std::string> references;
  std::vector<ServerAppraisal> servers;     ///< in the order given
  std::vector<evidence::Finding> findings;  ///< of the fleet: rollouts
  Coverage coverage;
};

}  // namespace assay::appraise
