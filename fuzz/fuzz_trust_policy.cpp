// Trust policies: rules refer to earlier rules only, so that deciding a quorum ends.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "proof/trust_policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace proof = assay::proof;
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  const auto policy = proof::parse_trust_policy(text);
  if (!policy) return 0;
  for (std::size_t i = 0; i < policy->rules.size(); ++i)
    for (const auto member : policy->rules[i].members)
      if (member >= i) std::abort();
  if (policy->quorum && *policy->quorum >= policy->rules.size()) std::abort();
  return 0;
}
