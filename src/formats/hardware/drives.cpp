#include "formats/hardware/drives.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/error.h"
#include "formats/hardware/tool_json.h"

namespace assay::formats::hardware {
namespace {

using bytes::Parsed;
using json::Value;

Parsed<void> add(Storage& out, Drive drive, bytes::Budget& budget) {
  ASSAY_CHECK(budget.items(1, 0, "drive"));
  out.drives.push_back(std::move(drive));
  return {};
}

// The elements of an array member; nothing where it is none.
const Value& elements(const Value& object, std::string_view key) {
  static const Value kNone = Value::array();
  const Value* value = member(object, key);
  return value != nullptr && value->is_array() ? *value : kNone;
}

// One entry of nvme-cli 1's list.
Drive flat_entry(const Value& d) {
  return {.device = text_member(d, "DevicePath"),
          .vendor = {},
          .model = text_member(d, "ModelNumber"),
          .serial = text_member(d, "SerialNumber"),
          .firmware = text_member(d, "Firmware"),
          .wwn = {},
          .transport = "nvme",
          .address = text_member(d, "Address"),
          .bytes = number_member(d, "PhysicalSize")};
}

// nvme-cli 2: a controller stands for the drive, its namespaces only give sizes.
Drive controller_entry(const Value& c) {
  Drive out = flat_entry(c);
  out.device = text_member(c, "Controller");
  std::uint64_t bytes = 0;
  for (const Value& ns : elements(c, "Namespaces"))
    if (const auto size = number_member(ns, "PhysicalSize")) bytes += *size;
  if (bytes != 0) out.bytes = bytes;
  return out;
}

// lsblk nests partitions, multipath and encryption; only what has a model is a drive.
Parsed<void> walk_lsblk(const Value& devices, Storage& out, bytes::Budget& budget) {
  bytes::Nesting level(budget);
  ASSAY_CHECK(level.check(0, "lsblk children"));
  for (const Value& d : devices) {
    if (auto model = text_member(d, "model"); !model.empty()) {
      const auto kname = text_member(d, "kname");
      ASSAY_CHECK(add(out,
                      {.device = kname.empty() ? text_member(d, "name") : kname,
                       .vendor = text_member(d, "vendor"),
                       .model = std::move(model),
                       .serial = text_member(d, "serial"),
                       .firmware = text_member(d, "rev"),
                       .wwn = text_member(d, "wwn"),
                       .transport = text_member(d, "tran"),
                       .address = {},
                       .bytes = number_member(d, "size")},
                      budget));
    }
    ASSAY_CHECK(walk_lsblk(elements(d, "children"), out, budget));
  }
  return {};
}

// "00:3d:00:00" is domain, bus, device, function.
std::string pci_address(std::string_view text) {
  std::array<std::string_view, 4> part{};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto colon = text.find(':');
    part[i] = text.substr(0, colon);
    text = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (part[i].empty() || part[i].size() > 4) return {};
  }
  return fmt::format("{:0>4}:{:0>2}:{:0>2}.{}", part[0], part[1], part[2], part[3].back());
}

// "show" has the members flat, "show all" in groups.
std::string either(const Value& data, std::string_view flat, std::string_view group,
                   std::string_view key) {
  auto text = text_member(data, flat);
  if (const Value* part = member(data, group); text.empty() && part != nullptr)
    text = text_member(*part, key);
  return text;
}

Controller controller_of(const Value& data) {
  return {.model = either(data, "Product Name", "Basics", "Model"),
          .serial = either(data, "Serial Number", "Basics", "Serial Number"),
          .firmware = either(data, "FW Version", "Version", "Firmware Version"),
          .bios = either(data, "BIOS Version", "Version", "Bios Version"),
          .address = pci_address(either(data, "PCI Address", "Basics", "PCI Address")),
          .vendor = number_member(data, "Vendor Id"),
          .device = number_member(data, "Device Id"),
          .subsystem_vendor = number_member(data, "SubVendor Id"),
          .subsystem_device = number_member(data, "SubDevice Id")};
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

// "Drive /c0/e12/s0 - Detailed Information" holds "Drive /c0/e12/s0 Device attributes".
Parsed<void> detailed_drives(const Value& data, Storage& out, bytes::Budget& budget) {
  for (const auto& [key, value] : data.items()) {
    if (!key.ends_with(" - Detailed Information") || !value.is_object()) continue;
    // "Drive /c0/e12/s0" without its first word.
    const auto name = std::string_view(key).substr(0, key.find(" - "));
    for (const auto& [inner, attributes] : value.items()) {
      if (!inner.ends_with(" Device attributes")) continue;
      ASSAY_CHECK(add(out,
                      {.device = std::string(name.substr(name.rfind(' ') + 1)),
                       .vendor = text_member(attributes, "Manufacturer Id"),
                       .model = text_member(attributes, "Model Number"),
                       .serial = text_member(attributes, "SN"),
                       .firmware = text_member(attributes, "Firmware Revision"),
                       .wwn = text_member(attributes, "WWN"),
                       .transport = {},
                       .address = {},
                       .bytes = {}},
                      budget));
    }
  }
  return {};
}

}  // namespace

Parsed<Storage> read_nvme_list(const Value& document, bytes::Budget& budget) {
  Storage out;
  for (const Value& d : elements(document, "Devices")) {
    if (member(d, "Subsystems") == nullptr) {
      ASSAY_CHECK(add(out, flat_entry(d), budget));
      continue;
    }
    for (const Value& subsystem : elements(d, "Subsystems"))
      for (const Value& c : elements(subsystem, "Controllers"))
        ASSAY_CHECK(add(out, controller_entry(c), budget));
  }
  return out;
}

Parsed<Storage> read_nvme_id_ctrl(const Value& document, bytes::Budget& budget) {
  Storage out;
  Drive drive{.device = {},
              .vendor = {},
              .model = text_member(document, "mn"),
              .serial = text_member(document, "sn"),
              .firmware = text_member(document, "fr"),
              .wwn = {},
              .transport = "nvme",
              .address = {},
              .bytes = number_member(document, "tnvmcap")};
  if (drive.bytes == 0U) drive.bytes.reset();
  ASSAY_CHECK(add(out, std::move(drive), budget));
  return out;
}

Parsed<Storage> read_smartctl(const Value& document, bytes::Budget& budget) {
  Storage out;
  Drive drive;
  if (const Value* device = member(document, "device")) {
    drive.device = text_member(*device, "name");
    drive.transport = lower(text_member(*device, "protocol"));
  }
  const auto first = [&](std::initializer_list<std::string_view> keys) {
    std::string text;
    for (const auto key : keys)
      if (text.empty()) text = text_member(document, key);
    return text;
  };
  drive.vendor = first({"vendor", "scsi_vendor"});
  drive.model = first({"model_name", "scsi_model_name", "product", "scsi_product"});
  drive.serial = first({"serial_number"});
  drive.firmware = first({"firmware_version", "revision", "scsi_revision"});
  if (const Value* capacity = member(document, "user_capacity"))
    drive.bytes = number_member(*capacity, "bytes");
  if (!drive.bytes) drive.bytes = number_member(document, "nvme_total_capacity");
  if (const Value* wwn = member(document, "wwn")) {
    const auto naa = number_member(*wwn, "naa");
    const auto oui = number_member(*wwn, "oui");
    const auto id = number_member(*wwn, "id");
    if (naa && oui && id)
      drive.wwn =
          fmt::format("0x{:x}{:06x}{:09x}", *naa & 0xFU, *oui & 0xFFFFFFU, *id & 0xF'FFFF'FFFFU);
  }
  if (drive.model.empty() && drive.serial.empty()) return out;
  ASSAY_CHECK(add(out, std::move(drive), budget));
  return out;
}

Parsed<Storage> read_lsblk(const Value& document, bytes::Budget& budget) {
  Storage out;
  ASSAY_CHECK(walk_lsblk(elements(document, "blockdevices"), out, budget));
  return out;
}

Parsed<Storage> read_storcli(const Value& document, bytes::Budget& budget) {
  Storage out;
  for (const Value& c : elements(document, "Controllers")) {
    const Value* data = member(c, "Response Data");
    if (data == nullptr || !data->is_object()) continue;
    ASSAY_CHECK(budget.items(1, 0, "controller"));
    if (auto controller = controller_of(*data); !controller.model.empty())
      out.controllers.push_back(std::move(controller));
    for (const Value& d : elements(*data, "PD LIST"))
      ASSAY_CHECK(add(out,
                      {.device = text_member(d, "EID:Slt"),
                       .vendor = {},
                       .model = text_member(d, "Model"),
                       .serial = {},
                       .firmware = {},
                       .wwn = {},
                       .transport = lower(text_member(d, "Intf")),
                       .address = {},
                       .bytes = {}},
                      budget));
    ASSAY_CHECK(detailed_drives(*data, out, budget));
  }
  return out;
}

}  // namespace assay::formats::hardware
