// manifest.json and manifest.sig: what a collector says it took from which server, and its
// signature. docs/formats/evidence.md states both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "base/types.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::evidence {

struct Challenge {
  base::Bytes nonce;
  std::string issuer;
};

struct ManifestEntry {
  std::string path;  ///< relative, '/'-separated, no "." or ".." steps
  std::string sha256;
  std::uint64_t size = 0;
};

struct Manifest {
  std::string server;
  base::Time collected;
  std::string collector;
  std::optional<Challenge> challenge;
  std::vector<ManifestEntry> artefacts;
};

[[nodiscard]] base::Result<Manifest> parse_manifest(bytes::ByteSpan json, bytes::Budget& budget);
/// Canonical for Assay's own writer: artefacts sorted by path, two-space indent, final newline.
[[nodiscard]] std::string to_json(const Manifest& manifest);
/// What manifest.sig signs, for a manifest with this SHA-256 (hex).
[[nodiscard]] std::string signed_text(std::string_view manifest_sha256);

/// True for a relative path that cannot leave its folder.
[[nodiscard]] bool is_safe_path(std::string_view path) noexcept;

}  // namespace assay::evidence
