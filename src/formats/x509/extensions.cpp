#include "formats/x509/extensions.h"

#include <algorithm>
#include <array>

#include "base/checked.h"
#include "bytes/text.h"
#include "formats/der/value.h"
#include "formats/x509/general_name.h"

namespace assay::formats::x509 {
namespace {

using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using der::Tag;

constexpr std::string_view kBasicConstraints = "2.5.29.19";
constexpr std::string_view kKeyUsageOid = "2.5.29.15";

Parsed<void> basic_constraints(Reader r, Budget& budget, Extensions& out) {
  constexpr std::string_view kField = "basicConstraints";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, kField));
  ASSAY_CHECK(r.finish(kField));
  Reader in = sequence.content;
  BasicConstraints value;
  ASSAY_TRY(const auto ca, der::next_if(in, budget, Tag::boolean, "cA"));
  if (ca) {
    ASSAY_TRY(const der::Boolean flag, der::boolean(*ca, "cA"));
    value.ca = flag.value;
  }
  ASSAY_TRY(const auto length, der::next_if(in, budget, Tag::integer, "pathLenConstraint"));
  if (length) {
    ASSAY_TRY(const der::Integer n, der::integer(*length, "pathLenConstraint"));
    if (n.negative()) return bytes::bad_value(length->offset, "pathLenConstraint", "0 or more");
    if (const auto small = n.small()) value.path_length = base::narrow<std::uint32_t>(*small);
  }
  ASSAY_CHECK(in.finish(kField));
  out.basic_constraints = value;
  return {};
}

Parsed<void> key_usage(Reader r, Budget& budget, Extensions& out) {
  ASSAY_TRY(const der::Tlv tlv, der::expect(r, budget, Tag::bit_string, "keyUsage"));
  ASSAY_CHECK(r.finish("keyUsage"));
  ASSAY_TRY(const der::BitString bits, der::bit_string(tlv, "keyUsage"));
  std::uint16_t mask = 0;
  for (unsigned i = 0; i < 9; ++i)
    if (bits.bit(i)) mask = static_cast<std::uint16_t>(mask | (1U << i));
  out.key_usage = mask;
  return {};
}

Parsed<void> extended_key_usage(Reader r, Budget& budget, Extensions& out) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, "extKeyUsage"));
  ASSAY_CHECK(r.finish("extKeyUsage"));
  Reader in = sequence.content;
  std::vector<std::string> purposes;
  while (!in.empty()) {
    ASSAY_TRY(const der::Tlv tlv, der::expect(in, budget, Tag::oid, "KeyPurposeId"));
    ASSAY_TRY(std::string oid, der::oid(tlv, "KeyPurposeId"));
    purposes.push_back(std::move(oid));
  }
  out.extended_key_usage = std::move(purposes);
  return {};
}

Parsed<void> subject_key_id(Reader r, Budget& budget, Extensions& out) {
  ASSAY_TRY(const der::Tlv tlv, der::expect(r, budget, Tag::octet_string, "subjectKeyIdentifier"));
  ASSAY_CHECK(r.finish("subjectKeyIdentifier"));
  out.subject_key_id = tlv.content.whole();
  return {};
}

Parsed<void> authority_key_id(Reader r, Budget& budget, Extensions& out) {
  constexpr std::string_view kField = "authorityKeyIdentifier";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, kField));
  ASSAY_CHECK(r.finish(kField));
  Reader in = sequence.content;
  ASSAY_TRY(const auto id, der::next_if_context(in, budget, 0, "keyIdentifier"));
  if (id) out.authority_key_id = id->content.whole();
  return {};  // authorityCertIssuer and serial: the name and the signature say as much
}

// 4.2.2.1: SEQUENCE OF { accessMethod, accessLocation }.
Parsed<void> authority_info_access(Reader r, Budget& budget, Extensions& out) {
  constexpr std::string_view kField = "authorityInfoAccess";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, kField));
  ASSAY_CHECK(r.finish(kField));
  Reader in = sequence.content;
  while (!in.empty()) {
    ASSAY_TRY(const der::Tlv access, der::expect(in, budget, Tag::sequence, "AccessDescription"));
    Reader parts = access.content;
    ASSAY_TRY(const der::Tlv method, der::expect(parts, budget, Tag::oid, "accessMethod"));
    ASSAY_TRY(const std::string oid, der::oid(method, "accessMethod"));
    ASSAY_TRY(const der::Tlv location, der::read(parts, budget, "accessLocation"));
    if (oid == "1.3.6.1.5.5.7.48.2" && location.is_context(6))
      out.ca_issuers.push_back(bytes::to_string(location.content.whole()));
  }
  return {};
}

Parsed<void> subject_alt_name(Reader r, Budget& budget, Extensions& out) {
  ASSAY_TRY(GeneralNames names, parse_general_names(r, budget, "subjectAltName"));
  ASSAY_CHECK(r.finish("subjectAltName"));
  out.tpm = tpm_identity(names.directory);
  out.subject_alt_names = std::move(names.all);
  out.directory_names = std::move(names.directory);
  return {};
}

// TCG EK Credential Profile: SEQUENCE { family UTF8String, level INTEGER, revision INTEGER }.
Parsed<TpmSpecification> tpm_specification(Reader& r, Budget& budget) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, "tPMSpecification"));
  Reader in = sequence.content;
  TpmSpecification value;
  ASSAY_TRY(const der::Tlv family, der::read(in, budget, "family"));
  ASSAY_TRY(value.family, der::text(family, "family"));
  for (auto [number, field] : {std::pair<std::uint64_t*, std::string_view>{&value.level, "level"},
                               {&value.revision, "revision"}}) {
    ASSAY_TRY(const der::Tlv tlv, der::expect(in, budget, Tag::integer, field));
    ASSAY_TRY(const der::Integer n, der::integer(tlv, field));
    if (!n.small()) return bytes::bad_value(tlv.offset, field, "a number from 0 to 2^63-1");
    *number = *n.small();
  }
  return value;
}

// 4.2.1.8: SEQUENCE OF Attribute { type, SET OF value }.
Parsed<void> subject_directory_attributes(Reader r, Budget& budget, Extensions& out) {
  constexpr std::string_view kField = "subjectDirectoryAttributes";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, budget, Tag::sequence, kField));
  ASSAY_CHECK(r.finish(kField));
  Reader in = sequence.content;
  while (!in.empty()) {
    ASSAY_TRY(const der::Tlv attribute, der::expect(in, budget, Tag::sequence, "Attribute"));
    Reader parts = attribute.content;
    ASSAY_TRY(const der::Tlv type, der::expect(parts, budget, Tag::oid, "Attribute.type"));
    ASSAY_TRY(const std::string oid, der::oid(type, "Attribute.type"));
    ASSAY_TRY(const der::Tlv values, der::expect(parts, budget, Tag::set, "Attribute.values"));
    if (oid != "2.23.133.2.16" || out.tpm_specification) continue;
    Reader value = values.content;
    ASSAY_TRY(out.tpm_specification, tpm_specification(value, budget));
  }
  return {};
}

// Known, but with no bearing on what Assay decides: policies, CRL distribution points, freshest
// CRL.
Parsed<void> accepted(Reader, Budget&, Extensions&) { return {}; }

struct Decoder {
  std::string_view oid;
  Parsed<void> (*decode)(Reader, Budget&, Extensions&);
};
constexpr std::array<Decoder, 12> kDecoders{{
    {kBasicConstraints, basic_constraints},
    {kKeyUsageOid, key_usage},
    {"2.5.29.37", extended_key_usage},
    {"2.5.29.17", subject_alt_name},
    {"2.5.29.14", subject_key_id},
    {"2.5.29.35", authority_key_id},
    {"1.3.6.1.5.5.7.1.1", authority_info_access},
    {"2.5.29.9", subject_directory_attributes},
    {"2.5.29.32", accepted},
    {"2.5.29.31", accepted},
    {"2.5.29.46", accepted},
    {"2.5.29.18", accepted},
}};

Parsed<Extension> parse_extension(Reader& list, Budget& budget) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(list, budget, Tag::sequence, "Extension"));
  Reader in = sequence.content;
  ASSAY_TRY(const der::Tlv id, der::expect(in, budget, Tag::oid, "extnID"));
  ASSAY_TRY(const auto critical, der::next_if(in, budget, Tag::boolean, "critical"));
  ASSAY_TRY(const der::Tlv value, der::expect(in, budget, Tag::octet_string, "extnValue"));
  ASSAY_CHECK(in.finish("Extension"));
  Extension out;
  ASSAY_TRY(out.oid, der::oid(id, "extnID"));
  if (critical) {
    ASSAY_TRY(const der::Boolean flag, der::boolean(*critical, "critical"));
    out.critical = flag.value;
  }
  out.value = value.content.whole();
  out.offset = value.content.offset();
  return out;
}

}  // namespace

const Extension* Extensions::find(std::string_view oid) const noexcept {
  const auto found = std::ranges::find(all, oid, &Extension::oid);
  return found == all.end() ? nullptr : &*found;
}

bool Extensions::has_eku(std::string_view oid) const noexcept {
  return std::ranges::find(extended_key_usage, oid) != extended_key_usage.end();
}

const Extension* Extensions::unusable() const noexcept {
  const auto found = std::ranges::find_if(all, [](const Extension& e) {
    const bool decides = e.oid == kBasicConstraints || e.oid == kKeyUsageOid;
    return e.state != ExtensionState::understood &&
           (e.critical || (decides && e.state == ExtensionState::malformed));
  });
  return found == all.end() ? nullptr : &*found;
}

Parsed<Extensions> parse_extensions(Reader& reader, Budget& budget) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(reader, budget, Tag::sequence, "Extensions"));
  Extensions out;
  Reader list = sequence.content;
  while (!list.empty()) {
    ASSAY_TRY(Extension extension, parse_extension(list, budget));
    const auto* decoder = std::ranges::find(kDecoders, extension.oid, &Decoder::oid);
    if (out.find(extension.oid) != nullptr) {
      extension.state = ExtensionState::malformed;  // 4.2: no more than one instance
    } else if (decoder != kDecoders.end()) {
      const auto done = decoder->decode(Reader(extension.value, extension.offset), budget, out);
      if (!done && done.error().fault == bytes::Fault::budget) return std::unexpected(done.error());
      extension.state = done ? ExtensionState::understood : ExtensionState::malformed;
    }
    out.all.push_back(std::move(extension));
  }
  return out;
}

}  // namespace assay::formats::x509
