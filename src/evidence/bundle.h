// The evidence of one server, in memory: its artefacts as bytes, its manifest where it has one, and
// what was wrong already while taking it in. Comes from a directory, a packed .evidence file or one
// bare artefact. Nothing is believed: digests are compared with the manifest, never replaced by it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/filesystem.h"
#include "evidence/finding.h"
#include "evidence/known_names.h"
#include "evidence/manifest.h"

namespace assay::evidence {

struct Artefact {
  std::string path;  ///< relative to the evidence, '/'-separated
  Role role = Role::none;
  base::Bytes bytes;
};

struct Bundle {
  std::string source;  ///< the path as given, for messages
  std::string server;  ///< the manifest's id, else the file's or folder's name
  std::optional<Manifest> manifest;
  base::Bytes manifest_bytes;
  base::Bytes manifest_signature;  ///< manifest.sig, empty where there is none
  std::vector<Artefact> artefacts;
  std::vector<Finding> findings;  ///< of the intake: unreadable, altered, missing, unlisted files

  /// The preferred artefact of that role; null where there is none.
  [[nodiscard]] const Artefact* find(Role role) const noexcept;
};

struct LoadLimits {
  std::uint64_t file_bytes = 256ULL * 1024 * 1024;
  std::uint64_t total_bytes = 1024ULL * 1024 * 1024;
  std::uint32_t files = 20'000;
  std::uint32_t depth = 24;  ///< a Redfish tree alone may take 16
};

/// A directory with a manifest, with any known file name in it or in boot/, inventory/, …, or a
/// bare tree of Redfish resources (redfish_tree.h).
[[nodiscard]] bool is_evidence_directory(const base::FileSystem& fs,
                                         const std::filesystem::path& path);

/// Directory, packed file or bare artefact. An error only where nothing at all can be read.
[[nodiscard]] base::Result<Bundle> load(const base::FileSystem& fs,
                                        const std::filesystem::path& path,
                                        const LoadLimits& limits = {});

/// The same from bytes already read, named `name`.
[[nodiscard]] base::Result<Bundle> load_bytes(base::Bytes bytes, const std::string& name,
                                              const LoadLimits& limits = {});

}  // namespace assay::evidence
