// DEVICE_SECURITY_EVENT_DATA and DATA2 (TCG PFP 1.06 r52, 10.2.8): what a device (a PCI card, a USB
// device) told the firmware over SPDM: its measurements or its certificate chain, and whether the
// firmware could authenticate it. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/device_path.h"

namespace assay::formats::tcg {

/// One SPDM measurement block (DSP0274, 10.11.1).
struct SpdmMeasurement {
  std::uint8_t index = 0;
  bool dmtf = false;  ///< in the DMTF form: `value_type` and `value` hold
  std::uint8_t value_type =
      0;                  ///< bit 7: the raw bytes rather than a digest; the rest says of what
  bytes::ByteSpan value;  ///< else the whole measurement
};

struct PciIdentity {
  std::uint16_t vendor = 0;
  std::uint16_t device = 0;
  std::uint8_t revision = 0;
  std::uint32_t class_code = 0;  ///< 24 bits
  std::uint16_t subsystem_vendor = 0;
  std::uint16_t subsystem = 0;
};

struct DeviceSecurityEvent {
  int form = 1;                                ///< 1: DATA, 2: DATA2
  std::optional<std::uint8_t> authentication;  ///< AuthState of DATA2
  std::uint32_t device_type = 0;               ///< 0 none, 1 PCI, 2 USB
  std::uint32_t hash_algorithm = 0;            ///< SPDM's bit mask
  std::vector<SpdmMeasurement> measurements;
  bytes::ByteSpan certificate_chain;  ///< SPDM's form, DATA2 with sub-header type 1
  uefi::DevicePath path;
  std::optional<PciIdentity> pci;
};

/// Charges one item per measurement and device path node. Fields in errors as in the profile.
[[nodiscard]] bytes::Parsed<DeviceSecurityEvent> parse_device_security(bytes::Reader reader,
                                                                       bytes::Budget& budget);

}  // namespace assay::formats::tcg
