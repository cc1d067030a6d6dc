// What EV_NO_ACTION events say besides the Spec ID header (TCG PFP 1.06 r52, 10.4.5): nothing of it
// is extended, so nothing of it is authenticated by a quote. Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <optional>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::tcg {

/// TCG_EfiStartupLocalityEvent (10.4.5.3): the locality of TPM2_Startup, 0, 3 or 4; PCR 0 begins
/// with it. Nothing where `data` is no such event.
[[nodiscard]] std::optional<std::uint8_t> startup_locality(bytes::ByteSpan data) noexcept;

/// TCG_Sp800_155_PlatformId_Event, Event2 and Event3 (10.4.5.2): whose reference manifest this
/// platform should be held against. Texts are ASCII; what a form does not have is empty or zero.
struct PlatformId {
  int form = 1;                       ///< 1, 2 or 3
  std::uint32_t manufacturer_id = 0;  ///< IANA enterprise number
  uefi::Guid manifest;                ///< ReferenceManifestGuid
  bytes::ByteSpan manufacturer;
  bytes::ByteSpan model;
  bytes::ByteSpan version;
  bytes::ByteSpan firmware_manufacturer;
  std::uint32_t firmware_manufacturer_id = 0;
  bytes::ByteSpan firmware_version;
  std::uint32_t manifest_locator_type = 0;  ///< 0 raw, 1 URI, 2 device path, 3 variable
  bytes::ByteSpan manifest_locator;
  std::uint32_t certificate_locator_type = 0;
  bytes::ByteSpan certificate_locator;
};

/// `data` with its signature. Bytes after the structure are no error.
[[nodiscard]] bytes::Parsed<PlatformId> parse_platform_id(bytes::Reader reader) noexcept;

/// NV_INDEX_DYNAMIC_EVENT_LOG_DATA (10.4.5.5).
struct NvIndexDynamic {
  std::uint64_t uid = 0;
  bytes::ByteSpan description;  ///< "SPDM CHALLENGE", …
  bytes::ByteSpan data;
};
[[nodiscard]] bytes::Parsed<NvIndexDynamic> parse_nv_index_dynamic(bytes::Reader reader) noexcept;

}  // namespace assay::formats::tcg
