#include "formats/indicators/fwhunt.h"

#include <algorithm>

#include "base/text.h"
#include "formats/indicators/needle.h"

namespace assay::formats::indicators {
namespace {

using yaml::Value;

std::string shown(std::string_view text) { return base::printable(text, 300); }

// "not-any", "not any" and "not_any" are one word.
std::string plain(std::string_view key) {
  std::string out(key);
  std::ranges::replace(out, '_', '-');
  std::ranges::replace(out, ' ', '-');
  return out;
}

std::optional<Combine> combine_of(std::string_view key) {
  const std::string word = plain(key);
  if (word == "and" || word == "all") return Combine::all;
  if (word == "or" || word == "any") return Combine::any;
  if (word == "not-any") return Combine::not_any;
  if (word == "not-all") return Combine::not_all;
  return std::nullopt;
}

class RuleReader {
 public:
  explicit RuleReader(FwHuntRule& rule) : rule_(rule) {}

  void body(const Value& value, std::string name) {
    Variant variant{.name = std::move(name), .groups = {}};
    for (const yaml::Field& field : value.fields) {
      const std::string key = plain(field.key);
      if (key == "meta" || key == "variants") continue;
      const auto kind = needle_kind(key);
      if (!kind) {
        refuse("section \"" + shown(field.key) + "\" is not known");
        continue;
      }
      section(key, *kind, field.value, variant);
    }
    if (variant.groups.empty()) return;
    rule_.variants.push_back(std::move(variant));
  }

 private:
  void refuse(std::string why) {
    if (rule_.unevaluated.empty()) rule_.unevaluated = std::move(why);
  }

  void section(const std::string& key, NeedleKind kind, const Value& value, Variant& out) {
    if (value.kind == Value::Kind::list) {  // without a word before it: all of them
      group(key, kind, Combine::all, value, out);
      return;
    }
    if (value.fields.empty()) refuse("section \"" + key + "\" is empty");
    for (const yaml::Field& field : value.fields) {
      const auto combine = combine_of(field.key);
      if (combine)
        group(key, kind, *combine, field.value, out);
      else
        refuse("\"" + shown(field.key) + "\" is no way to combine");
    }
  }

  void group(const std::string& key, NeedleKind kind, Combine combine, const Value& list,
             Variant& out) {
    Group group{.section = key, .combine = combine, .needles = {}};
    for (const Value& item : list.items) {
      auto needle = read_needle(kind, item, rule_.unchecked);
      if (!needle) {
        refuse("an entry of \"" + key + "\" cannot be read as bytes");
        continue;
      }
      group.needles.push_back(*std::move(needle));
    }
    if (group.needles.empty()) refuse("section \"" + key + "\" is empty");
    out.groups.push_back(std::move(group));
  }

  FwHuntRule& rule_;
};

void read_meta(const Value& meta, FwHuntRule& out) {
  if (const auto name = meta.text_of("name"); !name.empty()) out.name = shown(name);
  out.space = shown(meta.text_of("namespace"));
  out.description = shown(meta.text_of("description"));
  out.advisory = shown(meta.text_of("advisory"));
  if (out.advisory.empty()) out.advisory = shown(meta.text_of("url"));
  const auto target = meta.text_of("target");
  if (target == "firmware")
    out.target = Target::firmware;
  else if (target == "bootloader")
    out.target = Target::bootloader;
  else if (!target.empty() && target != "module")
    out.unevaluated = "target \"" + shown(target) + "\" is not known";
  const Value* guids = meta.find("volume guids");
  if (guids == nullptr) guids = meta.find("volume-guids");
  if (guids == nullptr) return;
  for (const Value& item : guids->items) {
    const auto guid = uefi::Guid::parse(item.text);
    if (guid)
      out.modules.push_back(*guid);
    else
      out.unevaluated = "\"" + shown(item.text) + "\" is no GUID";
  }
}

FwHuntRule read_rule(const std::string& key, const Value& value) {
  FwHuntRule out;
  out.name = shown(key);
  if (const Value* meta = value.find("meta")) read_meta(*meta, out);
  RuleReader reader(out);
  reader.body(value, {});
  if (const Value* variants = value.find("variants"))
    for (const yaml::Field& v : variants->fields) reader.body(v.value, shown(v.key));
  std::ranges::sort(out.unchecked);
  const auto repeated = std::ranges::unique(out.unchecked);
  out.unchecked.erase(repeated.begin(), repeated.end());
  if (out.variants.empty() && out.unevaluated.empty()) out.unevaluated = "it looks for nothing";
  return out;
}

bool found(const Needle& needle, bytes::ByteSpan bytes, std::size_t& at) {
  std::optional<std::size_t> first;
  for (const HexPattern& p : needle.patterns) {
    const auto here = p.find(bytes);
    if (here && !first) first = here;
    if (here && !needle.all) break;
    if (!here && needle.all) return false;
  }
  if (first) at = *first;
  return first.has_value();
}

}  // namespace

bool looks_like_fwhunt(const Value& document) noexcept {
  return !document.fields.empty() && std::ranges::all_of(document.fields, [](const auto& field) {
    return field.value.find("meta") != nullptr;
  });
}

std::vector<FwHuntRule> read_fwhunt(const Value& document) {
  std::vector<FwHuntRule> out;
  for (const yaml::Field& field : document.fields) out.push_back(read_rule(field.key, field.value));
  return out;
}

std::optional<std::size_t> holds(const Variant& variant, bytes::ByteSpan bytes) {
  std::optional<std::size_t> first;
  for (const Group& group : variant.groups) {
    std::size_t hits = 0;
    for (const Needle& needle : group.needles) {
      std::size_t at = 0;
      if (!found(needle, bytes, at)) continue;
      ++hits;
      const bool wanted = group.combine == Combine::all || group.combine == Combine::any;
      if (wanted && !first) first = at;
    }
    const bool every = hits == group.needles.size();
    const bool good = group.combine == Combine::all       ? every
                      : group.combine == Combine::any     ? hits != 0
                      : group.combine == Combine::not_any ? hits == 0
                                                          : !every;
    if (!good) return std::nullopt;
  }
  return first.value_or(0);
}

}  // namespace assay::formats::indicators
