#include "formats/hbom/bom.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::hbom {
namespace {

using base::ErrorKind;
using json::Value;

constexpr std::array<std::string_view, 3> kVersions{"1.4", "1.5", "1.6"};

std::unexpected<base::Error> bad(const std::string& where, std::string_view wanted) {
  return base::fail(ErrorKind::malformed, fmt::format("{}: {} expected", where, wanted));
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

// A member that may be absent, but is a text where it is there.
base::Result<std::string> text(const Value& object, const char* key, const std::string& where) {
  const auto it = object.find(key);
  if (it == object.end() || it->is_null()) return std::string{};
  if (!it->is_string()) return bad(where + "." + key, "a string");
  return it->get<std::string>();
}

// supplier and manufacturer are organizations; some write just their name.
base::Result<std::string> organization(const Value& object, const char* key,
                                       const std::string& where) {
  const auto it = object.find(key);
  if (it == object.end() || it->is_null()) return std::string{};
  if (it->is_string()) return it->get<std::string>();
  if (!it->is_object()) return bad(where + "." + key, "an object with a name");
  return text(*it, "name", where + "." + key);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

base::Result<Pairs> pairs(const Value& object, const char* key, const char* first,
                          const char* second, const std::string& where) {
  Pairs out;
  const auto it = object.find(key);
  if (it == object.end()) return out;
  if (!it->is_array()) return bad(where + "." + key, "an array");
  for (std::size_t i = 0; i < it->size(); ++i) {
    const Value& entry = (*it)[i];
    const std::string at = fmt::format("{}.{}[{}]", where, key, i);
    if (!entry.is_object()) return bad(at, "an object");
    ASSAY_TRY(std::string a, text(entry, first, at));
    ASSAY_TRY(std::string b, text(entry, second, at));
    out.emplace_back(std::move(a), std::move(b));
  }
  return out;
}

base::Result<std::vector<Part>> parts(const Value& object, const std::string& where,
                                      bytes::Budget& budget);

base::Result<Part> part(const Value& object, const std::string& where, bytes::Budget& budget) {
  const bytes::Nesting level(budget);
  if (const auto ok = level.check(0, "components"); !ok)
    return std::unexpected(bytes::to_error(ok.error()));
  if (const auto ok = budget.items(1, 0, "components"); !ok)
    return std::unexpected(bytes::to_error(ok.error()));
  if (!object.is_object()) return bad(where, "an object");
  Part out;
  ASSAY_TRY(out.type, text(object, "type", where));
  ASSAY_TRY(out.name, text(object, "name", where));
  if (out.type.empty()) return bad(where + ".type", "a component's type");
  if (out.name.empty()) return bad(where + ".name", "a component's name");
  ASSAY_TRY(out.bom_ref, text(object, "bom-ref", where));
  ASSAY_TRY(out.version, text(object, "version", where));
  ASSAY_TRY(out.group, text(object, "group", where));
  ASSAY_TRY(out.description, text(object, "description", where));
  ASSAY_TRY(out.supplier, organization(object, "supplier", where));
  ASSAY_TRY(out.manufacturer, organization(object, "manufacturer", where));
  for (const char* before_1_6 : {"publisher", "author"}) {
    if (!out.manufacturer.empty()) break;
    ASSAY_TRY(out.manufacturer, text(object, before_1_6, where));
  }
  ASSAY_TRY(out.properties, pairs(object, "properties", "name", "value", where));
  ASSAY_TRY(out.hashes, pairs(object, "hashes", "alg", "content", where));
  for (auto& [alg, content] : out.hashes) content = lowered(content);
  ASSAY_TRY(out.parts, parts(object, where, budget));
  return out;
}

base::Result<std::vector<Part>> parts(const Value& object, const std::string& where,
                                      bytes::Budget& budget) {
  std::vector<Part> out;
  const auto it = object.find("components");
  if (it == object.end()) return out;
  const std::string list = where.empty() ? "components" : where + ".components";
  if (!it->is_array()) return bad(list, "an array");
  for (std::size_t i = 0; i < it->size(); ++i) {
    ASSAY_TRY(Part one, part((*it)[i], fmt::format("{}[{}]", list, i), budget));
    out.push_back(std::move(one));
  }
  return out;
}

base::Result<void> metadata(const Value& root, bytes::Budget& budget, Bom& out) {
  const auto it = root.find("metadata");
  if (it == root.end()) return {};
  if (!it->is_object()) return bad("metadata", "an object");
  ASSAY_TRY(out.timestamp, text(*it, "timestamp", "metadata"));
  const auto component = it->find("component");
  if (component == it->end()) return {};
  ASSAY_TRY(out.subject, part(*component, "metadata.component", budget));
  return {};
}

void put(Value& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

Value to_json(const Part& p, bool manufacturer_object) {
  Value out = Value::object();
  out["type"] = p.type;
  put(out, "bom-ref", p.bom_ref);
  if (!p.supplier.empty()) out["supplier"] = {{"name", p.supplier}};
  if (manufacturer_object && !p.manufacturer.empty())
    out["manufacturer"] = {{"name", p.manufacturer}};
  else
    put(out, "publisher", p.manufacturer);
  put(out, "group", p.group);
  out["name"] = p.name;
  put(out, "version", p.version);
  put(out, "description", p.description);
  for (const auto& [alg, content] : p.hashes)
    out["hashes"].push_back({{"alg", alg}, {"content", content}});
  for (const Part& inner : p.parts)
    out["components"].push_back(to_json(inner, manufacturer_object));
  for (const auto& [name, value] : p.properties)
    out["properties"].push_back({{"name", name}, {"value", value}});
  return out;
}

}  // namespace

std::string_view Part::property(std::initializer_list<std::string_view> names) const {
  for (const std::string_view wanted : names)
    for (const auto& [key, value] : properties)
      if (lowered(key) == lowered(wanted)) return value;
  return {};
}

base::Result<Bom> parse_bom(bytes::ByteSpan bytes, bytes::Budget& budget) {
  ASSAY_TRY(const Value root, json::parse(bytes, budget));
  if (!root.is_object()) return bad("the document", "an object");
  ASSAY_TRY(const std::string format, text(root, "bomFormat", "the document"));
  if (format != "CycloneDX") return bad("bomFormat", "\"CycloneDX\"");
  Bom out;
  ASSAY_TRY(out.spec_version, text(root, "specVersion", "the document"));
  if (std::ranges::find(kVersions, out.spec_version) == kVersions.end())
    return base::fail(ErrorKind::refused,
                      fmt::format("specVersion: 1.4, 1.5 or 1.6 expected, it is \"{}\"",
                                  base::printable(out.spec_version, 40)));
  ASSAY_TRY(out.serial_number, text(root, "serialNumber", "the document"));
  if (const auto it = root.find("version"); it != root.end()) {
    if (!it->is_number_unsigned()) return bad("version", "a number from 1");
    out.version = it->get<std::uint64_t>();
  }
  ASSAY_CHECK(metadata(root, budget, out));
  ASSAY_TRY(out.parts, parts(root, "", budget));
  return out;
}

Value to_json(const Bom& bom) {
  const bool manufacturer_object = bom.spec_version != "1.4" && bom.spec_version != "1.5";
  Value out = Value::object();
  out["bomFormat"] = "CycloneDX";
  out["specVersion"] = bom.spec_version;
  put(out, "serialNumber", bom.serial_number);
  out["version"] = bom.version;
  if (!bom.timestamp.empty()) out["metadata"]["timestamp"] = bom.timestamp;
  if (bom.subject) out["metadata"]["component"] = to_json(*bom.subject, manufacturer_object);
  out["components"] = Value::array();
  for (const Part& p : bom.parts) out["components"].push_back(to_json(p, manufacturer_object));
  return out;
}

bool looks_like_bom(bytes::ByteSpan text) noexcept {
  const std::string_view head =
      bytes::as_chars(text.first(std::min<std::size_t>(text.size(), 4096)));
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] == '{' &&
         head.find("\"bomFormat\"") != std::string_view::npos &&
         head.find("CycloneDX") != std::string_view::npos;
}

}  // namespace assay::formats::hbom
