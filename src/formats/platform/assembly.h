// From certificates to what the server is certified to be made of: the base's list, with every
// delta applied in the order in which each builds on the one before (TCG Platform Certificate
// Profile 1.1, 2.1.5.3 and 3.3). Pure bookkeeping: who signed them, and about which TPM they speak,
// is verify.h's to say, and the caller hands in only what may count.
#pragma once

#include <span>

#include "formats/platform/certificate.h"

namespace assay::formats::platform {

/// Something that does not fit: its certificate's index, and one sentence without full stop, safe
/// to show.
struct Gap {
  std::size_t certificate = 0;
  std::string reason;
};

struct Assembly {
  std::optional<std::size_t> base;    ///< index of the base or rebase that counts
  std::vector<std::size_t> applied;   ///< deltas, in the order applied
  std::vector<std::size_t> outdated;  ///< bases and deltas that a rebase replaces
  std::vector<Component> components;
  std::vector<Property> properties;
  std::vector<Gap> gaps;
};

/// The latest rebase counts, else the base (the latest, where there are several). A delta whose
/// holder is neither that certificate nor an applied delta is a gap and is not applied; so is one
/// that changes or removes what is not there (the rest of it is applied), and one whose platform
/// has another serial number.
[[nodiscard]] Assembly assemble(std::span<const Certificate* const> certificates);

/// Does `certificate`'s holder (or, in 2.x, its previousPlatformCertificates) name `earlier`?
[[nodiscard]] bool builds_on(const Certificate& certificate, const Certificate& earlier);

}  // namespace assay::formats::platform
