// Where things lie in a ledger's folder: what anybody may read, and below private/ what only its
// owner has. docs/formats/ledger.md is the reference; writer, reader and fsck share these names and
// nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fmt/format.h>

namespace assay::ledger {

struct Layout {
  std::filesystem::path folder;

  /// The head, a signed note. Missing: no ledger here.
  [[nodiscard]] std::filesystem::path checkpoint() const { return folder / "checkpoint"; }
  /// The log's verifier key.
  [[nodiscard]] std::filesystem::path log_key() const { return folder / "log.vkey"; }
  /// Verifier keys of the witnesses whose lines the checkpoint may carry, one a line.
  [[nodiscard]] std::filesystem::path witness_keys() const { return folder / "witnesses.vkey"; }
  /// Every head that a witness cosigned, by its size: the checkpoint itself loses its cosignatures
  /// when the ledger grows.
  [[nodiscard]] std::filesystem::path cosigned() const { return folder / "cosigned"; }
  [[nodiscard]] std::filesystem::path cosigned(std::uint64_t size) const {
    return cosigned() / fmt::format("{:012}", size);
  }
  [[nodiscard]] std::filesystem::path tiles() const { return folder / "tile"; }

  [[nodiscard]] std::filesystem::path owners() const { return folder / "private"; }
  [[nodiscard]] std::filesystem::path signing_key() const { return owners() / "key"; }
  [[nodiscard]] std::filesystem::path lock() const { return owners() / "lock"; }
  [[nodiscard]] std::filesystem::path records() const { return owners() / "records"; }
  [[nodiscard]] std::filesystem::path store() const { return owners() / "store"; }
};

}  // namespace assay::ledger
