// What `ipmitool fru print` says of every FRU of a server, and `ipmitool mc info` of its management
// controller: text for people, made by the machine that is asked. Views into the caller's bytes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::ipmi {

/// "FRU Device Description : Builtin FRU Device (ID 0)" and what is indented below it. Empty where
/// a line is missing; several board extras keep only the first.
struct FruDevice {
  std::uint64_t line = 0;        ///< of its description, from 1
  std::string_view description;  ///< "Builtin FRU Device"
  std::optional<std::uint16_t> id;
  bool present = true;  ///< false: "Device not present", "Unknown FRU header version"
  std::string_view chassis_type, chassis_part, chassis_serial;
  std::string_view board_date, board_manufacturer, board_product, board_serial, board_part;
  std::string_view product_manufacturer, product_name, product_part, product_version,
      product_serial, product_asset;
};

/// An error only where the text has no such device, or the budget ends. Costs one item a line.
[[nodiscard]] bytes::Parsed<std::vector<FruDevice>> parse_fru_text(bytes::Reader reader,
                                                                   bytes::Budget& budget);
[[nodiscard]] bool looks_like_fru_text(bytes::ByteSpan bytes) noexcept;

struct McInfo {
  std::string_view device_id, device_revision, firmware_revision, ipmi_version;
  std::string_view manufacturer_id, manufacturer_name, product_id, product_name;
  std::string_view aux_firmware;  ///< its lines' first
};

[[nodiscard]] bytes::Parsed<McInfo> parse_mc_info(bytes::Reader reader, bytes::Budget& budget);
[[nodiscard]] bool looks_like_mc_info(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::ipmi
