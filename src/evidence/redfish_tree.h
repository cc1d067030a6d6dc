// A bare tree of saved Redfish resources is evidence of one server: a DMTF mockup, or what another
// tool saved (redfish/v1/…, or the tree below it). Its files are taken in as inventory/redfish/….
#pragma once

#include <span>

#include "base/filesystem.h"
#include "evidence/bundle.h"

namespace assay::evidence {

/// By the names in a folder: "redfish/" (whose "v1" `fs` has), or "index.json" beside "odata/",
/// "Systems/" or "Chassis/".
[[nodiscard]] bool is_redfish_tree(const base::FileSystem& fs, const std::filesystem::path& path,
                                   std::span<const base::DirEntry> entries);

/// Where `bundle` is such a tree and nothing else (no manifest, no file of a known name or folder),
/// moves its JSON files to inventory/redfish/ and drops what lies beside them: schemas, metadata,
/// error pages.
void adopt_redfish_tree(Bundle& bundle);

}  // namespace assay::evidence
