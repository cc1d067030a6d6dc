// A head's signatures under a trust policy.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "proof/trust_policy.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kMostName = 200;

// Rules refer to earlier ones only, so one pass decides them all.
bool quorum_reached(const TrustPolicy& policy, const std::vector<bool>& cosigned) {
  if (!policy.quorum) return true;
  std::vector<bool> holds;
  for (const auto& rule : policy.rules) {
    if (rule.witness) {
      holds.push_back(cosigned[*rule.witness]);
      continue;
    }
    const auto n = std::ranges::count_if(rule.members, [&](std::size_t m) { return holds[m]; });
    holds.push_back(static_cast<std::size_t>(n) >= rule.threshold);
  }
  return holds[*policy.quorum];
}

}  // namespace

base::Result<HeadVerdict> check_head(const TrustPolicy& policy, const SignedHead& head,
                                     const VerifierKey* log) {
  HeadVerdict out;
  std::vector<bool> cosigned(policy.witnesses.size(), false);
  const auto named = [](const std::string& name) { return base::printable(name, kMostName); };
  for (const NoteSignature& line : head.note.signatures) {
    const auto by_log = [&](const VerifierKey& k) {
      return k.name == line.name && k.id == line.key_id;
    };
    const auto key = std::ranges::find_if(policy.logs, by_log);
    const VerifierKey* signer = key != policy.logs.end() ? &*key : nullptr;
    if (signer == nullptr && policy.logs.empty() && log != nullptr && by_log(*log)) signer = log;
    if (signer != nullptr) {
      if (verify_note(head.note.text, {line}, {*signer}).signer == nullptr)
        return fail(ErrorKind::refused,
                    fmt::format("the log's signature by {} is wrong", named(line.name)));
      // The key's name MUST correspond to the log's origin line (tlog-policy, "Defining a log").
      if (signer->name != head.head.origin)
        return fail(ErrorKind::refused,
                    fmt::format("the checkpoint is of the log {}, signed by the key of {}",
                                named(head.head.origin), named(line.name)));
      out.log = line.name;
      continue;
    }
    const auto witness =
        std::ranges::find_if(policy.witnesses, [&](const auto& w) { return is_by(line, w.key); });
    if (witness == policy.witnesses.end()) {
      out.not_checked.push_back(line.name);
      continue;
    }
    const auto time = verify_cosignature(head.note.text, line, witness->key);
    if (!time)
      return fail(ErrorKind::refused,
                  fmt::format("the cosignature by {} is wrong", named(line.name)));
    const auto number = static_cast<std::size_t>(witness - policy.witnesses.begin());
    if (!cosigned[number]) out.witnesses.push_back({witness->name, *time});
    cosigned[number] = true;
  }
  if (out.log.empty())
    return fail(ErrorKind::refused,
                fmt::format("no trusted log signed the checkpoint of {}", named(head.head.origin)));
  if (!quorum_reached(policy, cosigned))
    return fail(ErrorKind::refused,
                fmt::format("{} of the policy's witnesses cosigned it, too few for its quorum",
                            out.witnesses.size()));
  return out;
}

}  // namespace assay::proof
