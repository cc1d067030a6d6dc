#include "formats/x509/pem.h"

#include "bytes/text.h"

namespace assay::formats::x509 {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kMaxLabel = 64;

bytes::Parsed<base::Bytes> decode(std::string_view text, std::uint64_t offset) {
  std::string packed;
  packed.reserve(text.size());
  for (const char c : text)
    if (c != '\n' && c != '\r' && c != ' ' && c != '\t') packed.push_back(c);
  auto content = bytes::from_base64(packed);
  if (!content) return bytes::bad_value(offset, "PEM", "base64 up to the -----END line");
  return *std::move(content);
}

}  // namespace

bytes::Parsed<std::vector<PemBlock>> parse_pem(bytes::Reader file, bytes::Budget& budget) {
  const std::string_view all = bytes::as_chars(file.rest());
  std::vector<PemBlock> blocks;
  std::size_t at = 0;
  while ((at = all.find(kBegin, at)) != std::string_view::npos) {
    const std::uint64_t offset = file.offset() + at;
    ASSAY_CHECK(budget.items(1, offset, "PEM"));
    at += kBegin.size();
    const std::size_t label_end = all.substr(at, kMaxLabel + kDashes.size()).find(kDashes);
    if (label_end == std::string_view::npos) continue;
    PemBlock block{
        .label = std::string(all.substr(at, label_end)), .offset = offset, .content = {}};
    const std::size_t body = at + label_end + kDashes.size();
    // The next BEGIN ends a block that lost its END: the blocks after it survive, and no byte is
    // searched twice.
    const std::string_view text = all.substr(body, all.find(kBegin, body) - body);
    const std::size_t end = text.find(kEnd);
    if (end == std::string_view::npos) {
      block.content = bytes::bad_value(offset, "PEM", "a -----END line");
      at = body;
    } else {
      ASSAY_CHECK(budget.bytes(end, offset, "PEM"));
      block.content = decode(text.substr(0, end), offset);
      at = body + end;
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

bool looks_like_pem(bytes::ByteSpan file) noexcept {
  const std::string_view all = bytes::as_chars(file);
  const std::size_t at = all.find(kBegin);
  return at != std::string_view::npos && (at == 0 || all[at - 1] == '\n' || all[at - 1] == '\r');
}

}  // namespace assay::formats::x509
