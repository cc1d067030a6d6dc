// A server's parts against what somebody outside says it should have: the maker, by platform
// certificates bound to its TPM, and the buyer, by orders.
#pragma once

#include "appraise/appraise_server.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::appraise {

/// The certificates' own findings, and where they are proven to speak of this server, what departs
/// from them: inventory.CLASS.{added,missing,changed,replaced,moved}.
void compare_with_certificates(const evidence::Bundle& bundle,
                               const inspect::inventory::Inventory& inventory, const Inputs& inputs,
                               base::Time when, ServerAppraisal& out);

/// The same against every order that names the server; a server that orders were given for and
/// none of them names is the finding inventory.order.none.
void compare_with_orders(const inspect::inventory::Inventory& inventory, const Inputs& inputs,
                         base::Time when, ServerAppraisal& out);

/// Marks a finding that a change record plans; one with a digest only where the record names it.
void explain_by_changes(const Inputs& inputs, std::string_view server, base::Time when,
                        evidence::Finding& finding,
                        const std::optional<crypto::Digest>& digest = {});

}  // namespace assay::appraise
