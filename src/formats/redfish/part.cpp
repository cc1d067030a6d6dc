#include "formats/redfish/part.h"

namespace assay::formats::redfish {
namespace {

// Location.PartLocation.ServiceLabel (1.5 and later); before that Location[].Info or a bare text.
std::string place_of(const Fields& f) {
  for (const std::string_view key : {"PhysicalLocation", "Location"}) {
    if (f.is_text(key)) return f.text(key);
    const Fields location = f.object(key);
    if (!location.exists()) continue;
    if (auto label = location.object("PartLocation").text("ServiceLabel"); !label.empty())
      return label;
    if (auto info = location.text("Info"); !info.empty()) return info;
  }
  return {};
}

}  // namespace

Part part(const Fields& f, std::string uri) {
  Part p;
  p.uri = std::move(uri);
  p.id = f.first_text({"Id", "MemberId"});
  p.name = f.first_text({"Name", "FanName"});
  p.description = f.text("Description");
  p.manufacturer = f.first_text({"Manufacturer", "Vendor", "Producer"});
  p.model = f.text("Model");
  p.part_number = f.text("PartNumber");
  p.serial = f.text("SerialNumber");
  p.sku = f.text("SKU");
  p.revision = f.first_text({"HardwareVersion", "Version"});
  // HPE's own resources nest it: {"Current": {"VersionString": …}}.
  p.firmware = f.is_object("FirmwareVersion")
                   ? f.object("FirmwareVersion").object("Current").text("VersionString")
                   : f.text("FirmwareVersion");
  p.uuid = f.text("UUID");
  p.place = place_of(f);
  const Fields status = f.object("Status");
  p.state = status.text("State");
  p.stated = !p.state.empty();
  return p;
}

Part part(const Resource& r, Mistyped& mistyped) { return part(Fields(r.root, mistyped), r.uri); }

}  // namespace assay::formats::redfish
