#include "formats/pe/authenticode.h"

#include <algorithm>

#include "base/error.h"

namespace assay::formats::pe {
namespace {

using bytes::bad_value;
using bytes::Parsed;
using crypto::Digest;
using crypto::HashAlg;
using crypto::HashEngine;

constexpr std::uint64_t kHeader = 8;

}  // namespace

Parsed<Digest> authenticode_digest(const Image& image, HashAlg alg, HashEngine& hash, bool padded) {
  if (image.form == Form::te) return bad_value(image.offset, "Signature", "PE: TE is never signed");
  const std::uint64_t size = image.file.size();
  const std::uint64_t skip_from =
      image.directory_table + 8ULL * static_cast<unsigned>(Directory::certificate);
  const bool has_entry = image.directory_count > static_cast<unsigned>(Directory::certificate);
  const std::uint64_t headers = image.size_of_headers;
  const std::uint64_t least = has_entry ? skip_from + 8 : image.checksum_field + 4ULL;
  if (headers > size || headers < least)
    return bad_value(image.offset + image.checksum_field - 4, "SizeOfHeaders",
                     "at least the optional header, at most the file");
  std::vector<const Section*> sections;
  for (const Section& s : image.sections) {
    if (s.raw_size == 0) continue;
    if (image.bytes_of(s).size() != s.raw_size)
      return std::unexpected(bytes::ParseError{bytes::Fault::truncated,
                                               image.offset + s.header_offset + 16,
                                               "SizeOfRawData",
                                               {},
                                               s.raw_size,
                                               image.bytes_of(s).size()});
    sections.push_back(&s);
  }
  std::ranges::stable_sort(sections, {}, &Section::raw_offset);

  const auto part = [&](std::uint64_t from, std::uint64_t to) {
    hash.update(
        image.file.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
  };
  hash.begin(alg);
  part(0, image.checksum_field);
  if (has_entry) {
    part(image.checksum_field + 4ULL, skip_from);
    part(skip_from + 8, headers);
  } else {
    part(image.checksum_field + 4ULL, headers);
  }
  // Where sections overlap, their sizes still add up: so the specification and firmware say.
  std::uint64_t sum = headers;
  for (const Section* s : sections) {
    hash.update(image.bytes_of(*s));
    sum += s->raw_size;
  }
  const std::uint64_t certificates = has_entry ? image.directory(Directory::certificate).size : 0;
  if (size > sum && size - sum > certificates) part(sum, size - certificates);
  if (padded && certificates == 0 && size % 8 != 0) {
    constexpr std::array<std::byte, 8> kZeros{};
    hash.update(bytes::ByteSpan(kZeros).first(8 - size % 8));
  }
  return hash.end();
}

Parsed<std::vector<AttributeCertificate>> parse_certificate_table(const Image& image,
                                                                  bytes::Budget& budget) {
  std::vector<AttributeCertificate> out;
  const auto table = image.certificate_table();
  const std::uint64_t base = image.offset + image.directory(Directory::certificate).address;
  bytes::Reader r(table, base);
  while (r.remaining() >= kHeader) {
    AttributeCertificate c;
    c.offset = r.offset();
    ASSAY_CHECK(budget.items(1, c.offset, "WIN_CERTIFICATE"));
    ASSAY_TRY(const auto head, r.fixed<kHeader>("WIN_CERTIFICATE"));
    const std::uint32_t length = bytes::le32_at<0>(head);
    if (length < kHeader) return bad_value(c.offset, "dwLength", "at least 8");
    c.revision = bytes::le16_at<4>(head);
    c.type = bytes::le16_at<6>(head);
    ASSAY_TRY(c.content, r.take(length - kHeader, "dwLength"));
    out.push_back(c);
    // The next one is aligned from the table's start; the last may lack its padding.
    const std::uint64_t gap = (8 - (r.offset() - base) % 8) % 8;
    ASSAY_CHECK(r.skip(std::min(gap, r.remaining()), "dwLength"));
  }
  return out;
}

}  // namespace assay::formats::pe
