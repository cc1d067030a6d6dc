// Which tool wrote a JSON document about a server's hardware: nvme, smartctl, lsblk, storcli, ip,
// lshw, or a collector's usb.json. None of them names itself, so the members they always have
// decide.
#pragma once

#include <string>
#include <string_view>

#include "formats/json/json.h"

namespace assay::formats::hardware {

enum class Tool : std::uint8_t {
  unknown,
  nvme_list,      ///< nvme list -o json (also -v, and that of nvme-cli 2)
  nvme_id_ctrl,   ///< nvme id-ctrl -o json
  smartctl,       ///< smartctl -i/-a/-x -j
  smartctl_scan,  ///< smartctl --scan -j: names only
  lsblk,          ///< lsblk -J
  storcli,        ///< storcli or perccli … J
  ip_link,        ///< ip -j link
  lshw,           ///< lshw -json
  usb,            ///< [{"idVendor":…,"idProduct":…}]
};

/// "nvme list", …: for sentences.
[[nodiscard]] std::string_view name(Tool tool) noexcept;
[[nodiscard]] Tool recognise(const json::Value& document) noexcept;
/// The same by a cheap look at the first bytes.
[[nodiscard]] Tool looks_like_tool_json(bytes::ByteSpan bytes) noexcept;

/// The member as text: a string as it is, a number in decimal, else "". Blanks at both ends go.
[[nodiscard]] std::string text_member(const json::Value& object, std::string_view key);
/// The member that is an array or object; null where there is none.
[[nodiscard]] const json::Value* member(const json::Value& object, std::string_view key) noexcept;
/// The member as a number that is not negative; also "480103981056" and "0x8086" in quotes.
[[nodiscard]] std::optional<std::uint64_t> number_member(const json::Value& object,
                                                         std::string_view key);

}  // namespace assay::formats::hardware
