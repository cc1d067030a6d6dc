// One Redfish resource: every decoder over it (part.h, system.h, chassis.h, device.h, integrity.h),
// and the components that it becomes.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/redfish/resource.h"
#include "inspect/inventory/from_redfish.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  const auto input = bytes::from_uchars(data, size);
  (void)formats::redfish::looks_like_resource(input);
  // Several resources, one a line, so that they can link to each other.
  std::vector<evidence::Artefact> files;
  std::string_view text = bytes::as_chars(input);
  while (!text.empty() && files.size() < 32) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    files.push_back({"inventory/redfish/x" + std::to_string(files.size()) + ".json",
                     evidence::Role::redfish, bytes::copy(bytes::as_bytes(line))});
  }
  std::vector<const evidence::Artefact*> views;
  for (const auto& f : files) views.push_back(&f);
  bytes::Budget budget({.items = 50'000, .bytes = 1U << 20U, .depth = 32});
  inspect::inventory::Inventory inventory;
  inspect::inventory::add_redfish(views, budget, inventory);
  for (const auto& c : inventory.components)
    for (const auto& [key, value] : c.attributes)
      if (c.attribute(key) != value) __builtin_trap();
  return 0;
}
