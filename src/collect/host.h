// This server's native artefacts, as its kernel shows them under /sys and /proc: firmware tables,
// PCI configuration spaces, USB devices, processors, the measured boot's logs. Copied, not
// interpreted: whoever appraises them later reads the same bytes.
#pragma once

#include "base/filesystem.h"
#include "evidence/bundle.h"

namespace assay::collect {

struct HostArtefacts {
  std::vector<evidence::Artefact> artefacts;
  std::vector<std::string> skipped;  ///< one sentence each: what could not be read, and why
  std::string host_name;             ///< as the kernel has it; empty where it cannot be read
};

/// Everything below `root` ("/" for the machine itself). What is not there is left out; what is
/// there and cannot be read (most often: no permission) is told.
[[nodiscard]] HostArtefacts collect_host(const base::FileSystem& fs,
                                         const std::filesystem::path& root);

}  // namespace assay::collect
