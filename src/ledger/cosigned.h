// The heads that witnesses cosigned, which the ledger keeps when it grows: proof of what was there
// by when, and the dice that nobody could load (answer/sample_draw.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/filesystem.h"
#include "proof/cosignature.h"

namespace assay::ledger {

struct CosignedHead {
  std::uint64_t size = 0;
  std::string note;             ///< the signed checkpoint with all its lines
  std::string text;             ///< of the note: origin, size, root
  std::string line;             ///< that witness's, with its newline
  std::uint64_t timestamp = 0;  ///< seconds since 1970, by the witness
};

/// The smallest head of at least `size` leaves that `witness` cosigned, in the ledger's folder or a
/// copy of its public files; nothing where there is none. An error where such a file is damaged.
[[nodiscard]] base::Result<std::optional<CosignedHead>> first_cosigned(
    const base::FileSystem& fs, const std::filesystem::path& folder,
    const proof::CosignerKey& witness, std::uint64_t size);

/// The same in a folder of heads by their sizes of twelve digits, like the one that a witness keeps
/// of what it cosigned (STATE/….cosigned).
[[nodiscard]] base::Result<std::optional<CosignedHead>> first_cosigned_in(
    const base::FileSystem& fs, const std::filesystem::path& heads,
    const proof::CosignerKey& witness, std::uint64_t size);

/// The witnesses whose lines the ledger may carry (witnesses.vkey).
[[nodiscard]] base::Result<std::vector<proof::CosignerKey>> known_witnesses(
    const base::FileSystem& fs, const std::filesystem::path& folder);

/// The line of `witness` in a signed checkpoint; nothing where there is no good one.
[[nodiscard]] base::Result<std::optional<CosignedHead>> cosigned_by(
    std::string_view note, const proof::CosignerKey& witness);

}  // namespace assay::ledger
