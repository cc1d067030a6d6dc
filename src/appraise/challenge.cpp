#include "appraise/challenge.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/challenge_note.h"
#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::make_finding;

struct Accepted {
  base::Bytes nonce;
  std::string signer;
};

// The challenge of the note, where it counts; else why it does not.
std::optional<Accepted> accept(const evidence::Bundle& b, const Inputs& in,
                               std::vector<evidence::Finding>& told) {
  const auto* file = b.find(evidence::Role::challenge_note);
  if (file == nullptr) return std::nullopt;
  const auto tell = [&](std::string_view code, std::string why) {
    told.push_back(make_finding(code, "challenge", std::move(why), {{file->path, ""}}));
    return std::nullopt;
  };
  const auto note = proof::parse_note(bytes::as_chars(file->bytes));
  if (!note)
    return tell("artefact.malformed", fmt::format("The challenge cannot be read: {}.",
                                                  base::printable(note.error().message, 300)));
  const auto verdict = proof::verify_note(note->text, note->signatures, in.policy.challengers);
  if (verdict.forged != nullptr)
    return tell(
        "evidence.challenge.invalid",
        fmt::format("The signature of {} over the challenge is wrong.", verdict.forged->name));
  if (verdict.signer == nullptr)
    return tell("evidence.challenge.untrusted",
                fmt::format("The challenge is signed by {}, who is not among the policy's "
                            "challengers; its nonce proves nothing.",
                            base::printable(note->signatures.front().name, 100)));
  auto challenge = evidence::parse_challenge_note(note->text);
  if (!challenge)
    return tell("artefact.malformed", fmt::format("The challenge cannot be read: {}.",
                                                  base::printable(challenge.error().message, 300)));
  if (challenge->server != b.server)
    return tell("evidence.challenge.invalid",
                fmt::format("The challenge was put to {}, not to this server.",
                            base::printable(challenge->server, 200)));
  if (in.as_of < challenge->issued || in.as_of > challenge->expires)
    return tell("evidence.challenge.expired",
                fmt::format("The challenge counts from {} to {}, and it is {}.",
                            base::to_rfc3339(challenge->issued),
                            base::to_rfc3339(challenge->expires), base::to_rfc3339(in.as_of)));
  return Accepted{std::move(challenge->nonce), verdict.signer->name};
}

void check_manifest_challenge(const evidence::Bundle& b, std::span<const base::Bytes> nonces,
                              const std::optional<Accepted>& accepted,
                              std::vector<evidence::Finding>& told) {
  if (!b.manifest || !b.manifest->challenge || nonces.empty()) return;
  const auto& said = *b.manifest->challenge;
  if (std::ranges::find(nonces, said.nonce) == nonces.end()) {
    told.push_back(
        make_finding("evidence.challenge.mismatch", "manifest",
                     "The evidence was collected for another challenge than the appraiser's.",
                     {{"manifest.json", "challenge"}}));
  } else if (accepted && said.nonce == accepted->nonce && !said.issuer.empty() &&
             said.issuer != accepted->signer) {
    told.push_back(
        make_finding("evidence.challenge.mismatch", "manifest",
                     fmt::format("The manifest says that {} put the challenge, but {} signed it.",
                                 base::printable(said.issuer, 100), accepted->signer),
                     {{"manifest.json", "challenge"}}));
  }
}

}  // namespace

HeldNonces::HeldNonces(const evidence::Bundle& bundle, const Inputs& in,
                       std::vector<evidence::Finding>* told) {
  if (const auto it = in.nonces.find(bundle.server); it != in.nonces.end()) given_ = it->second;
  std::vector<evidence::Finding> unheard;
  auto& findings = told != nullptr ? *told : unheard;
  const auto accepted = accept(bundle, in, findings);
  if (accepted || !in.ledger_heads.empty()) {
    own_.assign(given_.begin(), given_.end());
    if (accepted) own_.push_back(accepted->nonce);
    own_.insert(own_.end(), in.ledger_heads.begin(), in.ledger_heads.end());
  }
  check_manifest_challenge(bundle, all(), accepted, findings);
}

}  // namespace assay::appraise
