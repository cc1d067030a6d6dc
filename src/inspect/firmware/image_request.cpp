#include "inspect/firmware/image_request.h"

#include <utility>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::inspect::firmware {
namespace {

constexpr std::string_view kMagic = "AIR2";
constexpr std::size_t kMostPath = 4096;

}  // namespace

base::Bytes to_bytes(const ImageRequest& request) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(kMagic)).le32(request.threads).u8(std::to_underlying(request.contents));
  w.u8(request.digest ? 1 : 0);
  if (request.digest) w.raw(request.digest->span());
  w.u8(request.as_of ? 1 : 0);
  if (request.as_of) w.le64(static_cast<std::uint64_t>(request.as_of->seconds));
  w.raw(bytes::as_bytes(std::string_view(request.artefact).substr(0, kMostPath)));
  return std::move(w).release();
}

bytes::Parsed<ImageRequest> parse_image_request(bytes::Reader reader) {
  std::uint64_t at = reader.offset();
  ASSAY_TRY(const auto magic, reader.take(kMagic.size(), "magic"));
  if (bytes::as_chars(magic) != kMagic) return bytes::bad_value(at, "magic", "AIR2");
  ImageRequest out;
  ASSAY_TRY(out.threads, reader.le32("threads"));
  at = reader.offset();
  ASSAY_TRY(const std::uint8_t contents, reader.u8("contents"));
  ASSAY_TRY(const std::uint8_t has_digest, reader.u8("has SHA-256"));
  if (contents > 1 || has_digest > 1) return bytes::bad_value(at, "contents", "0 or 1");
  out.contents = static_cast<Contents>(contents);
  if (has_digest == 1) {
    ASSAY_TRY(const auto value, reader.fixed<32>("SHA-256"));
    out.digest = crypto::Digest::from(crypto::HashAlg::sha256, value);
  }
  at = reader.offset();
  ASSAY_TRY(const std::uint8_t has_as_of, reader.u8("has as_of"));
  if (has_as_of > 1) return bytes::bad_value(at, "has as_of", "0 or 1");
  if (has_as_of == 1) {
    ASSAY_TRY(const auto seconds, reader.le64("as_of"));
    out.as_of = base::Time{static_cast<std::int64_t>(seconds)};
  }
  out.artefact = bytes::to_string(reader.rest());
  return out;
}

}  // namespace assay::inspect::firmware
