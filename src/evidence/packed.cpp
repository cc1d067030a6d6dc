#include "evidence/packed.h"

#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "evidence/intake.h"
#include "formats/archive/archive.h"
#include "formats/archive/decompress.h"
#include "formats/archive/pack.h"

namespace assay::evidence {
namespace {

using formats::archive::Container;

bytes::Budget budget_of(const LoadLimits& limits) {
  return bytes::Budget({.items = limits.files * 4ULL, .bytes = limits.total_bytes, .depth = 8});
}

// `tar` makes one folder around the files where it was called from above; that step is not theirs.
std::string common_folder(const formats::archive::Archive& archive) {
  std::string prefix;
  for (const auto& file : archive.files) {
    const auto slash = file.path.find('/');
    if (slash == std::string::npos) return {};
    const std::string step = file.path.substr(0, slash + 1);
    if (prefix.empty()) prefix = step;
    if (prefix != step) return {};
  }
  return is_evidence_folder(std::string_view(prefix).substr(0, prefix.size() - 1)) ? std::string{}
                                                                                   : prefix;
}

}  // namespace

bool is_packed(bytes::ByteSpan bytes) noexcept {
  const auto kind = formats::archive::recognise(bytes);
  return kind == Container::zstd || kind == Container::tar || kind == Container::zip ||
         kind == Container::gzip || kind == Container::xz;
}

base::Result<void> unpack(bytes::ByteSpan bytes, Bundle& bundle, const LoadLimits& limits) {
  auto budget = budget_of(limits);
  const auto kind = formats::archive::recognise(bytes);
  base::Bytes inner;
  if (kind != Container::tar && kind != Container::zip) {
    auto plain = formats::archive::decompress(*kind, bytes::Reader(bytes), budget);
    if (!plain) return std::unexpected(bytes::to_error(plain.error()));
    inner = *std::move(plain);
    bytes = inner;
    const auto again = formats::archive::recognise(bytes);
    if (again != Container::tar) {  // a single compressed file is one bare artefact
      const Role role = role_by_content(bytes);
      bundle.artefacts.push_back(
          {bundle.server, role != Role::none ? role : role_of(bundle.server), std::move(inner)});
      return {};
    }
  }
  ASSAY_TRY(const auto archive, formats::archive::open(bytes::Reader(bytes), budget));
  const std::string prefix = common_folder(archive);
  for (const auto& file : archive.files)
    take(bundle, file.path.substr(prefix.size()),
         base::Bytes(file.content.begin(), file.content.end()));
  // An archive around one artefact is that artefact, whatever it is called.
  if (archive.files.size() == 1 && bundle.artefacts.size() == 1 &&
      bundle.artefacts[0].role == Role::none)
    bundle.artefacts[0].role = role_by_content(bundle.artefacts[0].bytes);
  for (const auto& skipped : archive.skipped) {
    if (skipped.why == "directory") continue;
    const auto shown = base::printable(skipped.path, 300);
    bundle.findings.push_back(
        make_finding("artefact.unreadable", shown,
                     fmt::format("{} is a {} and was left out.", shown, skipped.why),
                     {{bundle.source, fmt::format("offset {}", skipped.offset)}}));
  }
  return {};
}

base::Result<base::Bytes> pack(const Bundle& bundle, int level) {
  std::vector<formats::archive::PackEntry> entries;
  if (!bundle.manifest_bytes.empty()) entries.push_back({"manifest.json", bundle.manifest_bytes});
  if (!bundle.manifest_signature.empty())
    entries.push_back({"manifest.sig", bundle.manifest_signature});
  for (const Artefact& a : bundle.artefacts) entries.push_back({a.path, a.bytes});
  const base::Time time = bundle.manifest ? bundle.manifest->collected : base::Time{};
  ASSAY_TRY(const auto tar, formats::archive::write_tar(entries, time));
  return formats::archive::compress_zstd(tar, level);
}

}  // namespace assay::evidence
