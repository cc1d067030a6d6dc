// EV_EFI_VARIABLE_DRIVER_CONFIG and _BOOT: the Secure Boot configuration and the boot order.
#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/uefi/load_option.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

using uefi::Variable;

constexpr std::string_view kFlags[] = {"SecureBoot",   "SetupMode",      "AuditMode",
                                       "DeployedMode", "VendorKeys",     "MokSBState",
                                       "MokDBState",   "MokListTrusted", "MokIgnoreDB"};
constexpr std::string_view kDatabases[] = {"PK",       "KEK",       "db",        "dbx",
                                           "dbt",      "dbr",       "devdb",     "MokList",
                                           "MokListX", "MokListRT", "MokListXRT"};

bool one_of(std::span<const std::string_view> names, const Variable& variable) {
  return std::ranges::any_of(names, [&](std::string_view name) { return variable.named(name); });
}

bool hex_digit(std::byte b) {
  const auto c = static_cast<char>(b);
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

// "Boot0001", "Driver0000", "SysPrep0002": a name and four hex digits.
bool is_load_option(const Variable& variable) {
  for (const std::string_view prefix : {"Boot", "Driver", "SysPrep", "PlatformRecovery"}) {
    const std::size_t size = 2 * prefix.size();
    if (variable.name.size() != size + 8) continue;
    Variable head = variable;
    head.name = variable.name.first(size);
    if (!head.named(prefix)) continue;
    const bytes::ByteSpan digits = variable.name.subspan(size);
    bool all = true;
    for (std::size_t i = 0; i < 8; i += 2)
      all = all && hex_digit(digits[i]) && digits[i + 1] == std::byte{0};
    return all;
  }
  return false;
}

// The GUID under which UEFI keeps a name that it defines; nothing for other names.
std::optional<uefi::Guid> home_of(const Variable& variable) {
  static constexpr std::string_view kGlobal[] = {
      "SecureBoot", "SetupMode", "AuditMode", "DeployedMode", "VendorKeys",
      "PK",         "KEK",       "BootOrder", "BootNext",     "BootCurrent"};
  static constexpr std::string_view kSecurity[] = {"db", "dbx", "dbt", "dbr", "devdb"};
  if (one_of(kGlobal, variable) || is_load_option(variable)) return uefi::kGlobalVariable;
  if (one_of(kSecurity, variable)) return uefi::kImageSecurityDatabase;
  return std::nullopt;
}

std::string flag_in_words(const Variable& variable) {
  if (variable.data.empty()) return "not set";
  if (variable.data.size() != 1) return bytes_in_words(variable.data);
  const auto value = std::to_integer<unsigned>(variable.data.front());
  if (value > 1) return fmt::format("{} (neither on nor off)", value);
  return value == 1 ? "on" : "off";
}

std::string order_in_words(const Variable& variable) {
  std::string out;
  bytes::Reader reader(variable.data);
  while (out.size() < 400) {
    const auto number = reader.le16("BootOrder");
    if (!number) break;
    base::append(out, "{}Boot{:04X}", out.empty() ? "" : ", ", *number);
  }
  if (!reader.empty()) out += ", …";
  return out.empty() ? "empty" : out;
}

std::optional<std::string> option_in_words(const Variable& variable, const Scene& scene,
                                           Description& said) {
  const auto option =
      uefi::parse_load_option(bytes::Reader(variable.data, variable.data_offset), scene.budget);
  if (!option) return std::nullopt;
  std::string name = uefi::utf16_text(option->description, 128);
  std::string path = option->path.to_text();
  std::string out =
      fmt::format("\"{}\" {}{}{}", name, path.empty() ? "without a path" : path,
                  option->active() ? "" : ", inactive",
                  (option->attributes & uefi::kLoadOptionHidden) != 0 ? ", hidden" : "");
  add(said, "description", std::move(name));
  add(said, "path", std::move(path));
  add(said, "attributes", fmt::format("0x{:08x}", option->attributes));
  if (const bytes::ByteSpan extra = option->optional_data; !extra.empty()) {
    const bool text = uefi::looks_like_utf16(extra);
    add(said, "optional_data", text ? uefi::utf16_text(extra) : bytes_in_words(extra));
    if (text) base::append(out, ", {}", uefi::utf16_text(extra, 128));
  }
  return out;
}

// A variable Assay has no decoder for: text, a small number, else bytes.
std::string value_in_words(bytes::ByteSpan data) {
  if (data.empty()) return "empty";
  if (looks_like_text(data)) return on_one_line(data);
  if (uefi::looks_like_utf16(data)) return uefi::utf16_text(data);
  if (data.size() <= 2)
    return fmt::format("{}",
                       std::to_integer<unsigned>(data[0]) |
                           (data.size() == 2 ? std::to_integer<unsigned>(data[1]) << 8U : 0U));
  return bytes_in_words(data);
}

std::string variable_in_words(const Variable& variable, const Scene& scene, Description& said) {
  if (one_of(kDatabases, variable)) {
    if (auto words = signatures_in_words(variable, scene.budget, said)) return *std::move(words);
    add(said, kUndecoded, bytes_in_words(variable.data));
    return fmt::format("not a list of signatures ({})", bytes_in_words(variable.data));
  }
  std::string value;
  if (one_of(kFlags, variable)) {
    value = flag_in_words(variable);
  } else if (variable.named("BootOrder") || variable.named("DriverOrder")) {
    value = order_in_words(variable);
  } else if (is_load_option(variable)) {
    if (auto words = option_in_words(variable, scene, said)) return *std::move(words);
    add(said, kUndecoded, bytes_in_words(variable.data));
    return fmt::format("not a load option ({})", bytes_in_words(variable.data));
  } else {
    value = value_in_words(variable.data);
  }
  add(said, "value", value);
  return value;
}

}  // namespace

Words describe_variable(const Scene& scene) {
  const auto variable = uefi::parse_variable(scene.reader());
  if (!variable) return {};
  Description said;
  const std::string name = uefi::utf16_text(variable->name, 128);
  said.what = fmt::format("variable {}", name);
  const auto home = home_of(*variable);
  const bool impostor = home && *home != variable->vendor;
  // Another vendor's "SecureBoot" is not Secure Boot.
  if (impostor) base::append(said.what, " of {}", uefi::name_or_text(variable->vendor));
  add(said, "variable", name);
  add(said, "vendor", uefi::name_or_text(variable->vendor));
  const std::string value = variable_in_words(*variable, scene, said);
  said.text = fmt::format("{}: {}", said.what, value);
  return said;
}

}  // namespace assay::formats::tcg
