#include "formats/indicators/hex_pattern.h"

#include "bytes/text.h"

namespace assay::formats::indicators {
namespace {

constexpr std::size_t kLeastAnchor = 2;

int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<HexPattern> HexPattern::parse(std::string_view text) {
  HexPattern out;
  unsigned value = 0;
  unsigned mask = 0;
  bool half = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n') continue;
    const int d = digit(c);
    if (d < 0 && c != '.' && c != '?') return std::nullopt;
    value = (value << 4U | static_cast<unsigned>(d < 0 ? 0 : d)) & 0xFFU;
    mask = (mask << 4U | (d < 0 ? 0U : 0xFU)) & 0xFFU;
    if (half) {
      out.value_.push_back(static_cast<std::byte>(value));
      out.mask_.push_back(static_cast<std::byte>(mask));
    }
    half = !half;
  }
  if (half || !out.choose_anchor()) return std::nullopt;
  return out;
}

std::optional<HexPattern> HexPattern::literal(bytes::ByteSpan bytes) {
  HexPattern out;
  out.value_ = bytes::copy(bytes);
  out.mask_.assign(bytes.size(), std::byte{0xFF});
  if (!out.choose_anchor()) return std::nullopt;
  return out;
}

bool HexPattern::choose_anchor() noexcept {
  std::size_t run = 0;
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    run = mask_[i] == std::byte{0xFF} ? run + 1 : 0;
    if (run > anchor_size_) {
      anchor_size_ = run;
      anchor_ = i + 1 - run;
    }
  }
  return anchor_size_ >= kLeastAnchor;
}

bool HexPattern::matches(bytes::ByteSpan at) const noexcept {
  for (std::size_t i = 0; i < value_.size(); ++i)
    if ((at[i] & mask_[i]) != value_[i]) return false;
  return true;
}

std::optional<std::size_t> HexPattern::find(bytes::ByteSpan bytes) const noexcept {
  if (bytes.size() < value_.size()) return std::nullopt;
  const auto text = bytes::as_chars(bytes);
  const auto anchor = bytes::as_chars(value_).substr(anchor_, anchor_size_);
  const std::size_t last = bytes.size() - value_.size();
  for (auto at = text.find(anchor, anchor_); at != std::string_view::npos && at - anchor_ <= last;
       at = text.find(anchor, at + 1))
    if (matches(bytes.subspan(at - anchor_))) return at - anchor_;
  return std::nullopt;
}

}  // namespace assay::formats::indicators
