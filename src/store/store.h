// Files kept by what they hold: an object's name is the SHA-256 of its bytes, so it cannot change
// unnoticed, and putting it twice is putting it once. Evidence, policies and references lie here
// for as long as the ledger names them. docs/formats/store.md has the layout.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/filesystem.h"
#include "crypto/digest.h"

namespace assay::store {

/// Largest object: 1 GiB, as the largest artefact.
inline constexpr std::uint64_t kMostObject = 1ULL << 30U;

class Store {
 public:
  /// `folder` need not be there before the first put(). `fs` must outlive the store.
  Store(const base::FileSystem& fs, std::filesystem::path folder)
      : fs_(fs), folder_(std::move(folder)) {}

  /// The object's digest; when this returns, it is on the disk. What is there already and whole is
  /// not written again; what is there and damaged is replaced.
  [[nodiscard]] base::Result<crypto::Digest> put(bytes::ByteSpan object) const;
  /// Several at once, their folders synced once.
  [[nodiscard]] base::Result<std::vector<crypto::Digest>> put_all(
      const std::vector<bytes::ByteSpan>& objects) const;

  /// The bytes; an error names the file where it is missing or does not have this digest.
  [[nodiscard]] base::Result<base::Bytes> get(const crypto::Digest& digest) const;

  /// One file below objects/ and what it should be.
  struct Entry {
    std::filesystem::path path;
    crypto::Digest digest;  ///< of size 0: the name is none of an object's
  };
  /// All objects, in order of their digests, and whatever else lies there. Files that a killed
  /// process left half written (base::kUnfinishedPrefix) are left out.
  [[nodiscard]] base::Result<std::vector<Entry>> list() const;

  /// "FOLDER/objects/ab/cdef…".
  [[nodiscard]] std::filesystem::path path_of(const crypto::Digest& digest) const;

 private:
  const base::FileSystem& fs_;
  std::filesystem::path folder_;
};

}  // namespace assay::store
