#include "formats/microcode/intel.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "formats/microcode/date.h"

namespace assay::formats::microcode {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kHeader = 48;
constexpr std::uint64_t kDefaultData = 2000;  // where the header says 0
constexpr std::uint64_t kTableHeader = 20;
constexpr std::uint64_t kSignature = 12;
constexpr std::uint64_t kLargest = 16ULL << 20U;

struct Sizes {
  std::uint64_t data = 0;
  std::uint64_t total = 0;
};
Sizes sizes(std::uint32_t data, std::uint32_t total) noexcept {
  if (data == 0) return {kDefaultData, kDefaultData + kHeader};
  return {data, total};
}

Parsed<std::uint32_t> sum_of_words(Reader r) {
  std::uint32_t sum = 0;
  while (!r.empty()) {
    ASSAY_TRY(const std::uint32_t word, r.le32("update word"));
    sum += word;
  }
  return sum;
}

Parsed<void> check_table(const Reader& whole, std::uint64_t at, std::uint64_t total) {
  if (total - at < kTableHeader) return {};
  ASSAY_TRY(auto r, whole.at(at, total - at, "extended signature table"));
  ASSAY_TRY(const std::uint32_t count, r.le32("extended signature count"));
  if (count > (total - at - kTableHeader) / kSignature)
    return bytes::bad_value(whole.offset() + at, "extended signature count",
                            "signatures that fit in TotalSize");
  return {};
}

// The table behind the data: more processors for which the same data is right. Each entry's
// checksum is that of the whole update with the entry's fields in the header.
Parsed<void> read_extended(const Reader& whole, std::uint64_t at, std::uint32_t header_sum,
                           bytes::Budget& budget, IntelUpdate& out) {
  ASSAY_TRY(auto r, whole.at(at, out.size - at, "extended signature table"));
  ASSAY_TRY(const auto head, r.fixed<kTableHeader>("extended signature table"));
  const std::uint32_t count = bytes::le32_at<0>(head);
  ASSAY_CHECK(budget.items(count, whole.offset() + at, "extended signature count"));
  const std::uint32_t first = out.processors.front().signature + out.processors.front().platforms;
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSAY_TRY(const auto b, r.fixed<kSignature>("extended signature"));
    const Processor p{.signature = bytes::le32_at<0>(b), .platforms = bytes::le32_at<4>(b)};
    const std::uint32_t sum = header_sum - first + p.signature + p.platforms + bytes::le32_at<8>(b);
    if (sum != 0) out.extended_checksums_good = false;
    out.processors.push_back(p);
  }
  ASSAY_TRY(const Reader table,
            whole.at(at, kTableHeader + std::uint64_t{count} * kSignature, "extended table"));
  ASSAY_TRY(const std::uint32_t sum, sum_of_words(table));
  if (sum != 0) out.extended_checksums_good = false;
  return {};
}

}  // namespace

std::string IntelUpdate::date_text() const { return date_of(date); }

std::string processor_name(std::uint32_t signature) {
  std::uint32_t family = signature >> 8U & 0xFU;
  if (family == 15) family += signature >> 20U & 0xFFU;
  std::uint32_t model = signature >> 4U & 0xFU;
  if (family == 6 || family >= 15) model += signature >> 12U & 0xF0U;
  return fmt::format("{:02x}-{:02x}-{:02x}", family, model, signature & 0xFU);
}

std::uint64_t intel_update_size(bytes::ByteSpan bytes) noexcept {
  Reader r(bytes);
  const auto b = r.fixed<kHeader>("update header");
  if (!b || bytes::le32_at<0>(*b) != 1 || bytes::le32_at<20>(*b) != 1) return 0;
  const Sizes size = sizes(bytes::le32_at<28>(*b), bytes::le32_at<32>(*b));
  const bool good = size.total % 4 == 0 && size.total >= size.data + kHeader &&
                    size.total <= kLargest && size.total <= bytes.size() && size.data % 4 == 0 &&
                    bytes::le32_at<12>(*b) != 0 && !date_of(bytes::le32_at<8>(*b)).empty();
  return good ? size.total : 0;
}

bool looks_like_intel_update(bytes::ByteSpan bytes) noexcept {
  return intel_update_size(bytes) != 0;
}

Parsed<IntelUpdate> parse_intel_update(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "microcode update"));
  ASSAY_TRY(auto r, whole.at(0, kHeader, "update header"));
  ASSAY_TRY(const auto b, r.fixed<kHeader>("update header"));
  if (bytes::le32_at<0>(b) != 1) return bytes::bad_value(start, "HeaderVersion", "1");
  if (bytes::le32_at<20>(b) != 1) return bytes::bad_value(start + 20, "LoaderRevision", "1");
  IntelUpdate out;
  const Sizes size = sizes(bytes::le32_at<28>(b), bytes::le32_at<32>(b));
  if (size.total < kHeader || size.data > size.total - kHeader || size.total % 4 != 0 ||
      size.data % 4 != 0)
    return bytes::bad_value(start + 28, "DataSize",
                            "words of 4 bytes, with the header in TotalSize");
  ASSAY_TRY(const Reader update, whole.at(0, size.total, "TotalSize"));
  out.bytes = update.whole();
  out.size = size.total;
  out.data_size = size.data;
  out.revision = bytes::le32_at<4>(b);
  out.date = bytes::le32_at<8>(b);
  out.least_revision = bytes::le32_at<40>(b);
  ASSAY_CHECK(budget.items(1, start, "microcode update"));
  out.processors.push_back(
      {.signature = bytes::le32_at<12>(b), .platforms = bytes::le32_at<24>(b)});
  // First what costs nothing: summing is only for updates that hold together, since whoever
  // searches for them tries every place.
  ASSAY_CHECK(check_table(whole, kHeader + size.data, size.total));
  ASSAY_TRY(const std::uint32_t whole_sum, sum_of_words(update));
  ASSAY_TRY(const Reader covered, whole.at(0, kHeader + size.data, "DataSize"));
  ASSAY_TRY(const std::uint32_t data_sum, sum_of_words(covered));
  // The SDM sums TotalSize; the extended table sums up to zero by itself.
  out.checksum_good = whole_sum == 0 || data_sum == 0;
  if (size.total - kHeader - size.data >= kTableHeader)
    ASSAY_CHECK(
        read_extended(whole, kHeader + size.data, data_sum - bytes::le32_at<16>(b), budget, out));
  return out;
}

Parsed<std::vector<IntelUpdate>> parse_intel_updates(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  std::vector<IntelUpdate> out;
  while (!reader.empty()) {
    if (!looks_like_intel_update(reader.rest())) {
      // Padding goes on to the next update, in steps of what updates are aligned to.
      const std::uint64_t step = std::min<std::uint64_t>(16, reader.remaining());
      ASSAY_TRY(const auto gap, reader.take(step, "padding"));
      const auto is = [&](std::byte v) {
        return std::ranges::all_of(gap, [&](std::byte b) { return b == v; });
      };
      if (!is(std::byte{0}) && !is(std::byte{0xFF})) break;
      continue;
    }
    const std::uint64_t at = reader.offset() - start;
    ASSAY_TRY(IntelUpdate update,
              parse_intel_update(Reader(reader.rest(), reader.offset()), budget));
    update.offset = at;
    ASSAY_CHECK(reader.skip(update.size, "TotalSize"));
    out.push_back(std::move(update));
  }
  if (out.empty()) return bytes::bad_value(start, "HeaderVersion", "a microcode update");
  return out;
}

}  // namespace assay::formats::microcode
