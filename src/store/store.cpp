#include "store/store.h"

#include <algorithm>
#include <fmt/format.h>

namespace assay::store {
namespace {

crypto::Digest digest_of(crypto::HashEngine& hash, bytes::ByteSpan object) {
  return hash.hash(crypto::HashAlg::sha256, object);
}

bool unfinished(const std::string& name) { return name.starts_with(base::kUnfinishedPrefix); }

}  // namespace

std::filesystem::path Store::path_of(const crypto::Digest& digest) const {
  const std::string hex = digest.hex();
  return folder_ / "objects" / hex.substr(0, 2) / hex.substr(2);
}

base::Result<crypto::Digest> Store::put(bytes::ByteSpan object) const {
  ASSAY_TRY(const auto digests, put_all({object}));
  return digests.front();
}

base::Result<std::vector<crypto::Digest>> Store::put_all(
    const std::vector<bytes::ByteSpan>& objects) const {
  crypto::HashEngine hash;
  std::vector<crypto::Digest> digests;
  std::vector<base::FileToWrite> files;
  for (const auto object : objects) {
    if (object.size() > kMostObject)
      return base::fail(
          base::ErrorKind::budget,
          fmt::format("an object of {} bytes, at most {} are kept", object.size(), kMostObject));
    const auto digest = digest_of(hash, object);
    const bool repeated = std::ranges::find(digests, digest) != digests.end();
    digests.push_back(digest);
    if (repeated) continue;
    // Read again rather than believed: a file of the right name may be damaged.
    const auto path = path_of(digest);
    if (fs_.type(path) == base::FileType::regular && get(digest)) continue;
    files.push_back({path, object});
  }
  if (!files.empty()) ASSAY_CHECK(fs_.write_together(files));
  return digests;
}

base::Result<base::Bytes> Store::get(const crypto::Digest& digest) const {
  const auto path = path_of(digest);
  ASSAY_TRY(auto object, fs_.read(path, kMostObject));
  crypto::HashEngine hash;
  if (digest_of(hash, object) != digest)
    return base::in_file(
        {base::ErrorKind::refused, "its bytes do not have the SHA-256 that names them"},
        path.string());
  return object;
}

base::Result<std::vector<Store::Entry>> Store::list() const {
  std::vector<Entry> out;
  const auto objects = folder_ / "objects";
  if (fs_.type(objects) != base::FileType::directory) return out;
  ASSAY_TRY(const auto folders, fs_.list(objects));
  for (const auto& folder : folders) {
    if (unfinished(folder.name)) continue;
    if (folder.type != base::FileType::directory) {
      out.push_back({objects / folder.name, {}});
      continue;
    }
    ASSAY_TRY(const auto files, fs_.list(objects / folder.name));
    for (const auto& file : files) {
      if (unfinished(file.name)) continue;
      const auto path = objects / folder.name / file.name;
      const auto digest =
          crypto::Digest::from_hex(crypto::HashAlg::sha256, folder.name + file.name);
      const bool good = file.type == base::FileType::regular && digest && path_of(*digest) == path;
      out.push_back({path, good ? *digest : crypto::Digest{}});
    }
  }
  return out;
}

}  // namespace assay::store
