#include "reference/inventory_file.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "reference/toml_text.h"

namespace assay::reference {
namespace {

using evidence::FactSource;
using formats::toml::Table;
using inspect::inventory::PartClass;

std::optional<PartClass> class_from_name(std::string_view text) {
  for (std::size_t i = 0; i < inspect::inventory::kPartClasses; ++i)
    if (inspect::inventory::name(static_cast<PartClass>(i)) == text)
      return static_cast<PartClass>(i);
  return std::nullopt;
}

std::optional<FactSource> source_from_name(std::string_view text) {
  for (std::size_t i = 0; i < evidence::kFactSources; ++i)
    if (evidence::name(static_cast<FactSource>(i)) == text) return static_cast<FactSource>(i);
  return std::nullopt;
}

// "12 x M393A8G40AB2-CWE" is twelve of them; without a number it is one.
std::pair<std::string, std::uint32_t> parse_counted(std::string_view text) {
  std::uint32_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  const auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error == std::errc{} && n > 0 && rest.starts_with(" x "))
    return {std::string(rest.substr(3)), n};
  return {std::string(text), 1};
}

std::string counted_text(const std::string& text, std::uint32_t n) {
  // A name that reads like a number of parts gets its own number in front.
  return n == 1 && parse_counted(text).first == text ? text : fmt::format("{} x {}", n, text);
}

}  // namespace

InventoryReference parse_inventory(Table& root) {
  InventoryReference out;
  out.describes = root.texts("describes");
  for (Table& t : root.tables("part")) {
    const auto cls = class_from_name(t.required_text("class"));
    const auto source = source_from_name(t.required_text("source"));
    if (!cls) t.refuse("class", "a class of parts like dimm, nic or bios");
    if (!source) t.refuse("source", "a source like smbios, pci or redfish");
    Population p;
    for (const auto& text : t.texts("parts")) {
      const auto [name, n] = parse_counted(text);
      p[name] += n;
    }
    const bool varies = t.boolean("varies").value_or(false);
    if (!cls || !source) continue;
    auto rule = std::ranges::find_if(
        out.rules, [&](const PartRule& r) { return r.cls == *cls && r.source == *source; });
    if (rule == out.rules.end())
      rule =
          out.rules.insert(rule, {.cls = *cls, .source = *source, .allowed = {}, .varies = false});
    rule->varies = rule->varies || varies;
    rule->allowed.push_back(std::move(p));
  }
  return out;
}

std::string inventory_toml(const InventoryReference& r) {
  if (r.empty()) return {};
  std::string out;
  for (const PartRule& rule : r.rules)
    for (const Population& p : rule.allowed) {
      std::vector<std::string> parts;
      for (const auto& [text, n] : p) parts.push_back(counted_text(text, n));
      out += fmt::format("[[part]]\nclass = {}\nsource = {}\n",
                         quoted(inspect::inventory::name(rule.cls)),
                         quoted(evidence::name(rule.source)));
      if (rule.varies) out += "varies = true   # each server has its own number of these\n";
      out += fmt::format("parts = {}\n\n", quoted_list(parts));
    }
  return out;
}

}  // namespace assay::reference
