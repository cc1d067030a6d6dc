#include "formats/hardware/usb.h"

#include <fmt/format.h>

#include "base/error.h"
#include "bytes/lines.h"
#include "formats/hardware/tool_json.h"

namespace assay::formats::hardware {
namespace {

using bytes::trimmed;

// Hex with or without 0x; sysfs writes "8087".
std::optional<std::uint16_t> id_member(const json::Value& object, std::string_view key) {
  const auto* value = member(object, key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_unsigned()) {
    const auto number = value->get<std::uint64_t>();
    return number <= 0xFFFF ? std::optional(static_cast<std::uint16_t>(number)) : std::nullopt;
  }
  return bytes::hex_number<std::uint16_t>(text_member(object, key));
}

std::string first_of(const json::Value& object, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys)
    if (auto text = text_member(object, key); !text.empty()) return text;
  return {};
}

// "Bus 001 Device 002: ID 8087:0024 Intel Corp. Hub"
std::optional<UsbDevice> summary_line(const bytes::Line& line) {
  const auto text = line.text;
  if (!text.starts_with("Bus ") || text.size() < 32 || text.substr(7, 8) != " Device " ||
      text.substr(18, 5) != ": ID " || text[27] != ':')
    return std::nullopt;
  const auto vendor = bytes::number<std::uint16_t>(text.substr(23, 4), 16);
  const auto product = bytes::number<std::uint16_t>(text.substr(28, 4), 16);
  if (!vendor || !product) return std::nullopt;
  UsbDevice out;
  out.line = line.number;
  out.port = fmt::format("{}:{}", text.substr(4, 3), text.substr(15, 3));
  out.vendor = *vendor;
  out.product = *product;
  out.name = std::string(trimmed(text.substr(32)));
  return out;
}

// "  iSerial                 3 0000:00:1a.0": a key, a string's number, its text.
void descriptor_line(std::string_view text, UsbDevice& d) {
  text = trimmed(text);
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) return;
  const auto key = text.substr(0, blank);
  const auto value = trimmed(text.substr(blank));
  const auto space = value.find(' ');
  const auto words =
      space == std::string_view::npos ? std::string_view{} : trimmed(value.substr(space));
  if (key == "bcdDevice") d.version = std::string(value);
  if (key == "bDeviceClass") d.device_class = bytes::number<std::uint8_t>(value.substr(0, space));
  if (key == "iManufacturer") d.manufacturer = std::string(words);
  if (key == "iProduct" && !words.empty()) d.name = std::string(words);
  if (key == "iSerial") d.serial = std::string(words);
}

}  // namespace

bytes::Parsed<std::vector<UsbDevice>> read_usb_json(const json::Value& document,
                                                    bytes::Budget& budget) {
  std::vector<UsbDevice> out;
  if (!document.is_array()) return bytes::bad_value(0, "USB list", "an array of devices");
  std::uint64_t position = 0;
  for (const json::Value& one : document) {
    ++position;
    ASSAY_CHECK(budget.items(1, 0, "USB device"));
    const auto vendor = id_member(one, "idVendor");
    const auto product = id_member(one, "idProduct");
    if (!vendor || !product)
      return bytes::bad_value(0, "idVendor, idProduct", "four hex digits in each device");
    UsbDevice d;
    d.line = position;
    d.vendor = *vendor;
    d.product = *product;
    d.port = first_of(one, {"port", "path", "devpath"});
    if (d.port.empty()) {
      const auto bus = first_of(one, {"bus", "busnum"});
      const auto device = first_of(one, {"device", "devnum"});
      if (!bus.empty() && !device.empty()) d.port = fmt::format("{:0>3}:{:0>3}", bus, device);
    }
    d.manufacturer = text_member(one, "manufacturer");
    d.name = text_member(one, "product");
    d.serial = text_member(one, "serial");
    d.version = text_member(one, "bcdDevice");
    const auto cls = first_of(one, {"bDeviceClass", "class"});
    d.device_class = bytes::hex_number<std::uint8_t>(cls);
    out.push_back(std::move(d));
  }
  return out;
}

bytes::Parsed<std::vector<UsbDevice>> parse_lsusb(bytes::Reader reader, bytes::Budget& budget) {
  std::vector<UsbDevice> out;
  bytes::Lines lines(reader);
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "lsusb line"));
    if (auto device = summary_line(*line))
      out.push_back(*std::move(device));
    else if (!out.empty() && line->text.starts_with("  ") && !line->text.starts_with("    "))
      // Only the device descriptor's own lines: interfaces below have such keys too.
      descriptor_line(line->text, out.back());
  }
  if (out.empty())
    return bytes::bad_value(reader.offset(), "lsusb",
                            "a line \"Bus 001 Device 001: ID 1d6b:0002 …\"");
  return out;
}

bool looks_like_lsusb(bytes::ByteSpan b) noexcept {
  bytes::Lines lines(bytes::Reader(b.first(std::min<std::size_t>(b.size(), 512))));
  while (const auto line = lines.next()) {
    if (trimmed(line->text).empty()) continue;
    return line->text.starts_with("Bus ") && line->text.find(" Device ") == 7 &&
           line->text.find(": ID ") == 18;
  }
  return false;
}

}  // namespace assay::formats::hardware
