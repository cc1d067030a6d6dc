// Containers: whatever the input is recognised as, and each reader on it regardless. Reaches
// formats/archive/zip_directory.h through read_zip.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/archive/archive.h"
#include "formats/archive/decompress.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace archive = assay::formats::archive;
  const assay::bytes::Reader input(assay::bytes::from_uchars(data, size));
  const assay::bytes::Limits limits{.items = 1000, .bytes = 1U << 20U, .depth = 8};
  const auto run = [&](auto read) {
    assay::bytes::Budget budget(limits);
    const auto out = read(budget);
    if (!out) return;
    // Every span must be readable.
    unsigned sum = 0;
    for (const archive::ArchiveEntry& entry : out->files)
      for (const std::byte b : entry.content) sum += static_cast<unsigned>(b);
    if (sum == 0xFFFFFFFF) __builtin_trap();
  };
  run([&](assay::bytes::Budget& b) { return archive::open(input, b); });
  run([&](assay::bytes::Budget& b) { return archive::read_tar(input, b); });
  run([&](assay::bytes::Budget& b) { return archive::read_zip(input, b); });
  assay::bytes::Budget budget(limits);
  (void)archive::inflate_raw(input, 4096, budget);
  return 0;
}
