#include "formats/tcg/sipa.h"

namespace assay::formats::tcg {
namespace {

// Types of wbcl.h: containers (0x01) to DRTM (0x0C), under two flag bits.
bool plausible_id(std::uint32_t id) {
  const std::uint32_t type = (id >> 16U) & 0xFFU;
  return (id & 0x3F000000U) == 0 && type >= 0x01 && type <= 0x0C && (id & 0xFFFFU) != 0;
}

bytes::Parsed<void> walk(bytes::Reader reader, std::uint32_t level, bytes::Budget& budget,
                         SipaEvents& out) {
  while (!reader.empty()) {
    const std::uint64_t at = reader.offset();
    const auto head = reader.fixed<8>("EventID");
    if (!head) {
      out.whole = false;
      return {};
    }
    const auto body = reader.sub(bytes::le32_at<4>(*head), "EventDataSize");
    if (!body) {
      out.whole = false;
      return {};
    }
    if (auto ok = budget.items(1, at, "EventID"); !ok) return ok;
    const SipaEvent event{bytes::le32_at<0>(*head), level, body->whole(), body->offset()};
    out.events.push_back(event);
    if (!event.aggregation()) continue;
    bytes::Nesting nesting(budget);
    if (auto ok = nesting.check(at, "EventID"); !ok) return ok;
    if (auto ok = walk(*body, level + 1, budget, out); !ok) return ok;
  }
  return {};
}

}  // namespace

bool looks_like_sipa(bytes::ByteSpan data) noexcept {
  if (data.size() < 8) return false;
  const auto head = data.first<8>();
  return plausible_id(bytes::le32_at<0>(head)) && bytes::le32_at<4>(head) <= data.size() - 8;
}

bytes::Parsed<SipaEvents> parse_sipa(bytes::Reader reader, bytes::Budget& budget) {
  SipaEvents out;
  if (auto ok = walk(reader, 0, budget, out); !ok) return std::unexpected(ok.error());
  return out;
}

}  // namespace assay::formats::tcg
