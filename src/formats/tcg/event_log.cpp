#include "formats/tcg/event_log.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/tcg/event_types.h"

namespace assay::formats::tcg {
namespace {

using bytes::ByteSpan;
using bytes::Parsed;
using bytes::Reader;

constexpr std::string_view kSpecId03 = "Spec ID Event03";
constexpr std::string_view kSpecIdAny = "Spec ID Event0";
constexpr std::uint16_t kSha1 = 0x0004;
constexpr std::size_t kSha1Size = 20;

// numberOfAlgorithms is 32 bits wide, TPMs have at most a handful of banks (Part 2: HASH_COUNT <=
// 16).
constexpr std::uint32_t kMostAlgorithms = 16;

bool plausible_pcr(std::uint32_t pcr) { return pcr < 32 || pcr == kNoPcr; }

// The types of the profile's table lie in these two ranges.
bool plausible_type(std::uint32_t type) {
  return type <= 0xFF || (type >= EV_EFI_EVENT_BASE && type <= EV_EFI_EVENT_BASE + 0xFFF) ||
         type == 0x80010000;
}

Parsed<SpecId> parse_spec_id(Reader r) {
  SpecId id;
  ASSAY_TRY(const auto head, r.fixed<24>("TCG_EfiSpecIDEventStruct"));
  id.signature = bytes::as_chars(head.first<15>());
  id.platform_class = bytes::le32_at<16>(head);
  id.version_minor = bytes::u8_at<20>(head);
  id.version_major = bytes::u8_at<21>(head);
  id.errata = bytes::u8_at<22>(head);
  id.uintn_size = bytes::u8_at<23>(head);
  if (id.signature != kSpecId03) return id;  // the SHA-1 forms have no algorithm list
  if (id.version_major != 2)
    return bytes::bad_value(r.offset() - 3, "specVersionMajor",
                            "2 after the signature 'Spec ID Event03'");
  const std::uint64_t count_at = r.offset();
  ASSAY_TRY(const auto count, r.le32("numberOfAlgorithms"));
  if (count == 0 || count > kMostAlgorithms)
    return bytes::bad_value(count_at, "numberOfAlgorithms", "1 to 16");
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t at = r.offset();
    ASSAY_TRY(const auto alg, r.fixed<4>("digestSizes[]"));
    const SpecId::Algorithm a{bytes::le16_at<0>(alg), bytes::le16_at<2>(alg)};
    const auto known = crypto::hash_alg_from_tpm(a.id);
    if (a.digest_size == 0 || a.digest_size > crypto::kMaxDigest ||
        (known && crypto::digest_size(*known) != a.digest_size))
      return bytes::bad_value(at + 2, "digestSizes[].digestSize",
                              "the size of that algorithm's digest");
    id.algorithms.push_back(a);
  }
  // Some firmware leaves vendorInfoSize out where it is zero.
  if (r.empty()) return id;
  ASSAY_TRY(const auto vendor_size, r.u8("vendorInfoSize"));
  ASSAY_TRY(id.vendor_info, r.take(vendor_size, "vendorInfo"));
  return id;
}

// TCG_PCClientPCREvent: the first event of every log, and all events of a SHA-1 log.
Parsed<void> parse_sha1_event(Reader& r, EventLog& log, Event& e) {
  e.offset = r.offset();
  ASSAY_TRY(const auto head, r.fixed<32>("TCG_PCClientPCREvent"));
  e.pcr = bytes::le32_at<0>(head);
  e.type = bytes::le32_at<4>(head);
  if (!plausible_pcr(e.pcr))
    return bytes::bad_value(e.offset, "pcrIndex", "0 to 31, or 0xffffffff");
  const std::uint32_t size = bytes::le32_at<28>(head);
  e.data_offset = r.offset();
  ASSAY_TRY(e.data, r.take(size, "eventDataSize"));
  e.first_digest = static_cast<std::uint32_t>(log.digests.size());
  e.digest_count = 1;
  log.digests.push_back({kSha1, ByteSpan(head).subspan(8, kSha1Size)});
  return {};
}

std::optional<std::uint16_t> size_of(const SpecId& id, std::uint16_t alg) {
  for (const auto& a : id.algorithms)
    if (a.id == alg) return a.digest_size;
  return std::nullopt;
}

// TCG_PCR_EVENT2.
Parsed<void> parse_event2(Reader& r, EventLog& log, Event& e) {
  e.offset = r.offset();
  ASSAY_TRY(const auto head, r.fixed<12>("TCG_PCR_EVENT2"));
  e.pcr = bytes::le32_at<0>(head);
  e.type = bytes::le32_at<4>(head);
  if (!plausible_pcr(e.pcr))
    return bytes::bad_value(e.offset, "pcrIndex", "0 to 31, or 0xffffffff");
  const std::uint32_t count = bytes::le32_at<8>(head);
  if (count > log.spec_id->algorithms.size())
    return bytes::bad_value(e.offset + 8, "digests.count",
                            "at most as many digests as the log's header names algorithms");
  e.first_digest = static_cast<std::uint32_t>(log.digests.size());
  e.digest_count = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t at = r.offset();
    ASSAY_TRY(const auto alg, r.le16("digests[].hashAlg"));
    const auto size = size_of(*log.spec_id, alg);
    if (!size)
      return bytes::bad_value(at, "digests[].hashAlg", "an algorithm that the log's header names");
    ASSAY_TRY(const auto value, r.take(*size, "digests[].digest"));
    log.digests.push_back({alg, value});
  }
  ASSAY_TRY(const auto data_size, r.le32("eventSize"));
  e.data_offset = r.offset();
  ASSAY_TRY(e.data, r.take(data_size, "event"));
  return {};
}

// Firmware hands out its whole log area: the rest is zero or erased flash. Event type 0 with PCR 0
// is never a real event, so a zero header starts the padding.
bool at_padding(const Reader& r) {
  const ByteSpan rest = r.rest();
  const std::byte fill = rest.front();
  if (fill != std::byte{0} && fill != std::byte{0xFF}) return false;
  return bytes::all_of(rest.first(std::min<std::size_t>(rest.size(), 16)), fill) &&
         bytes::all_of(rest, fill);
}

}  // namespace

ByteSpan EventLog::digest(const Event& e, crypto::HashAlg alg) const noexcept {
  for (const TaggedDigest& d : digests_of(e))
    if (d.alg == static_cast<std::uint16_t>(alg)) return d.value;
  return {};
}

std::vector<crypto::HashAlg> EventLog::banks() const {
  if (format == LogFormat::sha1_legacy) return {crypto::HashAlg::sha1};
  std::vector<crypto::HashAlg> out;
  for (const auto& a : spec_id->algorithms)
    if (const auto alg = crypto::hash_alg_from_tpm(a.id);
        alg && std::ranges::find(out, *alg) == out.end())
      out.push_back(*alg);
  return out;
}

Parsed<EventLog> parse_event_log(Reader r, bytes::Budget& budget) {
  EventLog log;
  ASSAY_CHECK(budget.items(1, r.offset(), "event"));
  const std::uint64_t start = r.offset();
  Event first;
  ASSAY_CHECK(parse_sha1_event(r, log, first));
  if (!plausible_type(first.type))
    return bytes::bad_value(start + 4, "eventType", "a type of the profile");
  log.events.reserve(std::min<std::uint64_t>(128, r.remaining() / 32 + 1));
  log.digests.reserve(std::min<std::uint64_t>(256, r.remaining() / 32 + 1));
  if (first.type == EV_NO_ACTION && bytes::starts_with(first.data, kSpecIdAny)) {
    ASSAY_TRY(log.spec_id, parse_spec_id(Reader(first.data, first.data_offset)));
    if (!log.spec_id->algorithms.empty()) log.format = LogFormat::crypto_agile;
  }
  log.events.push_back(first);
  while (!r.empty()) {
    if (at_padding(r)) {
      log.padding = r.remaining();
      break;
    }
    auto read = budget.items(1, r.offset(), "event");
    Event event;
    event.number = static_cast<std::uint32_t>(log.events.size());
    if (read)
      read = log.format == LogFormat::crypto_agile ? parse_event2(r, log, event)
                                                   : parse_sha1_event(r, log, event);
    if (!read) {
      log.broken = read.error();
      break;
    }
    log.events.push_back(event);
  }
  return log;
}

bool looks_like_event_log(ByteSpan bytes) noexcept {
  Reader r(bytes);
  const auto head = r.fixed<32>("header");
  if (!head) return false;
  const std::uint32_t pcr = bytes::le32_at<0>(*head);
  const std::uint32_t type = bytes::le32_at<4>(*head);
  if (!plausible_pcr(pcr) || !plausible_type(type)) return false;
  if (type == EV_NO_ACTION && bytes::starts_with(r.rest(), kSpecIdAny)) return true;
  // Without the header event, only a first event whose size fits speaks for a SHA-1 log; IMA's log
  // has a 20-byte digest at offset 4 instead and a short length at 24.
  return bytes::le32_at<28>(*head) <= r.remaining() && type != 0;
}

}  // namespace assay::formats::tcg
