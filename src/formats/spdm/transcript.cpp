#include "formats/spdm/transcript.h"

#include <algorithm>

namespace assay::formats::spdm {
namespace {

using bytes::bad_value;
using bytes::Parsed;
using bytes::Reader;

enum Code : std::uint8_t {
  kVersion = 0x04,
  kMeasurements = 0x60,
  kCapabilities = 0x61,
  kAlgorithms = 0x63,
  kGetVersion = 0x84,
  kGetMeasurements = 0xE0,
  kGetCapabilities = 0xE1,
  kNegotiateAlgorithms = 0xE3,
};
constexpr std::uint8_t kOldest = 0x10;
constexpr std::uint8_t kNewest = 0x13;
constexpr std::uint64_t kNonce = 32;
constexpr std::uint64_t kContext = 8;

// SPDMVersion, RequestResponseCode, Param1, Param2 (8.2).
struct Header {
  std::uint8_t version, code, param1, param2;
};

Parsed<Header> header(Reader& r, bytes::Budget& budget) {
  ASSAY_CHECK(budget.items(1, r.offset(), "SPDM message"));
  ASSAY_TRY(const auto h, r.fixed<4>("SPDM message header"));
  return Header{bytes::u8_at<0>(h), bytes::u8_at<1>(h), bytes::u8_at<2>(h), bytes::u8_at<3>(h)};
}

Parsed<Header> expect(Reader& r, bytes::Budget& budget, std::uint8_t version, Code code,
                      std::string_view name) {
  const auto at = r.offset();
  ASSAY_TRY(const auto h, header(r, budget));
  if (h.code != code) return bad_value(at + 1, "RequestResponseCode", name);
  if (h.version != version)
    return bad_value(at, "SPDMVersion", "the version of the messages around");
  return h;
}

// 10.4: NEGOTIATE_ALGORITHMS and ALGORITHMS say their own length, from the header on.
Parsed<Reader> with_length(Reader& r) {
  ASSAY_TRY(const auto length, r.le16("Length"));
  if (length < 6) return bad_value(r.offset() - 2, "Length", "at least 6 bytes");
  return r.sub(length - 6U, "Length");
}

Parsed<void> capabilities(Reader& r, const Header& h, bool response) {
  if (response || h.version >= 0x11) ASSAY_CHECK(r.skip(8, "Flags"));
  if (h.version >= 0x12) ASSAY_CHECK(r.skip(8, "MaxSPDMmsgSize"));
  if (response && h.version >= 0x13 && (h.param1 & 1U) != 0) {
    // 10.3 (1.3): the supported algorithms, with their own length at their third byte.
    ASSAY_CHECK(r.skip(2, "SupportedAlgorithms"));
    ASSAY_TRY(const auto length, r.le16("SupportedAlgorithms Length"));
    if (length < 4) return bad_value(r.offset() - 2, "SupportedAlgorithms Length", "at least 4");
    ASSAY_CHECK(r.skip(length - 4U, "SupportedAlgorithms"));
  }
  return {};
}

// Version, capabilities, algorithms: their requests and responses. Returns the version spoken on.
Parsed<Negotiated> vca(Reader& r, bytes::Budget& budget, std::uint8_t& version) {
  ASSAY_CHECK(expect(r, budget, kOldest, kGetVersion, "GET_VERSION (0x84)"));
  ASSAY_CHECK(expect(r, budget, kOldest, kVersion, "VERSION (0x04)"));
  ASSAY_CHECK(r.skip(1, "Reserved"));
  ASSAY_TRY(const auto count, r.u8("VersionNumberEntryCount"));
  ASSAY_CHECK(r.skip(count * 2ULL, "VersionNumberEntry"));
  const auto at = r.offset();
  ASSAY_TRY(const auto request, header(r, budget));
  version = request.version;
  if (version < kOldest || version > kNewest)
    return bad_value(at, "SPDMVersion", "0x10 to 0x13 (1.0 to 1.3)");
  if (request.code != kGetCapabilities)
    return bad_value(at + 1, "RequestResponseCode", "GET_CAPABILITIES (0xE1)");
  ASSAY_CHECK(capabilities(r, request, false));
  ASSAY_TRY(const auto response, expect(r, budget, version, kCapabilities, "CAPABILITIES (0x61)"));
  ASSAY_CHECK(capabilities(r, response, true));
  ASSAY_CHECK(expect(r, budget, version, kNegotiateAlgorithms, "NEGOTIATE_ALGORITHMS (0xE3)"));
  ASSAY_CHECK(with_length(r));
  ASSAY_CHECK(expect(r, budget, version, kAlgorithms, "ALGORITHMS (0x63)"));
  ASSAY_TRY(auto body, with_length(r));
  ASSAY_CHECK(body.skip(2, "MeasurementSpecificationSel"));
  Negotiated out;
  ASSAY_TRY(out.measurement_hash_algo, body.le32("MeasurementHashAlgo"));
  ASSAY_TRY(out.base_asym_sel, body.le32("BaseAsymSel"));
  ASSAY_TRY(out.base_hash_sel, body.le32("BaseHashSel"));
  return out;
}

Parsed<MeasurementExchange> exchange(Reader& r, bytes::Budget& budget, std::uint8_t version) {
  MeasurementExchange out;
  ASSAY_TRY(const auto request,
            expect(r, budget, version, kGetMeasurements, "GET_MEASUREMENTS (0xE0)"));
  out.signature_requested = (request.param1 & 1U) != 0;
  out.operation = request.param2;
  if (out.signature_requested) {
    ASSAY_TRY(out.requester_nonce, r.take(kNonce, "Nonce"));
    if (version >= 0x11) ASSAY_CHECK(r.skip(1, "SlotIDParam"));
  }
  if (version >= 0x13) ASSAY_CHECK(r.skip(kContext, "RequesterContext"));

  ASSAY_TRY(const auto response, expect(r, budget, version, kMeasurements, "MEASUREMENTS (0x60)"));
  out.slot = response.param2 & 0x0FU;
  ASSAY_TRY(const auto count, r.u8("NumberOfBlocks"));
  ASSAY_TRY(const auto low, r.le16("MeasurementRecordLength"));
  ASSAY_TRY(const auto high, r.u8("MeasurementRecordLength"));
  ASSAY_TRY(const auto record,
            r.sub(low + (static_cast<std::uint64_t>(high) << 16U), "MeasurementRecord"));
  ASSAY_TRY(out.blocks, parse_measurement_record(record, count, budget));
  ASSAY_TRY(out.responder_nonce, r.take(kNonce, "Nonce"));
  ASSAY_TRY(const auto opaque, r.le16("OpaqueDataLength"));
  ASSAY_TRY(out.opaque, r.take(opaque, "OpaqueData"));
  if (version >= 0x13) ASSAY_CHECK(r.skip(kContext, "RequesterContext"));
  return out;
}

}  // namespace

std::vector<MeasurementBlock> Transcript::blocks() const {
  std::vector<MeasurementBlock> out;
  for (const auto& e : exchanges)
    for (const auto& block : e.blocks) {
      const auto same = std::ranges::find(out, block.index, &MeasurementBlock::index);
      if (same != out.end())
        *same = block;
      else
        out.push_back(block);
    }
  return out;
}

Parsed<Transcript> parse_transcript(Reader r, bytes::Budget& budget) {
  const auto start = r.offset();
  const auto all = r.rest();
  Transcript out;
  const auto first = r.at(0, 4, "SPDM message header");
  if (!first) return std::unexpected(first.error());
  const auto code = static_cast<std::uint8_t>(first->whole()[1]);
  if (code == kGetVersion) {
    ASSAY_TRY(out.negotiated, vca(r, budget, out.version));
  } else if (code == kGetMeasurements) {
    out.version = static_cast<std::uint8_t>(first->whole()[0]);
    if (out.version < kOldest || out.version > kNewest)
      return bad_value(start, "SPDMVersion", "0x10 to 0x13 (1.0 to 1.3)");
  } else {
    return bad_value(start + 1, "RequestResponseCode",
                     "GET_VERSION (0x84) or GET_MEASUREMENTS (0xE0)");
  }
  const auto measurements_at = r.offset() - start;
  bool is_signed = false;
  // A signature ends the transcript: what follows it would belong to another one.
  while (!is_signed && (out.exchanges.empty() || !r.empty())) {
    ASSAY_TRY(auto next, exchange(r, budget, out.version));
    is_signed = next.signature_requested;
    out.exchanges.push_back(std::move(next));
  }
  const auto end = r.offset() - start;
  const auto from = out.needs_vca() ? 0 : measurements_at;
  out.signed_part =
      all.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(end - from));
  out.signature = r.rest();
  out.signature_offset = r.offset();
  if (is_signed && out.signature.empty())
    return std::unexpected(
        bytes::ParseError{bytes::Fault::truncated, r.offset(), "Signature", {}, 64, 0});
  return out;
}

bool looks_like_transcript(bytes::ByteSpan b) noexcept {
  if (b.size() < 48) return false;
  const auto at = [&](std::size_t i) { return static_cast<unsigned>(b[i]); };
  if (at(0) == kOldest && at(1) == kGetVersion)
    return at(2) == 0 && at(3) == 0 && at(4) == kOldest && at(5) == kVersion;
  if (at(0) < kOldest || at(0) > kNewest || at(1) != kGetMeasurements || at(2) > 7) return false;
  bytes::Budget budget({.items = 1024, .bytes = 0, .depth = 1});
  return parse_transcript(Reader(b), budget).has_value();
}

}  // namespace assay::formats::spdm
