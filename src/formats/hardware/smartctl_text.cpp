// smartctl's classic text: "Device Model:     X" lines of ATA drives, "Product:" of SCSI, "Model
// Number:" of NVMe.
#include <algorithm>
#include <array>

#include "base/error.h"
#include "bytes/lines.h"
#include "formats/hardware/drives.h"

namespace assay::formats::hardware {
namespace {

struct Key {
  std::string_view key;
  std::string Drive::* into;
};
constexpr std::array kKeys{
    Key{"Device Model", &Drive::model},
    Key{"Model Number", &Drive::model},
    Key{"Product", &Drive::model},
    Key{"Vendor", &Drive::vendor},
    Key{"Serial Number", &Drive::serial},
    Key{"Serial number", &Drive::serial},
    Key{"Firmware Version", &Drive::firmware},
    Key{"Revision", &Drive::firmware},
    Key{"LU WWN Device Id", &Drive::wwn},
    Key{"Logical Unit id", &Drive::wwn},
};

// "480,103,981,056 bytes [480 GB]"
std::optional<std::uint64_t> capacity(std::string_view text) {
  std::uint64_t out = 0;
  bool any = false;
  for (const char c : text) {
    if (c == ' ' || c == '[') break;
    if (c == ',' || c == '.' || c == '\'') continue;
    if (c < '0' || c > '9' || out > 1'000'000'000'000'000'000ULL) return std::nullopt;
    out = out * 10 + static_cast<std::uint64_t>(c - '0');
    any = true;
  }
  return any ? std::optional(out) : std::nullopt;
}

}  // namespace

bytes::Parsed<Storage> parse_smartctl_text(bytes::Reader reader, bytes::Budget& budget) {
  Storage out;
  Drive drive;
  const auto finish = [&] {
    if (!drive.model.empty()) out.drives.push_back(std::move(drive));
    drive = {};
  };
  bytes::Lines lines(reader);
  bool inside = false;
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "smartctl line"));
    if (line->text.starts_with("=== START OF")) {
      // Each drive's information section begins anew; other sections belong to the drive before.
      inside = line->text.find("INFORMATION SECTION") != std::string_view::npos;
      if (inside) finish();
      continue;
    }
    if (!inside) continue;
    const auto kv = bytes::split_at(line->text);
    if (!kv) continue;
    if (kv->key == "User Capacity" || kv->key == "Total NVM Capacity")
      drive.bytes = capacity(kv->value);
    const auto key = std::ranges::find(kKeys, kv->key, &Key::key);
    if (key != kKeys.end() && (drive.*(key->into)).empty())
      (drive.*(key->into)) = std::string(kv->value);
  }
  finish();
  if (out.drives.empty())
    return bytes::bad_value(reader.offset(), "smartctl", "an information section with a model");
  return out;
}

bool looks_like_smartctl_text(bytes::ByteSpan b) noexcept {
  const auto head = bytes::as_chars(b.first(std::min<std::size_t>(b.size(), 1024)));
  return head.find("=== START OF INFORMATION SECTION") != std::string_view::npos;
}

}  // namespace assay::formats::hardware
