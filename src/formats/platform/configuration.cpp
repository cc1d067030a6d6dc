#include "formats/platform/configuration.h"

#include "formats/platform/trait.h"

namespace assay::formats::platform {
namespace {

using bytes::Parsed;
using bytes::Reader;
using der::Tag;
using fields::Context;

Parsed<void> components(Reader list, unsigned version, Context& c, Configuration& out) {
  while (!list.empty()) {
    ASSAY_TRY(const der::Tlv tlv,
              der::expect(list, c.budget, Tag::sequence, "ComponentIdentifier"));
    Component component;
    component.offset = tlv.offset;
    if (version < 3) {
      ASSAY_CHECK(parse_component_identifier(tlv.content, c, component));
    } else {
      ASSAY_TRY(component.traits, parse_traits(tlv.content, c, &component));
    }
    out.components.push_back(std::move(component));
  }
  return {};
}

// Property ::= SEQUENCE { propertyName UTF8String, propertyValue UTF8String, status [0] IMPLICIT
// AttributeStatus OPTIONAL }
Parsed<void> properties(Reader list, Context& c, Configuration& out) {
  while (!list.empty()) {
    ASSAY_TRY(const der::Tlv tlv, der::expect(list, c.budget, Tag::sequence, "Property"));
    Reader in = tlv.content;
    Property property;
    ASSAY_TRY(property.name, fields::text(in, c, "propertyName"));
    ASSAY_TRY(property.value, fields::text(in, c, "propertyValue"));
    ASSAY_TRY(const auto status, der::next_if_context(in, c.budget, 0, "status"));
    if (status) {
      ASSAY_TRY(property.status, fields::status(*status));
    }
    ASSAY_CHECK(in.finish("Property"));
    out.properties.push_back(std::move(property));
  }
  return {};
}

}  // namespace

Parsed<Configuration> parse_configuration(Reader& r, unsigned version, Context& c) {
  constexpr std::string_view kField = "platformConfiguration";
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, kField));
  Reader in = sequence.content;
  Configuration out;
  out.version = version;
  ASSAY_TRY(const auto list, der::next_if_context(in, c.budget, 0, "componentIdentifiers"));
  if (list) ASSAY_CHECK(components(list->content, version, c, out));
  std::uint32_t tag = 1;
  if (version == 2) {
    ASSAY_TRY(const auto uri, der::next_if_context(in, c.budget, tag++, "componentIdentifiersUri"));
    if (uri) {
      ASSAY_TRY(out.components_uri, fields::uri(uri->content, c, "componentIdentifiersUri"));
    }
  }
  ASSAY_TRY(const auto property_list,
            der::next_if_context(in, c.budget, tag++, "platformProperties"));
  if (property_list) ASSAY_CHECK(properties(property_list->content, c, out));
  if (version < 3) {
    ASSAY_TRY(const auto uri, der::next_if_context(in, c.budget, tag, "platformPropertiesUri"));
    if (uri) {
      ASSAY_TRY(out.properties_uri, fields::uri(uri->content, c, "platformPropertiesUri"));
    }
  }
  ASSAY_CHECK(in.finish(kField));
  return out;
}

}  // namespace assay::formats::platform
