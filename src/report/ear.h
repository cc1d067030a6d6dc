// Verdicts for relying parties: EAT Attestation Results (draft-ietf-rats-ear-04, JSON), one claims
// set a server, one submodule a discipline that examined it, with AR4SI's tiers. What a discipline
// did not examine has no submodule, so that nothing can be read into it.
#pragma once

#include <string>

#include "appraise/appraisal.h"
#include "base/error.h"
#include "formats/json/json.h"
#include "proof/note.h"

namespace assay::report {

/// A server with no evidence has one submodule, "evidence", with the status `none`.
[[nodiscard]] formats::json::Value to_ear(const appraise::FleetAppraisal& fleet,
                                          const appraise::ServerAppraisal& server);

/// The claims as a JSON Web Token (RFC 7519), signed with Ed25519 (RFC 8037: "EdDSA"); the key id
/// is the verifier key's name and id.
[[nodiscard]] base::Result<std::string> to_jwt(const formats::json::Value& claims,
                                               const proof::SigningKey& key);

}  // namespace assay::report
