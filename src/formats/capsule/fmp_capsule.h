// The content of an FMP capsule (UEFI 2.10, 23.3.3): drivers to load first, then images for
// devices, each for the device class that a GUID names. An image may start with a signature over
// it (EFI_FIRMWARE_IMAGE_AUTHENTICATION), with dependencies on versions (EFI_FIRMWARE_IMAGE_DEP)
// and with edk2's payload header, which has the version. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::capsule {

struct FmpAuthentication {
  std::uint64_t monotonic_count = 0;
  std::uint64_t size = 0;  ///< of count and certificate
  uefi::Guid certificate;  ///< EFI_CERT_TYPE_PKCS7_GUID
  bytes::ByteSpan signature;
};

struct FmpPayloadHeader {
  std::uint64_t size = 0;
  std::uint32_t version = 0;
  std::uint32_t lowest_supported = 0;
};

struct FmpImage {
  uefi::Guid type;
  std::uint8_t index = 0;
  std::uint64_t hardware_instance = 0;
  std::uint64_t offset = 0;  ///< of its header, from the FMP header's start
  std::uint64_t header_size = 0;
  std::uint64_t size = 0;  ///< of header, image and vendor code
  bytes::ByteSpan image;
  std::uint64_t image_offset = 0;
  bytes::ByteSpan vendor_code;
  std::optional<FmpAuthentication> authentication;
  std::string dependencies;  ///< in words; empty without
  std::optional<FmpPayloadHeader> payload;
  std::uint64_t payload_offset = 0;  ///< of the firmware itself, from the image's start
};

struct FmpDriver {
  std::uint64_t offset = 0;
  bytes::ByteSpan bytes;
};

struct FmpCapsule {
  std::uint64_t header_size = 0;
  std::vector<FmpDriver> drivers;
  std::vector<FmpImage> images;
};

/// From EFI_FIRMWARE_MANAGEMENT_CAPSULE_HEADER on to the capsule's end.
[[nodiscard]] bytes::Parsed<FmpCapsule> parse_fmp_capsule(bytes::Reader reader,
                                                          bytes::Budget& budget);

}  // namespace assay::formats::capsule
