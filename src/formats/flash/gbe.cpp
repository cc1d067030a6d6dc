#include "formats/flash/gbe.h"

#include "base/error.h"
#include "base/format.h"

namespace assay::formats::flash {
namespace {
constexpr std::size_t kWords = 64;
constexpr std::uint32_t kSum = 0xBABA;
}  // namespace

std::string GbeCopy::mac_text() const {
  std::string text;
  for (const std::uint8_t b : mac) base::append(text, "{}{:02x}", text.empty() ? "" : ":", b);
  return text;
}

bytes::Parsed<GbeCopy> parse_gbe(bytes::Reader reader) {
  ASSAY_TRY(const auto b, reader.fixed<kWords * 2>("GbE NVM words"));
  GbeCopy out;
  out.mac = {bytes::u8_at<0>(b), bytes::u8_at<1>(b), bytes::u8_at<2>(b),
             bytes::u8_at<3>(b), bytes::u8_at<4>(b), bytes::u8_at<5>(b)};
  out.image_version = bytes::le16_at<0x05 * 2>(b);
  out.subsystem = bytes::le16_at<0x0B * 2>(b);
  out.device_id = bytes::le16_at<0x0D * 2>(b);
  std::uint32_t sum = 0;
  out.erased = true;
  bytes::Reader words(b);
  for (std::size_t i = 0; i < kWords; ++i) {
    ASSAY_TRY(const std::uint16_t word, words.le16("GbE NVM word"));
    sum += word;
    out.erased = out.erased && word == 0xFFFF;
  }
  out.checksum_good = (sum & 0xFFFFU) == kSum;
  return out;
}

}  // namespace assay::formats::flash
