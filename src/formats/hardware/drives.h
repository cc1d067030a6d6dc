// Drives and the controllers they hang on, as nvme, smartctl, lsblk and storcli (perccli) tell of
// them: model, serial, firmware. The JSON forms take a parsed document; smartctl's classic text is
// read too. Texts are copies, not yet printable.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/json/json.h"

namespace assay::formats::hardware {

struct Drive {
  std::string device;  ///< "/dev/nvme0n1", "sda"; "12:0" is enclosure and slot
  std::string vendor, model, serial, firmware, wwn;
  std::string transport;  ///< "nvme", "sata", "sas", "usb"
  std::string address;    ///< of its PCI function, where the tool says: "0000:5e:00.0"
  std::optional<std::uint64_t> bytes;
};

/// A RAID or host bus adapter by storcli.
struct Controller {
  std::string model, serial, firmware, bios;
  std::string address;  ///< "0000:3d:00.0"
  std::optional<std::uint64_t> vendor, device, subsystem_vendor, subsystem_device;
};

struct Storage {
  std::vector<Drive> drives;
  std::vector<Controller> controllers;
};

// Each costs one item for a drive or controller that it makes; other members are passed over. What
// a tool leaves out stays empty.
[[nodiscard]] bytes::Parsed<Storage> read_nvme_list(const json::Value& document,
                                                    bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Storage> read_nvme_id_ctrl(const json::Value& document,
                                                       bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Storage> read_smartctl(const json::Value& document,
                                                   bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Storage> read_lsblk(const json::Value& document, bytes::Budget& budget);
[[nodiscard]] bytes::Parsed<Storage> read_storcli(const json::Value& document,
                                                  bytes::Budget& budget);

/// smartctl -i or -a as text, of one or several drives one after another. An error only where no
/// drive is in it. Costs one item a line.
[[nodiscard]] bytes::Parsed<Storage> parse_smartctl_text(bytes::Reader reader,
                                                         bytes::Budget& budget);
[[nodiscard]] bool looks_like_smartctl_text(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::hardware
