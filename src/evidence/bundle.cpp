#include "evidence/bundle.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "evidence/finding_codes.h"
#include "evidence/intake.h"
#include "evidence/packed.h"
#include "evidence/redfish_tree.h"
#include "formats/archive/archive.h"

namespace assay::evidence {
namespace {

using base::FileType;
namespace stdfs = std::filesystem;

constexpr std::string_view kManifest = "manifest.json";
constexpr std::string_view kManifestSignature = "manifest.sig";

// Walks the folder, without following links, and reads every regular file within the limits.
class Walk {
 public:
  Walk(const base::FileSystem& fs, const stdfs::path& root, const LoadLimits& limits, Bundle& out)
      : fs_(fs), root_(root), limits_(limits), out_(out) {}

  base::Result<void> folder(const std::string& relative, std::uint32_t depth) {
    auto entries = fs_.list(root_ / relative);
    if (!entries) {
      if (depth == 0) return std::unexpected(entries.error());
      refuse(relative, entries.error().message);
      return {};
    }
    for (const auto& entry : *entries) {
      if (entry.name.starts_with('.')) continue;
      const std::string path = relative.empty() ? entry.name : relative + "/" + entry.name;
      if (entry.type == FileType::regular)
        file(path);
      else if (entry.type == FileType::directory && depth + 1 < limits_.depth)
        static_cast<void>(folder(path, depth + 1));
      else
        refuse(path, entry.type == FileType::directory
                         ? "is nested too deeply"
                         : "is no regular file (a link, pipe, socket or device)");
    }
    return {};
  }

 private:
  void refuse(const std::string& path, const std::string& message) {
    out_.findings.push_back(make_finding("artefact.unreadable", path,
                                         fmt::format("{} {}.", path, message), {{path, ""}}));
  }

  void file(const std::string& path) {
    if (files_++ >= limits_.files) {
      if (files_ == limits_.files + 1)
        refuse(path, "and what follows it are left out: too many files");
      return;
    }
    const std::uint64_t most = std::min(limits_.file_bytes, limits_.total_bytes - total_);
    auto bytes = fs_.read(root_ / path, most);
    if (!bytes) return refuse(path, bytes.error().message);
    total_ += bytes->size();
    take(out_, path, *std::move(bytes));
  }

  const base::FileSystem& fs_;
  const stdfs::path& root_;
  const LoadLimits& limits_;
  Bundle& out_;
  std::uint32_t files_ = 0;
  std::uint64_t total_ = 0;
};

std::string name_of(const stdfs::path& path) {
  const auto normal = path.lexically_normal();
  const auto name = normal.has_filename() ? normal.filename() : normal.parent_path().filename();
  return name.empty() || name == "." || name == ".." ? path.string() : name.string();
}

// What people wrap one artefact in (gzip, xz, zstd, or a zip or tar of one file) is taken off; an
// archive of several files is left as it is.
base::Result<void> unwrap(base::Bytes& bytes, const std::string& name) {
  if (!formats::archive::recognise(bytes)) return {};
  bytes::Budget budget({.items = 20'000, .bytes = 1ULL << 30U, .depth = 3});
  auto opened = formats::archive::open(bytes::Reader(bytes), budget);
  if (!opened) return base::in_file(std::move(opened).error(), name);
  if (opened->files.size() != 1) return {};
  const auto content = opened->files.front().content;
  bytes = base::Bytes(content.begin(), content.end());
  return {};
}

}  // namespace

const Artefact* Bundle::find(Role role) const noexcept {
  const Artefact* best = nullptr;
  for (const Artefact& a : artefacts)
    if (a.role == role && (best == nullptr || preference(a.path) < preference(best->path)))
      best = &a;
  return best;
}

void take(Bundle& bundle, const std::string& path, base::Bytes bytes) {
  if (path == kManifest) {
    bundle.manifest_bytes = std::move(bytes);
  } else if (path == kManifestSignature) {
    bundle.manifest_signature = std::move(bytes);
  } else {
    bundle.artefacts.push_back({path, role_of(path), std::move(bytes)});
  }
}

bool is_evidence_directory(const base::FileSystem& fs, const stdfs::path& path) {
  const auto entries = fs.list(path);
  if (!entries) return false;
  const bool known = std::ranges::any_of(*entries, [](const base::DirEntry& e) {
    if (e.type == FileType::directory) return is_evidence_folder(e.name);
    return e.name == kManifest || role_of(e.name) != Role::none;
  });
  return known || is_redfish_tree(fs, path, *entries);
}

base::Result<Bundle> load(const base::FileSystem& fs, const stdfs::path& path,
                          const LoadLimits& limits) {
  if (fs.type(path) != FileType::directory) {
    auto bytes = fs.read(path, limits.total_bytes);
    if (!bytes) return std::unexpected(bytes.error());
    return load_bytes(*std::move(bytes), path.string(), limits);
  }
  Bundle out;
  out.source = path.string();
  out.server = name_of(path);
  ASSAY_CHECK(Walk(fs, path, limits, out).folder("", 0));
  adopt_redfish_tree(out);
  check_manifest(out);
  return out;
}

base::Result<Bundle> load_bytes(base::Bytes bytes, const std::string& name,
                                const LoadLimits& limits) {
  Bundle out;
  out.source = name;
  out.server = name_of(name);
  if (is_packed(bytes)) {
    auto unpacked = unpack(bytes, out, limits);
    if (!unpacked) return base::in_file(std::move(unpacked).error(), name);
    if (out.server.ends_with(".evidence")) out.server.resize(out.server.size() - 9);
    adopt_redfish_tree(out);
    check_manifest(out);
    return out;
  }
  ASSAY_CHECK(unwrap(bytes, name));
  const Role role = role_by_content(bytes);
  const auto base_name = name_of(name);
  out.artefacts.push_back(
      {base_name, role != Role::none ? role : role_of(base_name), std::move(bytes)});
  return out;
}

}  // namespace assay::evidence
