// The steps that every way of taking in evidence shares.
#pragma once

#include "evidence/bundle.h"

namespace assay::evidence {

/// Puts a file in its place in the bundle: manifest, its signature, or an artefact.
void take(Bundle& bundle, const std::string& path, base::Bytes bytes);

/// Parses the manifest, takes the server's id from it, and compares every file with it. What
/// differs is a finding; nothing is dropped.
void check_manifest(Bundle& bundle);

/// For a bare artefact, whose name says nothing: what its first bytes look like. Only what says by
/// itself what it is; Role::none otherwise.
[[nodiscard]] Role role_by_content(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::evidence
