// Platform certificates and hardware bills of materials for `assay inspect`.
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/hbom/bom.h"
#include "formats/platform/certificate_file.h"
#include "formats/platform/class_registry.h"
#include "inspect/inventory/from_hbom.h"
#include "inspect/inventory/match.h"
#include "inspect/open_kinds.h"
#include "inspect/platform_links.h"

namespace assay::inspect {
namespace {

namespace hbom = formats::hbom;
namespace platform = formats::platform;
using formats::json::Value;

std::string shown(std::string_view text) { return base::printable(text, 1000); }

void put(Value& out, const char* key, std::string_view text) {
  if (!text.empty()) out[key] = shown(text);
}

Value uri_json(const platform::UriReference& uri) {
  Value out{{"uri", shown(uri.uri)}};
  put(out, "hash_algorithm", uri.hash_oid);
  put(out, "hash", bytes::to_hex(uri.digest));
  return out;
}

Value reference_json(const platform::CertificateReference& ref) {
  Value out = Value::object();
  put(out, "hash_algorithm", ref.hash_oid);
  put(out, "signature_hash", bytes::to_hex(ref.digest));
  if (ref.generic) {
    put(out, "issuer", ref.generic->issuer_text());
    put(out, "serial", ref.generic->serial_text());
  }
  return out;
}

Value traits_json(const std::vector<platform::Trait>& traits) {
  Value out = Value::array();
  for (const platform::Trait& t : traits) {
    Value one{{"category", shown(platform::category_name(t.category))}, {"id", t.id}};
    put(one, "registry", t.registry);
    put(one, "description", t.description);
    put(one, "text", t.text);
    if (t.certificate) one["certificate"] = reference_json(*t.certificate);
    out.push_back(std::move(one));
  }
  return out;
}

Value component_json(const platform::Component& c) {
  Value out{{"class", c.cls ? Value(platform::class_name(*c.cls)) : Value(nullptr)},
            {"class_registry", c.cls ? Value(c.cls->registry) : Value(nullptr)},
            {"class_value", c.cls ? Value(fmt::format("{:08x}", c.cls->value)) : Value(nullptr)},
            {"manufacturer", shown(c.manufacturer)},
            {"model", shown(c.model)},
            {"serial", shown(c.serial)},
            {"revision", shown(c.revision)}};
  put(out, "manufacturer_id", c.manufacturer_id);
  put(out, "location", c.location);
  if (c.field_replaceable) out["field_replaceable"] = *c.field_replaceable;
  for (const platform::Address& a : c.addresses)
    out["addresses"].push_back({{"type", a.type}, {"value", shown(a.value)}});
  if (c.certificate) out["platform_certificate"] = reference_json(*c.certificate);
  if (c.certificate_uri) out["platform_certificate_uri"] = uri_json(*c.certificate_uri);
  if (c.status) out["status"] = platform::name(*c.status);
  if (!c.traits.empty()) out["traits"] = traits_json(c.traits);
  return out;
}

Value assertions_json(const platform::SecurityAssertions& a) {
  Value out{{"version", a.version}, {"iso9000_certified", a.iso9000_certified}};
  put(out, "iso9000_uri", a.iso9000_uri);
  if (a.root_of_trust) out["root_of_trust"] = platform::root_of_trust_name(*a.root_of_trust);
  if (const auto& cc = a.common_criteria)
    out["common_criteria"] = {{"version", shown(cc->version)},
                              {"assurance_level", cc->assurance_level},
                              {"evaluation_status", cc->evaluation_status},
                              {"plus", cc->plus}};
  if (const auto& fips = a.fips)
    out["fips"] = {{"version", shown(fips->version)}, {"level", fips->level}, {"plus", fips->plus}};
  return out;
}

Value holder_json(const platform::Certificate& c) {
  Value out{{"text", c.holder.text()}};
  if (c.holder.base_certificate) {
    out["issuer"] = c.holder.base_certificate->issuer_text();
    out["serial"] = c.holder.base_certificate->serial_text();
  }
  if (!c.holder.entity.empty()) out["entity"] = c.holder.entity.front().text();
  if (c.holder.digest) {
    out["digest_algorithm"] = c.holder.digest->hash_oid;
    out["digest"] = bytes::to_hex(c.holder.digest->digest);
  }
  return out;
}

// The three URI fields, by the names of the profile.
Value uris_json(const platform::Certificate& c) {
  Value out = Value::object();
  const platform::Statement& s = c.statement;
  if (s.configuration_uri) out["platform_config_uri"] = uri_json(*s.configuration_uri);
  if (s.configuration && s.configuration->components_uri)
    out["component_identifiers_uri"] = uri_json(*s.configuration->components_uri);
  if (s.configuration && s.configuration->properties_uri)
    out["platform_properties_uri"] = uri_json(*s.configuration->properties_uri);
  for (const std::string& uri : c.extensions.ca_issuers) out["ca_issuers"].push_back(shown(uri));
  return out;
}

Value statement_json(const platform::Certificate& c) {
  const platform::Statement& s = c.statement;
  Value out = Value::object();
  out["type"] = platform::name(s.kind);
  out["form"] = c.form == platform::Form::key ? "key certificate" : "attribute certificate";
  out["profile"] = s.profile ? Value(s.profile->text()) : Value(nullptr);
  if (s.specification) {
    out["specification"] = s.specification->version.text();
    if (s.specification->platform_class) out["platform_class"] = *s.specification->platform_class;
  }
  out["platform"] = {{"manufacturer", shown(s.platform.manufacturer)},
                     {"model", shown(s.platform.model)},
                     {"version", shown(s.platform.version)},
                     {"serial", shown(s.platform.serial)}};
  put(out["platform"], "manufacturer_id", s.platform.manufacturer_id);
  out["components"] = Value::array();
  for (const auto& component : c.components())
    out["components"].push_back(component_json(component));
  out["properties"] = Value::array();
  if (s.configuration) {
    out["configuration_version"] = s.configuration->version;
    for (const auto& p : s.configuration->properties) {
      Value one{{"name", shown(p.name)}, {"value", shown(p.value)}};
      if (p.status) one["status"] = platform::name(*p.status);
      out["properties"].push_back(std::move(one));
    }
  }
  out["uris"] = uris_json(c);
  out["assertions"] = s.assertions ? assertions_json(*s.assertions) : Value(nullptr);
  if (!s.assertion_traits.empty()) out["assertion_traits"] = traits_json(s.assertion_traits);
  if (!s.uri_traits.empty()) out["uri_traits"] = traits_json(s.uri_traits);
  if (!s.anchors.empty()) out["cryptographic_anchors"] = traits_json(s.anchors);
  if (!s.previous.empty()) out["previous_certificates"] = traits_json(s.previous);
  for (const std::string& oid : s.others) out["unknown_attributes"].push_back(oid);
  return out;
}

Value certificate_json(const platform::Certificate& c) {
  Value out = statement_json(c);
  out["holder"] = holder_json(c);
  out["issuer"] = c.issuer.text();
  if (c.form == platform::Form::key) out["subject"] = c.subject.text();
  out["serial"] = c.serial_text();
  out["not_before"] = base::to_rfc3339(c.not_before);
  out["not_after"] = base::to_rfc3339(c.not_after);
  out["signature_algorithm"] = c.algorithm.text();
  out["sha256"] = c.sha256.hex();
  out["policies"] = Value::array();
  for (const auto& p : c.policies) {
    Value one{{"oid", p.oid}};
    for (const auto& uri : p.cps_uris) one["cps"].push_back(shown(uri));
    for (const auto& notice : p.notices) one["notices"].push_back(shown(notice));
    out["policies"].push_back(std::move(one));
  }
  out["quirks"] = Value::array();
  for (const auto q : c.encoding_quirks) out["quirks"].push_back(describe(q));
  for (const auto q : c.quirks.all()) out["quirks"].push_back(describe(q));
  out["chain"] = "incomplete";  // one file alone; PlatformLinks knows the others
  out["holder_match"] = nullptr;
  return out;
}

std::string component_words(const platform::Component& c) {
  std::string out = c.cls ? platform::class_name(*c.cls) : "component";
  if (c.status) out = fmt::format("{} {}", platform::name(*c.status), out);
  for (const auto* text : {&c.manufacturer, &c.model})
    if (!text->empty()) out += " " + base::printable(*text, 200);
  if (!c.serial.empty()) out += ", serial " + base::printable(c.serial, 200);
  if (!c.revision.empty()) out += ", revision " + base::printable(c.revision, 200);
  for (const auto& a : c.addresses) out += ", address " + base::printable(a.value, 100);
  return out;
}

std::string platform_words(const platform::PlatformIdentity& p) {
  std::string out = base::printable(p.manufacturer, 100);
  for (const auto& [before, text] :
       {std::pair<std::string_view, const std::string*>{" ", &p.model}, {" ", &p.version}})
    if (!text->empty()) out += std::string(before) + base::printable(*text, 100);
  if (!p.serial.empty()) out += ", serial " + base::printable(p.serial, 100);
  return out.empty() ? "a platform without a name" : out;
}

std::string certificate_text(const platform::Certificate& c) {
  const platform::Statement& s = c.statement;
  std::string out =
      fmt::format("    type    {}{}\n    about   {}\n", platform::name(s.kind),
                  s.profile ? ", profile " + s.profile->text() : "", platform_words(s.platform));
  if (c.form == platform::Form::attribute) out += fmt::format("    holder  {}\n", c.holder.text());
  out +=
      fmt::format("    issuer  {}\n    serial  {}   valid {} to {}\n", c.issuer.text(),
                  c.serial_text(), base::to_rfc3339(c.not_before), base::to_rfc3339(c.not_after));
  for (const auto& component : c.components())
    out += "    part    " + component_words(component) + "\n";
  for (const auto q : c.encoding_quirks) out += fmt::format("    note    {}\n", describe(q));
  for (const auto q : c.quirks.all()) out += fmt::format("    note    {}\n", describe(q));
  return out;
}

}  // namespace

void open_platform(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine&,
                   InspectedArtefact& out) {
  bytes::Budget budget({.items = 2'000'000, .bytes = 64U << 20U, .depth = 24});
  auto file = platform::read_certificates(bytes::Reader(bytes), budget);
  if (file.certificates.empty()) {
    out.refused = file.errors.empty()
                      ? base::Error{base::ErrorKind::malformed, "no platform certificate in it"}
                      : bytes::to_error(file.errors.front());
    return;
  }
  for (const auto& error : file.errors)
    out.findings.push_back(evidence::make_finding(
        "artefact.malformed", out.path,
        fmt::format("A certificate in {} cannot be read: {}.", base::printable(out.path, 300),
                    error.describe()),
        {{out.path, fmt::format("offset {} (0x{:x})", error.offset, error.offset)}}));
  const platform::Certificate& first = file.certificates.front();
  out.summary =
      fmt::format("{} platform certificate of {}, {}", platform::name(first.statement.kind),
                  platform_words(first.statement.platform),
                  base::counted(first.components().size(), "component"));
  if (options.want_detail) {
    out.detail = certificate_json(first);
    for (std::size_t i = 1; i < file.certificates.size(); ++i)
      out.detail["more"].push_back(certificate_json(file.certificates[i]));
  }
  if (options.want_text)
    for (const auto& c : file.certificates) out.text += certificate_text(c);
  out.certificates = std::make_shared<const FoundCertificates>(FoundCertificates{
      .platform = std::move(file.certificates), .others = std::move(file.others)});
}

void open_hbom(bytes::ByteSpan bytes, const InspectOptions&, crypto::HashEngine&,
               InspectedArtefact& out) {
  bytes::Budget budget({.items = 2'000'000, .bytes = 256ULL << 20U, .depth = 64});
  const auto bom = hbom::parse_bom(bytes, budget);
  if (!bom) {
    out.refused = bom.error();
    return;
  }
  out.detail["spec_version"] = shown(bom->spec_version);
  put(out.detail, "serial_number", bom->serial_number);
  put(out.detail, "timestamp", bom->timestamp);
  if (bom->subject) out.detail["subject"] = shown(bom->subject->name);
  out.detail["components"] = Value::array();
  const auto components = inventory::hbom_components(*bom, base::printable(out.path, 300));
  for (const auto& c : components) {
    out.detail["components"].push_back({{"class", inventory::name(c.cls)},
                                        {"manufacturer", c.vendor},
                                        {"model", c.model},
                                        {"serial", c.serial},
                                        {"revision", c.revision},
                                        {"firmware", c.firmware},
                                        {"location", c.location}});
    out.text += fmt::format("    {} {}\n", inventory::title(c.cls), inventory::part_words(c));
  }
  out.summary =
      fmt::format("CycloneDX {} bill of materials{}, {} of hardware", shown(bom->spec_version),
                  bom->subject ? " of " + base::printable(bom->subject->name, 200) : "",
                  base::counted(components.size(), "part"));
}

}  // namespace assay::inspect
