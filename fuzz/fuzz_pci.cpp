// PCI, by the first byte: configuration space (padded to a size that exists), lspci's text, VPD, an
// option ROM, pci.ids. What comes out lies within what went in.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/pci/ids.h"
#include "formats/pci/lspci.h"
#include "formats/pci/names.h"
#include "formats/pci/option_rom.h"
#include "formats/pci/vpd.h"

namespace {

namespace pci = assay::formats::pci;
using assay::bytes::Budget;
using assay::bytes::ByteSpan;
using assay::bytes::Reader;

void config(ByteSpan b, Budget& budget) {
  std::array<std::byte, pci::kExpressSize> space{};
  const std::size_t n = std::min(b.size(), space.size());
  std::copy_n(b.begin(), n, space.begin());
  const std::size_t size = n <= 64 ? 64 : n <= 256 ? 256 : 4096;
  const auto c = pci::parse_config(Reader(ByteSpan(space).first(size)), budget);
  if (!c) return;
  (void)pci::class_name(c->class_code);
  for (const auto& one : c->capabilities)
    if (one.offset >= size) std::abort();
  if (c->capabilities.size() > size / 4) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
  const ByteSpan all = assay::bytes::from_uchars(data, size);
  const ByteSpan rest = all.subspan(1);
  const Reader r(rest);
  switch (static_cast<unsigned>(all[0]) % 5) {
    case 0:
      config(rest, budget);
      break;
    case 1:
      (void)pci::looks_like_lspci(rest);
      if (const auto out = pci::parse_lspci(r, budget))
        for (const auto& d : out->devices)
          if (d.device_text.size() > size || d.dump_size > pci::kExpressSize) std::abort();
      break;
    case 2:
      (void)pci::looks_like_vpd(rest);
      if (const auto out = pci::parse_vpd(r, budget))
        for (const auto& f : out->fields)
          if (f.offset + 3 + f.value.size() > rest.size()) std::abort();
      break;
    case 3:
      (void)pci::looks_like_option_rom(rest);
      if (const auto out = pci::parse_option_rom(r, budget))
        if (out->size > rest.size() || out->images.empty()) std::abort();
      break;
    default:
      if (const auto out = pci::parse_ids(r, budget)) (void)out->device(0x8086, 0x1521);
  }
  return 0;
}
