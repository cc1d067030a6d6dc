// What ordinary tools print: every reader gets every input, since content decides which one it is
// for.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/hardware/cpuinfo.h"
#include "formats/hardware/drives.h"
#include "formats/hardware/lshw.h"
#include "formats/hardware/network.h"
#include "formats/hardware/tool_json.h"
#include "formats/hardware/usb.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace hw = assay::formats::hardware;
  using assay::bytes::Reader;
  assay::bytes::Budget budget({.items = 20'000, .bytes = 1U << 20U, .depth = 16});
  const auto all = assay::bytes::from_uchars(data, size);
  (void)hw::looks_like_tool_json(all);
  if (const auto document = assay::formats::json::parse(all, budget)) {
    (void)hw::recognise(*document);
    for (const auto read : {hw::read_nvme_list, hw::read_nvme_id_ctrl, hw::read_smartctl,
                            hw::read_lsblk, hw::read_storcli})
      if (const auto out = read(*document, budget))
        if (out->drives.size() > size) std::abort();
    (void)hw::read_ip_link(*document, budget);
    (void)hw::read_usb_json(*document, budget);
    (void)hw::read_lshw(*document, budget);
    return 0;
  }
  (void)hw::parse_smartctl_text(Reader(all), budget);
  (void)hw::parse_ethtool(Reader(all), budget);
  (void)hw::parse_cpuinfo(Reader(all), budget);
  (void)hw::parse_lsusb(Reader(all), budget);
  return 0;
}
