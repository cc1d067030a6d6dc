// USB devices: usb.json of a collector (an array of what sysfs says of each device), `lsusb`, and
// `lsusb -v`, whose descriptors carry serial numbers and the device's own version.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/json/json.h"

namespace assay::formats::hardware {

struct UsbDevice {
  std::uint64_t line = 0;  ///< of its first, from 1; in JSON its position in the array, from 1
  std::string port;        ///< "1-1.2" where known, else "001:004": bus and device number
  std::uint16_t vendor = 0, product = 0;
  std::string manufacturer, name, serial;  ///< not yet printable
  std::string version;                     ///< bcdDevice: "1.00"
  std::optional<std::uint8_t> device_class;
};

/// [{"bus","port" or "path" or "device","idVendor":"8087","idProduct","manufacturer","product",
/// "serial","bcdDevice","bDeviceClass" or "class"}]. Costs one item a device.
[[nodiscard]] bytes::Parsed<std::vector<UsbDevice>> read_usb_json(const json::Value& document,
                                                                  bytes::Budget& budget);
/// An error only where no device is in the text. Costs one item a line.
[[nodiscard]] bytes::Parsed<std::vector<UsbDevice>> parse_lsusb(bytes::Reader reader,
                                                                bytes::Budget& budget);
[[nodiscard]] bool looks_like_lsusb(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::hardware
