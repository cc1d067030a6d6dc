// AMD's embedded firmware structure, directories, slots and binaries' headers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/psp/binary.h"
#include "formats/psp/directory.h"
#include "formats/psp/embedded.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace psp = assay::formats::psp;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 4096, .bytes = 0, .depth = 0});
  if (const auto directory = psp::parse_directory(Reader(all), budget)) {
    if (directory->size > size) std::abort();
    for (const auto& entry : directory->entries) {
      (void)psp::type_name(directory->kind, entry.type);
      const auto offset = psp::offset_of(entry.address, size);
      if (offset && *offset >= size) std::abort();
    }
  }
  if (const auto at = psp::find_embedded(all)) (void)psp::parse_embedded(Reader(all), *at);
  (void)psp::parse_embedded(Reader(all), 0);
  (void)psp::parse_image_slot(Reader(all));
  if (const auto header = psp::parse_binary_header(Reader(all))) (void)header->version_text();
  return 0;
}
