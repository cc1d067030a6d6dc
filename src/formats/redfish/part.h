// What most Redfish resources that stand for a part have in common (DSP0268, "Resource" and its
// Status and Location objects): who made it, its numbers, where it sits, whether it is there.
#pragma once

#include <string>
#include <vector>

#include "formats/redfish/fields.h"
#include "formats/redfish/resource.h"

namespace assay::formats::redfish {

/// Texts are as the BMC wrote them: not trimmed, not yet printable.
struct Part {
  std::string uri;  ///< of this part; for a member of a list with its fragment
  std::string id;   ///< Id, or MemberId in a list
  std::string name;
  std::string description;
  std::string manufacturer;
  std::string model;
  std::string part_number;
  std::string serial;
  std::string sku;
  std::string revision;  ///< of the hardware: Version of an Assembly, HardwareVersion
  std::string firmware;  ///< FirmwareVersion
  std::string uuid;
  std::string place;    ///< Location.PartLocation.ServiceLabel, or its older forms
  std::string state;    ///< Status.State: "Enabled", "Absent"
  bool stated = false;  ///< has Status.State at all

  [[nodiscard]] bool absent() const noexcept { return state == "Absent"; }
};

[[nodiscard]] Part part(const Fields& fields, std::string uri);
/// Of a whole resource; names of mistyped properties go to `mistyped`.
[[nodiscard]] Part part(const Resource& resource, Mistyped& mistyped);

}  // namespace assay::formats::redfish
