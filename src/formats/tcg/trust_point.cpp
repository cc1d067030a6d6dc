#include "formats/tcg/trust_point.h"

#include "formats/tcg/event_types.h"
#include "formats/tcg/sipa.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

// TPMS_ATTEST (TPM 2.0 Part 2, 10.12.8): magic, type, qualifiedSigner, extraData, …
bytes::ByteSpan extra_data(bytes::ByteSpan attest) {
  bytes::Reader reader(attest);
  const auto magic = reader.be32("magic");
  const auto type = reader.be16("type");
  if (!magic || *magic != 0xFF544347 || !type) return {};
  const auto signer_size = reader.be16("qualifiedSigner");
  if (!signer_size || !reader.skip(*signer_size, "qualifiedSigner")) return {};
  const auto size = reader.be16("extraData");
  if (!size) return {};
  const auto data = reader.take(*size, "extraData");
  return data ? *data : bytes::ByteSpan{};
}

bool carries_trust_point(const Event& event) {
  if (event.type != EV_NO_ACTION && event.type != EV_EVENT_TAG) return false;
  return looks_like_sipa(event.data) && bytes::le32_at<0>(event.data.first<4>()) == kSipaTrustPoint;
}

void keep(std::vector<TrustPoint>& found, TrustPoint& point) {
  if (!point.quote.empty() && !point.signature.empty()) found.push_back(point);
  const std::uint32_t event = point.event;
  point = TrustPoint{};
  point.event = event;
}

void collect(const Event& event, const SipaEvents& sipa, std::vector<TrustPoint>& found) {
  TrustPoint point;
  point.event = event.number;
  for (const SipaEvent& item : sipa.events) {
    switch (item.id) {
      case kSipaTrustPoint:
        keep(found, point);
        break;
      case kSipaAikId:
        point.aik_name = item.data;
        break;
      case kSipaAikPublicDigest:
        point.aik_public_digest = item.data;
        break;
      case kSipaQuote:
        point.quote = item.data;
        point.quote_offset = item.offset;
        point.nonce = extra_data(item.data);
        break;
      case kSipaQuoteSignature:
        point.signature = item.data;
        point.signature_offset = item.offset;
        break;
      default:
        break;
    }
  }
  keep(found, point);
}

}  // namespace

std::string TrustPoint::aik() const { return uefi::utf16_text(aik_name, 128); }

std::vector<TrustPoint> find_trust_points(const EventLog& log, bytes::Budget& budget) {
  std::vector<TrustPoint> found;
  for (const Event& event : log.events) {
    if (!carries_trust_point(event)) continue;
    const auto sipa = parse_sipa(bytes::Reader(event.data, event.data_offset), budget);
    if (!sipa) break;
    collect(event, *sipa, found);
  }
  return found;
}

std::optional<TrustPoint> find_trust_point(const EventLog& log, bytes::Budget& budget) {
  std::vector<TrustPoint> found = find_trust_points(log, budget);
  if (found.empty()) return std::nullopt;
  return found.back();
}

}  // namespace assay::formats::tcg
