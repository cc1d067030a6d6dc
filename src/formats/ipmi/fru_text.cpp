#include "formats/ipmi/fru_text.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "bytes/lines.h"

namespace assay::formats::ipmi {
namespace {

constexpr std::string_view kDevice = "FRU Device Description";

struct FruKey {
  std::string_view key;
  std::string_view FruDevice::* into;
};
constexpr std::array kFruKeys{
    FruKey{"Chassis Type", &FruDevice::chassis_type},
    FruKey{"Chassis Part Number", &FruDevice::chassis_part},
    FruKey{"Chassis Serial", &FruDevice::chassis_serial},
    FruKey{"Board Mfg Date", &FruDevice::board_date},
    FruKey{"Board Mfg", &FruDevice::board_manufacturer},
    FruKey{"Board Product", &FruDevice::board_product},
    FruKey{"Board Serial", &FruDevice::board_serial},
    FruKey{"Board Part Number", &FruDevice::board_part},
    FruKey{"Product Manufacturer", &FruDevice::product_manufacturer},
    FruKey{"Product Name", &FruDevice::product_name},
    FruKey{"Product Part Number", &FruDevice::product_part},
    FruKey{"Product Version", &FruDevice::product_version},
    FruKey{"Product Serial", &FruDevice::product_serial},
    FruKey{"Product Asset Tag", &FruDevice::product_asset},
};

struct McKey {
  std::string_view key;
  std::string_view McInfo::* into;
};
constexpr std::array kMcKeys{
    McKey{"Device ID", &McInfo::device_id},
    McKey{"Device Revision", &McInfo::device_revision},
    McKey{"Firmware Revision", &McInfo::firmware_revision},
    McKey{"IPMI Version", &McInfo::ipmi_version},
    McKey{"Manufacturer ID", &McInfo::manufacturer_id},
    McKey{"Manufacturer Name", &McInfo::manufacturer_name},
    McKey{"Product ID", &McInfo::product_id},
    McKey{"Product Name", &McInfo::product_name},
};

// "Builtin FRU Device (ID 0)"
void describe(std::string_view text, FruDevice& out) {
  out.description = text;
  const auto at = text.rfind("(ID ");
  if (at == std::string_view::npos || !text.ends_with(')')) return;
  out.id = bytes::number<std::uint16_t>(text.substr(at + 4, text.size() - at - 5));
  out.description = bytes::trimmed(text.substr(0, at));
}

bool contains_in_head(bytes::ByteSpan b, std::string_view word) noexcept {
  return bytes::as_chars(b.first(std::min<std::size_t>(b.size(), 1024))).find(word) !=
         std::string_view::npos;
}

}  // namespace

bytes::Parsed<std::vector<FruDevice>> parse_fru_text(bytes::Reader reader, bytes::Budget& budget) {
  std::vector<FruDevice> out;
  bytes::Lines lines(reader);
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "fru print line"));
    const auto kv = bytes::split_at(line->text);
    if (kv && kv->key == kDevice) {
      out.emplace_back().line = line->number;
      describe(kv->value, out.back());
      continue;
    }
    if (out.empty()) continue;
    FruDevice& device = out.back();
    if (!kv) {
      const auto text = bytes::trimmed(line->text);
      if (text.starts_with("Device not present") || text.starts_with("Unknown FRU header"))
        device.present = false;
      continue;
    }
    const auto key = std::ranges::find(kFruKeys, kv->key, &FruKey::key);
    if (key != kFruKeys.end() && (device.*(key->into)).empty()) device.*(key->into) = kv->value;
  }
  if (out.empty())
    return bytes::bad_value(reader.offset(), "fru print", "a line \"FRU Device Description : …\"");
  return out;
}

bool looks_like_fru_text(bytes::ByteSpan b) noexcept { return contains_in_head(b, kDevice); }

bytes::Parsed<McInfo> parse_mc_info(bytes::Reader reader, bytes::Budget& budget) {
  McInfo out;
  bytes::Lines lines(reader);
  bool aux = false;
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "mc info line"));
    const auto kv = bytes::split_at(line->text);
    if (!kv) {
      if (aux && out.aux_firmware.empty()) out.aux_firmware = bytes::trimmed(line->text);
      continue;
    }
    aux = kv->key == "Aux Firmware Rev Info";
    const auto key = std::ranges::find(kMcKeys, kv->key, &McKey::key);
    if (key != kMcKeys.end() && (out.*(key->into)).empty()) out.*(key->into) = kv->value;
  }
  if (out.firmware_revision.empty())
    return bytes::bad_value(reader.offset(), "mc info", "a line \"Firmware Revision : …\"");
  return out;
}

bool looks_like_mc_info(bytes::ByteSpan b) noexcept {
  return contains_in_head(b, "Firmware Revision") && contains_in_head(b, "IPMI Version");
}

}  // namespace assay::formats::ipmi
