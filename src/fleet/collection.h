// One collection of a server, made ready for the index: loaded, identified by what it holds, and
// appraised. The part of an import that runs on all cores.
#pragma once

#include <optional>
#include <string>

#include "appraise/appraise_server.h"
#include "base/filesystem.h"

namespace assay::fleet {

struct Collection {
  std::string path;
  std::string sha256;  ///< evidence_digest()
  bool known = false;  ///< the index has it; nothing else is filled then
  appraise::ServerAppraisal appraisal;
};

/// The identity of evidence by its content, hex: equal for a directory and the same packed. Where a
/// manifest lists everything and everything agrees with it, the manifest stands for its artefacts.
[[nodiscard]] std::string evidence_digest(const evidence::Bundle& bundle, crypto::HashEngine& hash);

/// `seen(sha256)`: whether the index has it already.
template <class Seen>
[[nodiscard]] base::Result<Collection> collect(const base::FileSystem& fs, const std::string& path,
                                               const appraise::Inputs& inputs,
                                               crypto::HashEngine& hash, const Seen& seen);

/// Appraises as audit does, for a server alone: policy, verdict, findings.
[[nodiscard]] appraise::ServerAppraisal appraise_alone(const evidence::Bundle& bundle,
                                                       const appraise::Inputs& inputs,
                                                       crypto::HashEngine& hash);

template <class Seen>
base::Result<Collection> collect(const base::FileSystem& fs, const std::string& path,
                                 const appraise::Inputs& inputs, crypto::HashEngine& hash,
                                 const Seen& seen) {
  auto bundle = evidence::load(fs, path);
  if (!bundle) return base::in_file(std::move(bundle).error(), path);
  Collection out;
  out.path = path;
  out.sha256 = evidence_digest(*bundle, hash);
  out.known = seen(out.sha256);
  if (!out.known) out.appraisal = appraise_alone(*bundle, inputs, hash);
  return out;
}

}  // namespace assay::fleet
