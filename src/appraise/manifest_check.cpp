#include "appraise/manifest_check.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::make_finding;

constexpr const char* kSignatureFile = "manifest.sig";

}  // namespace

void check_manifest_signature(const evidence::Bundle& b, const Policy& policy,
                              crypto::HashEngine& hash, ServerAppraisal& out) {
  if (b.manifest_signature.empty()) {
    if (b.manifest && !policy.collectors.empty())
      out.findings.push_back(make_finding(
          "evidence.signature.untrusted", "manifest",
          "The manifest is not signed, though the policy names the collectors it trusts.",
          {{"manifest.json", ""}}));
    return;
  }
  const auto note = proof::parse_note(bytes::as_chars(b.manifest_signature));
  const auto text =
      evidence::signed_text(hash.hash(crypto::HashAlg::sha256, b.manifest_bytes).hex());
  if (!note || note->text != text) {
    out.findings.push_back(make_finding(
        note ? "evidence.signature.invalid" : "evidence.manifest.malformed", "manifest",
        note ? "manifest.sig was made over another manifest than the one beside it."
             : fmt::format("manifest.sig cannot be read: {}.", note.error().message),
        {{kSignatureFile, ""}}));
    return;
  }
  if (policy.collectors.empty()) return;  // nobody to compare with: told as coverage
  const auto verdict = proof::verify_note(note->text, note->signatures, policy.collectors);
  if (verdict.forged != nullptr) {
    out.findings.push_back(make_finding(
        "evidence.signature.invalid", "manifest",
        fmt::format("The signature of {} over the manifest is wrong.", verdict.forged->name),
        {{kSignatureFile, ""}}));
  } else if (verdict.signer == nullptr) {
    out.findings.push_back(make_finding(
        "evidence.signature.untrusted", "manifest",
        fmt::format("The manifest is signed by {}, who is not among the policy's collectors.",
                    base::printable(note->signatures.front().name, 100)),
        {{kSignatureFile, ""}}));
  } else {
    out.manifest_signer = verdict.signer->name;
  }
}

}  // namespace assay::appraise
