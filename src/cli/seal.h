// Giving evidence its manifest and signature, for the verbs that make evidence: pack and collect.
#pragma once

#include <optional>
#include <string>

#include "cli/ui.h"
#include "evidence/bundle.h"

namespace assay::cli {

/// A fresh manifest over what `bundle` holds now; drops a signature over an older one.
void make_manifest(evidence::Bundle& bundle, std::string server, base::Time collected,
                   std::optional<evidence::Challenge> challenge = std::nullopt);

/// Signs the manifest with the key in the file `key_path` (made by `assay key new`); nothing where
/// `key_path` is empty.
[[nodiscard]] base::Result<void> sign_manifest(const Context& context, const std::string& key_path,
                                               evidence::Bundle& bundle);

}  // namespace assay::cli
