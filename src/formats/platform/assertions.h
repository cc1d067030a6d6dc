// What the maker asserts of the platform as a whole (TCG Platform Certificate Profile 1.1, 3.1.1,
// 3.1.4, 3.1.5): which TCG specifications it follows, how its trusted building block was evaluated,
// how it measures its boot. Claims; nothing here is checked against the machine.
#pragma once

#include "formats/platform/fields.h"

namespace assay::formats::platform {

/// TCGSpecificationVersion.
struct SpecificationVersion {
  std::uint64_t major = 0;
  std::uint64_t minor = 0;
  std::uint64_t revision = 0;
  /// "1.1 revision 19".
  [[nodiscard]] std::string text() const;
};

/// TCGPlatformSpecification. `platform_class` by the PC Client profile: 0 client, 1 server.
struct PlatformSpecification {
  SpecificationVersion version;
  std::optional<std::uint32_t> platform_class;
};

/// CommonCriteriaMeasures.
struct CommonCriteria {
  std::string version;                  ///< "3.1"
  std::uint64_t assurance_level = 0;    ///< EAL 1 to 7
  std::uint64_t evaluation_status = 0;  ///< 0 designed to meet, 1 in progress, 2 completed
  bool plus = false;
};

/// FIPSLevel.
struct FipsLevel {
  std::string version;  ///< "140-2"
  std::uint64_t level = 0;
  bool plus = false;
};

/// TBBSecurityAssertions.
struct SecurityAssertions {
  std::uint64_t version = 0;  ///< v1 is 0
  std::optional<CommonCriteria> common_criteria;
  std::optional<FipsLevel> fips;
  std::optional<std::uint64_t> root_of_trust;  ///< MeasurementRootType
  bool iso9000_certified = false;
  std::string iso9000_uri;
};
/// "static", "dynamic", "non-host", "hybrid", "physical", "virtual", or "unknown".
[[nodiscard]] std::string_view root_of_trust_name(std::uint64_t type) noexcept;

// Each reads the next element of `r`.
[[nodiscard]] bytes::Parsed<SpecificationVersion> parse_specification_version(bytes::Reader& r,
                                                                              fields::Context& c);
[[nodiscard]] bytes::Parsed<PlatformSpecification> parse_platform_specification(bytes::Reader& r,
                                                                                fields::Context& c);
[[nodiscard]] bytes::Parsed<SecurityAssertions> parse_security_assertions(bytes::Reader& r,
                                                                          fields::Context& c);

}  // namespace assay::formats::platform
