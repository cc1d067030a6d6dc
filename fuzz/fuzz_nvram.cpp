// Stores of firmware variables of every kind.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/nvram/store.h"

namespace {
namespace nvram = assay::formats::nvram;

void check(const nvram::Store& store, std::size_t size) {
  if (store.offset + store.size > size || store.free_offset + store.free_size > size) std::abort();
  for (const nvram::Variable& v : store.variables) {
    if (v.offset + v.size > size || v.header > v.size) std::abort();
    if (v.data_offset + v.data.size() > size) std::abort();
    for (const nvram::Store& inner : v.inner) check(inner, size);
  }
  for (const nvram::Store& inner : store.inner) check(inner, size);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 8});
  if (const auto stores = nvram::find_stores(reader, budget))
    for (const nvram::Store& store : *stores) check(store, size);
  return 0;
}
