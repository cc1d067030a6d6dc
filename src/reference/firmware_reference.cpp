#include "reference/firmware_reference.h"

#include <algorithm>
#include <map>
#include <set>

#include "inspect/firmware/compare_items.h"

namespace assay::reference {
namespace {

using inspect::firmware::Content;
using inspect::firmware::Item;
using inspect::firmware::kNone;

// What makes two images the same firmware: all that runs, and the microcode.
std::multiset<std::string> code_of(const std::vector<Item>& items) {
  std::multiset<std::string> out;
  for (const Item& i : items)
    if (!i.container && (i.content == Content::code || i.content == Content::microcode))
      out.insert(i.key + i.digest.hex());
  return out;
}

// Drops items and keeps the parents' numbers right.
template <class Drop>
std::vector<Item> without(std::vector<Item> items, const Drop& drop) {
  std::vector<std::uint32_t> number(items.size(), kNone);
  std::vector<Item> out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].container && drop(items[i])) continue;
    if (items[i].parent != kNone) items[i].parent = number[items[i].parent];
    number[i] = static_cast<std::uint32_t>(out.size());
    out.push_back(std::move(items[i]));
  }
  return out;
}

}  // namespace

void learn_image(FirmwareReference& reference, GoldenImage image) {
  const auto code = code_of(image.items);
  for (GoldenImage& known : reference.images) {
    if (known.file != image.file || code_of(known.items) != code) continue;
    const auto observed = without_varying(known, std::move(image.items));
    const auto compared = inspect::firmware::compare_items(known.items, observed);
    std::set<std::string> keys(known.varies.begin(), known.varies.end());
    for (const auto& d : compared.differences)
      keys.insert(d.change == inspect::firmware::ItemChange::removed ? known.items[d.golden].key
                                                                     : observed[d.observed].key);
    known.varies.assign(keys.begin(), keys.end());
    known.items =
        without(std::move(known.items), [&](const Item& i) { return keys.contains(i.key); });
    return;
  }
  reference.images.push_back(std::move(image));
}

std::vector<Item> without_varying(const GoldenImage& golden, std::vector<Item> observed) {
  if (golden.varies.empty()) return observed;
  return without(std::move(observed),
                 [&](const Item& i) { return std::ranges::binary_search(golden.varies, i.key); });
}

}  // namespace assay::reference
