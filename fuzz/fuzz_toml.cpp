// TOML behind the strict table: every accessor on every key, tables within tables.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/toml/strict_table.h"

namespace {

void visit(assay::formats::toml::Table& table, int depth) {
  for (const std::string& key : table.keys()) {
    (void)table.has(key);
    (void)table.text(key);
    (void)table.integer(key);
    (void)table.boolean(key);
    (void)table.time(key);
    (void)table.texts(key);
    if (depth == 0) continue;
    if (auto inner = table.table(key)) visit(*inner, depth - 1);
    for (auto& inner : table.tables(key)) visit(inner, depth - 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = assay::bytes::as_chars(assay::bytes::from_uchars(data, size));
  auto document = assay::formats::toml::Document::parse(text, "input");
  if (!document) return 0;
  auto root = document->root();
  visit(root, 4);
  (void)root.text_map();
  (void)document->finish();
  return 0;
}
