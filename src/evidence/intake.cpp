#include "evidence/intake.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "evidence/finding_codes.h"
#include "formats/dmidecode/dmidecode.h"
#include "formats/hbom/bom.h"
#include "formats/ima/ima_log.h"
#include "formats/ipmi/fru.h"
#include "formats/ipmi/fru_text.h"
#include "formats/pci/lspci.h"
#include "formats/platform/certificate_file.h"
#include "formats/redfish/resource.h"
#include "formats/smbios/table.h"
#include "formats/spd/spd.h"
#include "formats/tcg/event_log.h"
#include "formats/tpm/attest.h"

namespace assay::evidence {
namespace {

void compare_files(Bundle& bundle) {
  crypto::HashEngine hash;
  auto by_path = [&](const std::string& path) -> const Artefact* {
    const auto it = std::ranges::find(bundle.artefacts, path, &Artefact::path);
    return it != bundle.artefacts.end() ? &*it : nullptr;
  };
  for (const ManifestEntry& entry : bundle.manifest->artefacts) {
    const Artefact* file = by_path(entry.path);
    const std::string shown = base::printable(entry.path, 300);
    if (file == nullptr) {
      bundle.findings.push_back(
          make_finding("evidence.missing", shown,
                       fmt::format("The manifest lists {}, which is not there.", shown),
                       {{"manifest.json", shown}}));
      continue;
    }
    const bool same = file->bytes.size() == entry.size &&
                      hash.hash(crypto::HashAlg::sha256, file->bytes).hex() == entry.sha256;
    if (!same)
      bundle.findings.push_back(
          make_finding("evidence.digest.mismatch", shown,
                       fmt::format("{} is not the file that the manifest lists ({} bytes there, {} "
                                   "here): it was altered after "
                                   "collection.",
                                   shown, entry.size, file->bytes.size()),
                       {{shown, ""}, {"manifest.json", "artefacts"}}));
  }
  for (const Artefact& a : bundle.artefacts) {
    const bool listed =
        std::ranges::binary_search(bundle.manifest->artefacts, a.path, {}, &ManifestEntry::path);
    if (!listed) {
      const std::string shown = base::printable(a.path, 300);
      bundle.findings.push_back(make_finding(
          "evidence.unlisted", shown,
          fmt::format("{} is not listed in the manifest: it was added after collection.", shown),
          {{shown, ""}}));
    }
  }
}

}  // namespace

void check_manifest(Bundle& bundle) {
  if (bundle.manifest_bytes.empty()) return;
  bytes::Budget budget({.items = 500'000, .bytes = 64ULL << 20U, .depth = 16});
  auto manifest = parse_manifest(bundle.manifest_bytes, budget);
  if (!manifest) {
    bundle.findings.push_back(
        make_finding("evidence.manifest.malformed", "manifest.json",
                     fmt::format("manifest.json cannot be read: {}.", manifest.error().describe()),
                     {{"manifest.json", ""}}));
    return;
  }
  bundle.manifest = *std::move(manifest);
  bundle.server = bundle.manifest->server;
  compare_files(bundle);
}

Role role_by_content(bytes::ByteSpan bytes) noexcept {
  if (formats::tcg::looks_like_event_log(bytes)) return Role::event_log;
  if (formats::ima::looks_like_ima_log(bytes)) return Role::ima_log;
  if (formats::tpm::looks_like_attest(bytes)) return Role::quote_message;
  if (formats::dmidecode::looks_like_dmidecode(bytes)) return Role::dmidecode;
  // An entry point of the kernel's is shorter than where a dump has its table.
  if (formats::smbios::looks_like_entry_point(bytes) && bytes.size() <= 0x20)
    return Role::smbios_entry_point;
  if (formats::smbios::looks_like_table(bytes)) return Role::smbios;
  if (formats::platform::looks_like_platform_certificate(bytes)) return Role::platform_certificate;
  if (formats::pci::looks_like_lspci(bytes)) return Role::lspci;
  if (formats::ipmi::looks_like_fru(bytes) || formats::ipmi::looks_like_fru_text(bytes))
    return Role::fru;
  if (formats::spd::looks_like_spd(bytes)) return Role::spd;
  if (formats::hbom::looks_like_bom(bytes)) return Role::hbom;
  if (formats::redfish::looks_like_resource(bytes)) return Role::redfish;
  return Role::none;
}

}  // namespace assay::evidence
