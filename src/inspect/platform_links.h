// Files given together say more than each alone: which of them issued a platform certificate, and
// which is the EK certificate that it names. A convenience for people who look at files; whom to
// trust is asked by the audit, against the roots that it is given.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "formats/platform/certificate.h"
#include "inspect/artefact.h"

namespace assay::inspect {

struct FoundCertificates {
  std::vector<formats::platform::Certificate> platform;
  std::vector<formats::x509::Certificate> others;
};

class PlatformLinks {
 public:
  /// Sets detail "chain", "chain_files" and "holder_match" of each platform certificate among
  /// `artefacts`, and adds lines to its text, by these artefacts and those added before. A chain is
  /// "valid" where signatures lead up to a self-signed certificate at hand that was in its dates
  /// when the platform certificate was issued.
  void add(std::span<InspectedArtefact* const> artefacts);

 private:
  struct Known {
    std::string path;
    formats::x509::Certificate certificate;
  };
  void link(InspectedArtefact& artefact, const formats::platform::Certificate& certificate) const;
  [[nodiscard]] std::string path_of(const crypto::Digest& sha256) const;

  std::vector<Known> known_;
};

}  // namespace assay::inspect
