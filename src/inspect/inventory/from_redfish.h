// Components out of what a BMC says over Redfish (formats/redfish): a tree of saved resources, any
// subset of it. One card that several resources tell of becomes one component. Where the tree holds
// several computer systems (blades in a chassis), only the one that this server is counts.
#pragma once

#include <span>

#include "base/time.h"
#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "formats/x509/trust_store.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Whom the appraiser trusts to vouch for devices that sign their SPDM measurements. Without a
/// store no signature counts as verified: anybody can sign with a key of their own.
struct SpdmTrust {
  const formats::x509::TrustStore* roots = nullptr;
  base::Time as_of;
  std::span<const base::Bytes> nonces;  ///< that the appraiser issued: what makes a quote fresh
};

/// Appends the components, findings and identity that `resources` tell of. `inventory.identity`
/// already holds what sources above Redfish said, and chooses the computer system.
void add_redfish(std::span<const evidence::Artefact* const> resources, bytes::Budget& budget,
                 Inventory& inventory);
void add_redfish(std::span<const evidence::Artefact* const> resources, const SpdmTrust& trust,
                 bytes::Budget& budget, Inventory& inventory);

}  // namespace assay::inspect::inventory
