#include "formats/ima/templates.h"

#include <algorithm>
#include <array>

namespace assay::formats::ima {
namespace {

struct Row {
  std::string_view name;
  std::string_view format;
};

constexpr std::array<Row, 8> kTemplates{{
    {"ima", "d|n"},
    {"ima-ng", "d-ng|n-ng"},
    {"ima-ngv2", "d-ngv2|n-ng"},
    {"ima-sig", "d-ng|n-ng|sig"},
    {"ima-sigv2", "d-ngv2|n-ng|sig"},
    {"ima-buf", "d-ng|n-ng|buf"},
    {"ima-modsig", "d-ng|n-ng|sig|d-modsig|modsig"},
    {"evm-sig", "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode"},
}};

constexpr std::array<std::string_view, 16> kFields{
    "d",      "d-ng", "d-ngv2", "d-modsig", "n",          "n-ng",         "sig",         "modsig",
    "evmsig", "buf",  "iuid",   "igid",     "xattrnames", "xattrlengths", "xattrvalues", "imode"};

bool is_known_field(std::string_view id) noexcept {
  return std::ranges::find(kFields, id) != kFields.end();
}

}  // namespace

std::optional<std::string_view> format_of(std::string_view template_name) noexcept {
  for (const Row& row : kTemplates)
    if (row.name == template_name) return row.format;
  const auto bars = static_cast<std::size_t>(std::ranges::count(template_name, '|'));
  if (bars >= kMaxFields || (bars == 0 && !is_known_field(template_name))) return std::nullopt;
  return template_name;
}

bool is_known_format(std::string_view format) noexcept {
  for (;;) {
    const std::size_t bar = format.find('|');
    if (!is_known_field(format.substr(0, bar))) return false;
    if (bar == std::string_view::npos) return true;
    format.remove_prefix(bar + 1);
  }
}

}  // namespace assay::formats::ima
