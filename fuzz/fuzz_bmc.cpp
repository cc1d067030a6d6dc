// Headers of BMCs' boot code, kernels, ELF files, vendors' layouts, version texts.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/bmc/aspeed.h"
#include "formats/bmc/kernel.h"
#include "formats/bmc/nuvoton.h"
#include "formats/bmc/vendor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bmc = assay::formats::bmc;
  const auto all = assay::bytes::from_uchars(data, size);
  const assay::bytes::Reader reader(all);
  (void)bmc::looks_like_nuvoton(all);
  (void)bmc::read_vectors(reader);
  (void)bmc::parse_secure_header(reader);
  (void)bmc::recognise_kernel(reader);
  (void)bmc::recognise_elf(reader);
  (void)bmc::read_ami_module(reader);
  (void)bmc::read_ami_link(reader);
  (void)bmc::find_supermicro(reader);
  (void)bmc::read_supermicro_part(reader);
  (void)bmc::find_version(all);
  return 0;
}
