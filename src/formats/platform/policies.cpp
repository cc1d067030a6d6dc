#include "formats/platform/policies.h"

namespace assay::formats::platform {
namespace {

using bytes::Parsed;
using bytes::Reader;
using der::Tag;
using fields::Context;

constexpr std::string_view kCps = "1.3.6.1.5.5.7.2.1";
constexpr std::string_view kUserNotice = "1.3.6.1.5.5.7.2.2";

// UserNotice ::= SEQUENCE { noticeRef SEQUENCE OPTIONAL, explicitText DisplayText OPTIONAL }
Parsed<void> notice(Reader& r, Context& c, Policy& out) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, "UserNotice"));
  Reader in = sequence.content;
  ASSAY_CHECK(der::next_if(in, c.budget, Tag::sequence, "noticeRef"));
  if (in.empty()) return {};
  ASSAY_TRY(const der::Tlv tlv, der::read(in, c.budget, "explicitText"));
  ASSAY_CHECK(c.budget.bytes(tlv.content.remaining(), tlv.offset, "explicitText"));
  ASSAY_TRY(std::string text, der::text(tlv, "explicitText"));
  out.notices.push_back(std::move(text));
  return {};
}

Parsed<void> qualifier(Reader in, Context& c, Policy& out) {
  ASSAY_TRY(const std::string id, fields::oid(in, c, "policyQualifierId"));
  if (id == kUserNotice) return notice(in, c, out);
  if (id != kCps) return {};
  ASSAY_TRY(std::string uri, fields::text(in, c, "cPSuri", Tag::ia5_string));
  out.cps_uris.push_back(std::move(uri));
  return {};
}

}  // namespace

Parsed<std::vector<Policy>> parse_policies(Reader r, Context& c) {
  constexpr std::string_view kField = "certificatePolicies";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, kField));
  ASSAY_CHECK(r.finish(kField));
  std::vector<Policy> out;
  Reader list = sequence.content;
  while (!list.empty()) {
    ASSAY_TRY(const der::Tlv information, der::expect(list, c.budget, Tag::sequence, kField));
    Reader in = information.content;
    Policy policy;
    ASSAY_TRY(policy.oid, fields::oid(in, c, "policyIdentifier"));
    ASSAY_TRY(const auto qualifiers, der::next_if(in, c.budget, Tag::sequence, "policyQualifiers"));
    Reader each = qualifiers ? qualifiers->content : Reader(bytes::ByteSpan{});
    while (!each.empty()) {
      ASSAY_TRY(const der::Tlv tlv, der::expect(each, c.budget, Tag::sequence, "policyQualifiers"));
      ASSAY_CHECK(qualifier(tlv.content, c, policy));
    }
    out.push_back(std::move(policy));
  }
  return out;
}

}  // namespace assay::formats::platform
