#include "formats/platform/assertions.h"

#include <fmt/format.h>

namespace assay::formats::platform {
namespace {

using bytes::Parsed;
using bytes::Reader;
using der::Tag;
using fields::Context;

Parsed<std::uint64_t> next_number(Reader& r, Context& c, Tag tag, std::string_view field) {
  ASSAY_TRY(const der::Tlv tlv, der::expect(r, c.budget, tag, field));
  return fields::number(tlv, field);
}

Parsed<bool> flag(Reader& r, Context& c, std::string_view field) {
  ASSAY_TRY(const auto tlv, der::next_if(r, c.budget, Tag::boolean, field));
  if (!tlv) return false;
  ASSAY_TRY(const der::Boolean value, der::boolean(*tlv, field));
  return value.value;
}

// What follows `plus` (strengthOfFunction, the profile's and target's OIDs and URIs) decides
// nothing and is passed over.
Parsed<CommonCriteria> common_criteria(Reader in, Context& c) {
  CommonCriteria out;
  ASSAY_TRY(out.version, fields::text(in, c, "ccInfo.version", Tag::ia5_string));
  ASSAY_TRY(out.assurance_level, next_number(in, c, Tag::enumerated, "assurancelevel"));
  ASSAY_TRY(out.evaluation_status, next_number(in, c, Tag::enumerated, "evaluationStatus"));
  ASSAY_TRY(out.plus, flag(in, c, "ccInfo.plus"));
  return out;
}

Parsed<FipsLevel> fips_level(Reader in, Context& c) {
  FipsLevel out;
  ASSAY_TRY(out.version, fields::text(in, c, "fipsLevel.version", Tag::ia5_string));
  ASSAY_TRY(out.level, next_number(in, c, Tag::enumerated, "level"));
  ASSAY_TRY(out.plus, flag(in, c, "fipsLevel.plus"));
  ASSAY_CHECK(in.finish("fipsLevel"));
  return out;
}

}  // namespace

std::string SpecificationVersion::text() const {
  return fmt::format("{}.{} revision {}", major, minor, revision);
}

std::string_view root_of_trust_name(std::uint64_t type) noexcept {
  constexpr std::array<std::string_view, 6> kNames{"static", "dynamic",  "non-host",
                                                   "hybrid", "physical", "virtual"};
  return type < kNames.size() ? kNames[static_cast<std::size_t>(type)] : "unknown";
}

Parsed<SpecificationVersion> parse_specification_version(Reader& r, Context& c) {
  constexpr std::string_view kField = "TCGSpecificationVersion";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, kField));
  Reader in = sequence.content;
  SpecificationVersion out;
  ASSAY_TRY(out.major, next_number(in, c, Tag::integer, "majorVersion"));
  ASSAY_TRY(out.minor, next_number(in, c, Tag::integer, "minorVersion"));
  ASSAY_TRY(out.revision, next_number(in, c, Tag::integer, "revision"));
  ASSAY_CHECK(in.finish(kField));
  return out;
}

Parsed<PlatformSpecification> parse_platform_specification(Reader& r, Context& c) {
  constexpr std::string_view kField = "TCGPlatformSpecification";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, kField));
  Reader in = sequence.content;
  PlatformSpecification out;
  ASSAY_TRY(out.version, parse_specification_version(in, c));
  ASSAY_TRY(const der::Tlv cls, der::read(in, c.budget, "platformClass"));
  ASSAY_CHECK(in.finish(kField));
  Reader bytes = cls.content;
  if (!cls.is(Tag::octet_string) || bytes.remaining() != 4) {
    c.quirks.note(Quirk::odd_platform_class);
    return out;
  }
  ASSAY_TRY(out.platform_class, bytes.be32("platformClass"));
  return out;
}

// Every field is OPTIONAL or has a default.
Parsed<SecurityAssertions> parse_security_assertions(Reader& r, Context& c) {
  constexpr std::string_view kField = "TBBSecurityAssertions";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, kField));
  Reader in = sequence.content;
  SecurityAssertions out;
  ASSAY_TRY(const auto version, der::next_if(in, c.budget, Tag::integer, "version"));
  if (version) {
    ASSAY_TRY(out.version, fields::number(*version, "version"));
  }
  ASSAY_TRY(const auto cc, der::next_if_context(in, c.budget, 0, "ccInfo"));
  if (cc) {
    ASSAY_TRY(out.common_criteria, common_criteria(cc->content, c));
  }
  ASSAY_TRY(const auto fips, der::next_if_context(in, c.budget, 1, "fipsLevel"));
  if (fips) {
    ASSAY_TRY(out.fips, fips_level(fips->content, c));
  }
  ASSAY_TRY(const auto root, der::next_if_context(in, c.budget, 2, "rtmType"));
  if (root) {
    ASSAY_TRY(out.root_of_trust, fields::number(*root, "rtmType"));
  }
  ASSAY_TRY(out.iso9000_certified, flag(in, c, "iso9000Certified"));
  if (!in.empty()) {
    ASSAY_TRY(out.iso9000_uri, fields::text(in, c, "iso9000Uri", Tag::ia5_string));
  }
  ASSAY_CHECK(in.finish(kField));
  return out;
}

}  // namespace assay::formats::platform
