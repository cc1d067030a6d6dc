// One server's evidence to its appraisal: intake, boot, references, change records. A pure function
// of the bundle and the inputs; the fleet step (fleet.h) adds what only the siblings can tell, and
// only then are severities and verdicts final.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "appraise/appraisal.h"
#include "appraise/policy.h"
#include "base/types.h"
#include "crypto/key_loader.h"
#include "evidence/assets.h"
#include "evidence/bundle.h"
#include "formats/x509/trust_store.h"
#include "inspect/boot/revocations.h"
#include "inspect/firmware/image_inspector.h"
#include "reference/changes.h"
#include "reference/remediation.h"
#include "reference/order.h"
#include "reference/reference.h"

namespace assay::appraise {

/// Everything an appraisal may read besides the evidence. Shared by threads, never written.
struct Inputs {
  Policy policy;
  std::optional<formats::x509::TrustStore> ek_roots;
  std::optional<formats::x509::TrustStore> platform_roots;  ///< of platform certificates
  std::optional<formats::x509::TrustStore> device_roots;    ///< of devices that speak SPDM
  inspect::boot::Revocations revocations;
  std::map<std::string, std::vector<base::Bytes>> nonces;  ///< by server
  bool nonces_given = false;
  std::vector<base::Bytes>
      ledger_heads;  ///< SHA-256 of trusted checkpoints, a nonce for any server
  std::vector<reference::Reference> references;
  std::vector<reference::ChangeRecord> changes;
  std::vector<reference::RemediationRecord> remediation;
  std::vector<reference::Order> orders;
  std::shared_ptr<const evidence::AssetBook> assets;  ///< the asset register; null: none
  base::Time as_of;
  bool event_facts = false;  ///< siblings will be compared: keep measured events as facts
  bool timelines =
      false;  ///< a report will ask for timeline_of(): keep what recognises the evidence
  crypto::KeyLoader keys;
  /// Takes firmware images apart; null: this thread, without a worker's walls.
  const inspect::firmware::ImageInspector* images = nullptr;

  /// Makers of servers often sign with the CA that also signs their TPMs' certificates: where no
  /// roots of their own are given, those of the TPMs are asked.
  [[nodiscard]] const formats::x509::TrustStore* trust_for_platforms() const noexcept {
    if (platform_roots) return &*platform_roots;
    return ek_roots ? &*ek_roots : nullptr;
  }
};

[[nodiscard]] ServerAppraisal appraise_server(const evidence::Bundle& bundle, const Inputs& inputs,
                                              crypto::HashEngine& hash);

/// The boot of a server that was appraised with `inputs.timelines`, from its evidence read again,
/// with the findings that cite its events. Kept apart since a fleet's timelines would fill the
/// memory and a report shows those of few servers. Nothing where there is no boot evidence, or
/// where it is not what was appraised.
[[nodiscard]] std::optional<Timeline> timeline_of(const evidence::Bundle& bundle,
                                                  const Inputs& inputs, crypto::HashEngine& hash,
                                                  const ServerAppraisal& server);

}  // namespace assay::appraise
