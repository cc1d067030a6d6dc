// What the boot log says was measured of the firmware, tied to what lies in the flash dump: a
// volume whose digest an event holds is the one that ran, and a dump that holds other bytes where
// an event measured the flash is not what ran.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "appraise/appraisal.h"
#include "inspect/boot/inspect_boot.h"
#include "inspect/firmware_images.h"

namespace assay::appraise {

/// A part of an image that may have been measured, whole or unpacked.
struct MeasurablePart {
  crypto::Digest digest;  ///< SHA-256
  std::string image;      ///< its path in the evidence
  std::string path;       ///< in the image
  std::string what;
};

/// EV_EFI_PLATFORM_FIRMWARE_BLOB and BLOB2 (TCG PFP 1.06, 10.4.1) with a SHA-256 digest. A blob
/// that lies in memory and that no part matches is told nothing of: firmware changes its copy
/// there. One that lies in the flash as it is mapped below 4 GiB is compared with a dump that
/// reaches there.
void tie_measured_firmware(const inspect::boot::BootResult& boot, std::string_view log_path,
                           std::span<const MeasurablePart> parts,
                           std::span<const inspect::FirmwareImage> images, crypto::HashEngine& hash,
                           ServerAppraisal& out);

}  // namespace assay::appraise
