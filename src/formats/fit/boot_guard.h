// Boot Guard's two manifests. The key manifest (__KEYM__) is signed with the board maker's key,
// whose hash is burnt into the chipset, and names the keys that may sign boot policies; the boot
// policy
// (__ACBP__) holds the digests of the first firmware code that the processor checks. Version 1 (to
// Coffee Lake, Xeon E5 v4) and 2 (Boot Guard and TXT converged). Views into the caller's bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::fit {

struct KeyManifest {
  std::uint8_t structure_version = 0;  ///< 0x10 is 1.0, 0x21 is 2.1
  std::uint8_t revision = 0;
  std::uint8_t svn = 0;
  std::uint8_t id = 0;
  [[nodiscard]] bool second() const noexcept { return structure_version >= 0x20; }
};

/// An element of a boot policy: "__IBBS__" and its kin.
struct PolicyElement {
  std::string_view id;       ///< eight characters
  std::uint64_t offset = 0;  ///< from the manifest's start
  std::uint8_t version = 0;
};

struct BootPolicy {
  std::uint8_t structure_version = 0;
  std::uint8_t revision = 0;
  std::uint8_t svn = 0;
  std::uint8_t acm_svn = 0;  ///< lowest startup ACM that is allowed
  std::vector<PolicyElement> elements;
  bool is_signed = false;  ///< has a __PMSG__ element
  [[nodiscard]] bool second() const noexcept { return structure_version >= 0x20; }
};

[[nodiscard]] bytes::Parsed<KeyManifest> parse_key_manifest(bytes::Reader reader);
[[nodiscard]] bytes::Parsed<BootPolicy> parse_boot_policy(bytes::Reader reader,
                                                          bytes::Budget& budget);

}  // namespace assay::formats::fit
