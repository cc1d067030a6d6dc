#include "evidence/redfish_tree.h"

#include <algorithm>
#include <array>

namespace assay::evidence {
namespace {

constexpr std::array<std::string_view, 3> kBesideIndex{"odata", "Systems", "Chassis"};

}  // namespace

bool is_redfish_tree(const base::FileSystem& fs, const std::filesystem::path& path,
                     std::span<const base::DirEntry> entries) {
  const auto folder = [&](std::string_view name) {
    return std::ranges::any_of(entries, [&](const base::DirEntry& e) {
      return e.type == base::FileType::directory && e.name == name;
    });
  };
  if (folder("redfish") && fs.type(path / "redfish" / "v1") == base::FileType::directory)
    return true;
  const bool index = std::ranges::any_of(entries, [](const base::DirEntry& e) {
    return e.type == base::FileType::regular && e.name == "index.json";
  });
  return index && std::ranges::any_of(kBesideIndex, folder);
}

void adopt_redfish_tree(Bundle& bundle) {
  if (!bundle.manifest_bytes.empty()) return;
  const auto beside = [&](std::string_view start) {
    return std::ranges::any_of(bundle.artefacts,
                               [&](const Artefact& a) { return a.path.starts_with(start); });
  };
  bool tree = beside("redfish/v1/");
  if (!tree)
    tree = std::ranges::any_of(bundle.artefacts,
                               [](const Artefact& a) { return a.path == "index.json"; }) &&
           std::ranges::any_of(kBesideIndex,
                               [&](auto name) { return beside(std::string(name) + "/"); });
  const auto in_folder = [](const Artefact& a) {
    return is_evidence_folder(std::string_view(a.path).substr(0, a.path.find('/')));
  };
  if (!tree || std::ranges::any_of(bundle.artefacts, in_folder)) return;
  std::erase_if(bundle.artefacts, [](const Artefact& a) { return !a.path.ends_with(".json"); });
  for (Artefact& a : bundle.artefacts) {
    a.path = "inventory/redfish/" + a.path;
    a.role = Role::redfish;
  }
}

}  // namespace assay::evidence
