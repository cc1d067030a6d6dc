#include "collect/host.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/json/json.h"

namespace assay::collect {
namespace {

namespace stdfs = std::filesystem;
using base::FileType;

constexpr std::uint64_t kMostFile = 64ULL << 20U;
constexpr std::uint64_t kMostAttribute = 4096;
constexpr std::size_t kMostEntries = 8192;

struct Row {
  std::string_view from;
  std::string_view to;
};
constexpr std::array kFiles{
    Row{"sys/firmware/dmi/tables/DMI", "inventory/smbios.bin"},
    Row{"sys/firmware/dmi/tables/smbios_entry_point", "inventory/smbios_entry_point"},
    Row{"proc/cpuinfo", "inventory/cpuinfo"},
    Row{"sys/kernel/security/tpm0/binary_bios_measurements", "boot/eventlog.bin"},
    Row{"sys/kernel/security/ima/binary_runtime_measurements", "boot/ima.log"},
};
// Of a PCI function: what the kernel itself read from it, and the whole configuration space.
constexpr std::array<std::string_view, 13> kPciFiles{"config",
                                                     "vendor",
                                                     "device",
                                                     "class",
                                                     "subsystem_vendor",
                                                     "subsystem_device",
                                                     "revision",
                                                     "label",
                                                     "acpi_index",
                                                     "current_link_speed",
                                                     "current_link_width",
                                                     "max_link_speed",
                                                     "max_link_width"};
// Of a USB device: its key in usb.json, and the kernel's file.
constexpr std::array kUsbFiles{Row{"busnum", "bus"},
                               Row{"devpath", "port"},
                               Row{"idVendor", "idVendor"},
                               Row{"idProduct", "idProduct"},
                               Row{"bcdDevice", "bcdDevice"},
                               Row{"bDeviceClass", "class"},
                               Row{"manufacturer", "manufacturer"},
                               Row{"product", "product"},
                               Row{"serial", "serial"}};

class Host {
 public:
  Host(const base::FileSystem& fs, const stdfs::path& root) : fs_(fs), root_(root) {}

  HostArtefacts run() {
    for (const Row& row : kFiles) file(row.from, std::string(row.to), kMostFile);
    acpi("sys/firmware/acpi/tables", 0);
    for (const auto& name : names("sys/bus/pci/devices"))
      for (const auto attribute : kPciFiles)
        file(fmt::format("sys/bus/pci/devices/{}/{}", name, attribute),
             fmt::format("inventory/pci/{}/{}", name, attribute), kMostAttribute);
    usb();
    std::ranges::sort(out_.artefacts, {}, &evidence::Artefact::path);
    if (const auto name = text("proc/sys/kernel/hostname")) out_.host_name = *name;
    return std::move(out_);
  }

 private:
  // Links too: /sys/bus is made of them, and they lead inside /sys.
  std::vector<std::string> names(const std::string& folder) {
    std::vector<std::string> found;
    if (fs_.type(root_ / folder) != FileType::directory) return found;
    const auto entries = fs_.list(root_ / folder);
    if (!entries) {
      out_.skipped.push_back(fmt::format("/{}: {}", folder, entries.error().message));
      return found;
    }
    for (const auto& e : *entries)
      if (found.size() < kMostEntries && evidence::is_safe_path(e.name)) found.push_back(e.name);
    return found;
  }

  void file(std::string_view from, std::string to, std::uint64_t most) {
    if (fs_.type(root_ / from) != FileType::regular) return;
    auto bytes = fs_.read(root_ / from, most);
    if (!bytes) {
      out_.skipped.push_back(
          fmt::format("/{}: {}", base::printable(from, 200), bytes.error().message));
      return;
    }
    // A file that the kernel has nothing to say in (an event log of a machine without a TPM).
    if (bytes->empty()) return;
    const auto role = evidence::role_of(to);
    out_.artefacts.push_back({std::move(to), role, *std::move(bytes)});
  }

  // Tables lie in the folder itself and, loaded later, in dynamic/; data/ holds no tables.
  void acpi(const std::string& folder, int depth) {
    for (const auto& name : names(folder)) {
      const auto path = fmt::format("{}/{}", folder, name);
      if (fs_.type(root_ / path) == FileType::regular)
        file(path, (depth == 0 ? "inventory/acpi/" : "inventory/acpi/dynamic-") + name, kMostFile);
      else if (depth == 0 && name == "dynamic")
        acpi(path, 1);
    }
  }

  std::optional<std::string> text(const std::string& path) {
    if (fs_.type(root_ / path) != FileType::regular) return std::nullopt;
    const auto bytes = fs_.read(root_ / path, kMostAttribute);
    if (!bytes) return std::nullopt;
    std::string out = bytes::to_string(*bytes);
    while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
    return out;
  }

  // The kernel's strings, since descriptors alone name no maker; interfaces ("1-1:1.0") are
  // skipped.
  void usb() {
    using formats::json::Value;
    Value devices = Value::array();
    for (const auto& name : names("sys/bus/usb/devices")) {
      if (name.find(':') != std::string::npos) continue;
      Value device = Value::object();
      for (const Row& row : kUsbFiles)
        if (const auto value = text(fmt::format("sys/bus/usb/devices/{}/{}", name, row.from));
            value && !value->empty())
          device[std::string(row.to)] = *value;
      if (device.contains("idVendor")) devices.push_back(std::move(device));
    }
    if (devices.empty()) return;
    const std::string json = formats::json::to_text(devices) + "\n";
    out_.artefacts.push_back(
        {"inventory/usb.json", evidence::Role::usb, bytes::copy(bytes::as_bytes(json))});
  }

  const base::FileSystem& fs_;
  const stdfs::path& root_;
  HostArtefacts out_;
};

}  // namespace

HostArtefacts collect_host(const base::FileSystem& fs, const stdfs::path& root) {
  return Host(fs, root).run();
}

}  // namespace assay::collect
