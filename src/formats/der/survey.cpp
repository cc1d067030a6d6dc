#include "formats/der/survey.h"

#include <algorithm>

#include "formats/der/value.h"

namespace assay::formats::der {
namespace {

// 11.6: compared as octet strings, the shorter one padded with trailing zeros.
bool descends(bytes::ByteSpan a, bytes::ByteSpan b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const auto order = std::lexicographical_compare_three_way(
      a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin(),
      b.begin() + static_cast<std::ptrdiff_t>(common));
  if (order != 0) return order > 0;
  return std::ranges::any_of(a.subspan(common), [](std::byte x) { return x != std::byte{0}; });
}

bytes::Parsed<void> walk(bytes::Reader reader, bool in_set, bytes::Budget& budget,
                         Survey& out) noexcept {
  const bytes::Nesting level(budget);
  ASSAY_CHECK(level.check(reader.offset(), "DER"));
  bytes::ByteSpan before;
  while (!reader.empty()) {
    ASSAY_TRY(const Tlv tlv, read(reader, budget, "DER"));
    ++out.elements;
    out.long_lengths |= !tlv.minimal;
    out.unsorted_sets |= in_set && !before.empty() && descends(before, tlv.whole);
    before = tlv.whole;
    if (tlv.constructed) {
      ASSAY_CHECK(walk(tlv.content, tlv.is(Tag::set), budget, out));
    } else if (tlv.is(Tag::integer)) {
      const auto value = integer(tlv, "INTEGER");
      out.long_integers |= value && !value->minimal;
    } else if (tlv.is(Tag::boolean)) {
      const auto value = boolean(tlv, "BOOLEAN");
      out.odd_booleans |= value && !value->canonical;
    }
  }
  return {};
}

}  // namespace

bytes::Parsed<Survey> survey(bytes::Reader reader, bytes::Budget& budget) noexcept {
  Survey out;
  ASSAY_CHECK(walk(reader, false, budget, out));
  return out;
}

}  // namespace assay::formats::der
