#include "formats/platform/statement.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/platform/configuration.h"

namespace assay::formats::platform {
namespace {

using bytes::Parsed;
using bytes::Reader;
using der::Tag;
using fields::Context;

struct Purpose {
  std::string_view oid;
  Kind kind;
};
// tcg-kp; each kind once for the attribute and once for the key certificate.
constexpr std::array<Purpose, 6> kPurposes{{
    {"2.23.133.8.2", Kind::base},
    {"2.23.133.8.4", Kind::base},
    {"2.23.133.8.5", Kind::delta},
    {"2.23.133.8.6", Kind::delta},
    {"2.23.133.8.7", Kind::rebase},
    {"2.23.133.8.8", Kind::rebase},
}};

Parsed<void> credential_type(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, "TCGCredentialType"));
  Reader in = sequence.content;
  ASSAY_TRY(out.credential_type, fields::oid(in, c, "certificateType"));
  ASSAY_CHECK(in.finish("TCGCredentialType"));
  const auto* row = std::ranges::find(kPurposes, out.credential_type, &Purpose::oid);
  if (row == kPurposes.end())
    c.quirks.note(Quirk::odd_credential_type);
  else
    out.kind = row->kind;
  return {};
}

Parsed<void> profile(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(out.profile, parse_specification_version(r, c));
  return {};
}

Parsed<void> specification(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(out.specification, parse_platform_specification(r, c));
  return {};
}

Parsed<void> assertions(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(out.assertions, parse_security_assertions(r, c));
  return {};
}

Parsed<void> configuration_uri(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, "platformConfigUri"));
  ASSAY_TRY(out.configuration_uri, fields::uri(sequence.content, c, "platformConfigUri"));
  return {};
}

template <unsigned Version>
Parsed<void> configuration(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(out.configuration, parse_configuration(r, Version, c));
  return {};
}

template <std::vector<Trait> Statement::* Field>
Parsed<void> traits(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, "traits"));
  ASSAY_TRY(out.*Field, parse_traits(sequence.content, c, nullptr));
  return {};
}

// 2.x: the same texts as in the subject alternative name, as traits.
Parsed<void> platform_identifier(Reader& r, Context& c, Statement& out) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, "platformIdentifier"));
  ASSAY_TRY(const std::vector<Trait> all, parse_traits(sequence.content, c, nullptr));
  PlatformIdentity& p = out.platform;
  for (const Trait& trait : all) {
    const std::string_view what = category_name(trait.category);
    for (auto [field, category] :
         {std::pair<std::string*, std::string_view>{&p.manufacturer, "platformManufacturer"},
          {&p.model, "platformModel"},
          {&p.version, "platformVersion"},
          {&p.serial, "platformSerial"},
          {&p.manufacturer_id, "platformManufacturerIdentifier"}})
      if (what == category && field->empty()) *field = trait.text;
  }
  return {};
}

struct Decoder {
  std::string_view oid;
  bool decides;  ///< what the platform is made of, or whether that is all of it
  Parsed<void> (*decode)(Reader&, Context&, Statement&);
};
constexpr std::array<Decoder, 13> kDecoders{{
    {"2.23.133.2.17", false, specification},
    {"2.23.133.2.19", false, assertions},
    {"2.23.133.2.23", false, profile},
    {"2.23.133.2.25", true, credential_type},
    {"2.23.133.2.26", true, traits<&Statement::previous>},
    {"2.23.133.2.27", false, traits<&Statement::assertion_traits>},
    {"2.23.133.2.28", true, traits<&Statement::anchors>},
    {"2.23.133.5.1.3", false, configuration_uri},
    {"2.23.133.5.1.7.1", true, configuration<1>},
    {"2.23.133.5.1.7.2", true, configuration<2>},
    {"2.23.133.5.1.7.3", true, configuration<3>},
    {"2.23.133.5.1.7.4", false, traits<&Statement::uri_traits>},
    {"2.23.133.5.1.8", false, platform_identifier},
}};

Parsed<void> parse_value(const Decoder& decoder, Reader values, Context& c, Statement& out) {
  if (values.empty()) {
    if (decoder.decides) return bytes::bad_value(values.offset(), "Attribute.values", "one value");
    c.quirks.note(Quirk::malformed_attribute);
    return {};
  }
  const auto done = decoder.decode(values, c, out);
  if (!done) {
    if (decoder.decides || done.error().fault == bytes::Fault::budget) return done;
    c.quirks.note(Quirk::malformed_attribute);
    return {};
  }
  c.quirks.note(Quirk::repeated_attribute, !values.empty());
  return {};
}

// A delta must say what happened to each entry, a base must not.
void note_statuses(Context& c, const Statement& s) {
  if (!s.configuration) return;
  const bool delta = s.kind == Kind::delta;
  const auto look = [&](const std::optional<Status>& status) {
    c.quirks.note(Quirk::status_missing, delta && !status);
    c.quirks.note(Quirk::status_in_base, !delta && status);
  };
  for (const Component& component : s.configuration->components) look(component.status);
  for (const Property& property : s.configuration->properties) look(property.status);
}

struct SanField {
  std::string_view oid;
  std::string PlatformIdentity::* field;
};
// Profile 1.1, 3.1.2; and the names that certificates had before it.
constexpr std::array<SanField, 7> kSanFields{{
    {"2.23.133.5.1.1", &PlatformIdentity::manufacturer},
    {"2.23.133.5.1.4", &PlatformIdentity::model},
    {"2.23.133.5.1.5", &PlatformIdentity::version},
    {"2.23.133.5.1.6", &PlatformIdentity::serial},
    {"2.23.133.2.4", &PlatformIdentity::manufacturer},
    {"2.23.133.2.5", &PlatformIdentity::model},
    {"2.23.133.2.6", &PlatformIdentity::version},
}};

// A Name keeps what is no character string as '#' and the DER in hex.
Parsed<void> from_der(std::string_view oid, std::string_view value, Context& c, Statement& out) {
  const auto der = value.starts_with('#') ? bytes::from_hex(value.substr(1)) : std::nullopt;
  if (!der) return {};
  Reader r(*der);
  if (oid == "2.23.133.5.1.8") return platform_identifier(r, c, out);
  ASSAY_TRY(const der::Tlv sequence,
            der::expect(r, c.budget, Tag::sequence, "platformManufacturerId"));
  Reader in = sequence.content;
  ASSAY_TRY(out.platform.manufacturer_id, fields::oid(in, c, "manufacturerIdentifier"));
  return {};
}

}  // namespace

std::string_view name(Kind kind) noexcept {
  switch (kind) {
    case Kind::base:
      return "base";
    case Kind::delta:
      return "delta";
    case Kind::rebase:
      return "rebase";
  }
  return "unknown";
}

bool is_platform_purpose(std::string_view oid) noexcept {
  return std::ranges::find(kPurposes, oid, &Purpose::oid) != kPurposes.end();
}

Parsed<void> parse_attributes(Reader content, Context& c, Statement& out) {
  std::array<bool, kDecoders.size()> seen{};
  while (!content.empty()) {
    ASSAY_TRY(const der::Tlv tlv, der::expect(content, c.budget, Tag::sequence, "Attribute"));
    Reader in = tlv.content;
    ASSAY_TRY(std::string type, fields::oid(in, c, "Attribute.type"));
    ASSAY_TRY(const der::Tlv values, der::expect(in, c.budget, Tag::set, "Attribute.values"));
    ASSAY_CHECK(in.finish("Attribute"));
    const auto* decoder = std::ranges::find(kDecoders, type, &Decoder::oid);
    if (decoder == kDecoders.end()) {
      out.others.push_back(std::move(type));
      continue;
    }
    bool& before = seen[static_cast<std::size_t>(decoder - kDecoders.begin())];
    if (before) {
      c.quirks.note(Quirk::repeated_attribute);
      continue;
    }
    before = true;
    ASSAY_CHECK(parse_value(*decoder, values.content, c, out));
  }
  c.quirks.note(Quirk::no_credential_type, out.credential_type.empty());
  note_statuses(c, out);
  return {};
}

void read_platform_identity(const std::vector<x509::Name>& names, Context& c, Statement& out) {
  for (const x509::Name& name : names)
    for (const x509::NameAttribute& a : name.attributes) {
      const auto* row = std::ranges::find(kSanFields, a.oid, &SanField::oid);
      if (row != kSanFields.end()) {
        std::string& field = out.platform.*(row->field);
        if (field.empty()) field = a.value;
      } else if (a.oid == "2.23.133.5.1.2" || a.oid == "2.23.133.5.1.8") {
        c.quirks.note(Quirk::malformed_attribute, !from_der(a.oid, a.value, c, out));
      }
    }
}

}  // namespace assay::formats::platform
