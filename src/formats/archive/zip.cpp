#include <fmt/format.h>
#include <unordered_set>

#include "base/text.h"
#include "formats/archive/archive.h"
#include "formats/archive/codecs.h"
#include "formats/archive/decompress.h"
#include "formats/archive/path.h"
#include "formats/archive/zip_directory.h"

namespace assay::formats::archive {
namespace {

using base::Error;
using base::ErrorKind;

std::unexpected<Error> bad(const ZipMember& m, std::string_view why) {
  return std::unexpected(
      Error{ErrorKind::malformed,
            fmt::format("zip member \"{}\": {}", base::printable(m.name, 256), why),
            {},
            m.header_at});
}

bool supported(const ZipMember& m) {
  return m.method == static_cast<std::uint16_t>(ZipMethod::stored) ||
         m.method == static_cast<std::uint16_t>(ZipMethod::deflate);
}

base::Result<bytes::ByteSpan> content_of(const ZipMember& m, std::uint64_t base, Archive& out,
                                         bytes::Budget& budget) {
  if (m.method == static_cast<std::uint16_t>(ZipMethod::stored)) {
    if (m.compressed != m.size) return bad(m, "stored, but its two sizes differ");
    return m.content;
  }
  auto inflated = inflate_raw(bytes::Reader(m.content, base + m.content_at), m.size, budget);
  if (!inflated) {
    Error error = bytes::to_error(inflated.error());
    error.message =
        fmt::format("zip member \"{}\": {}", base::printable(m.name, 256), error.message);
    return std::unexpected(std::move(error));
  }
  out.storage.push_back(*std::move(inflated));
  return bytes::ByteSpan(out.storage.back());
}

}  // namespace

base::Result<Archive> read_zip(bytes::Reader file, bytes::Budget& budget) {
  const std::uint64_t base = file.offset();
  ASSAY_TRY(const std::vector<ZipMember> members, read_zip_directory(file, budget));
  Archive out;
  std::unordered_set<std::string> seen;
  for (const ZipMember& m : members) {
    const auto path = safe_path(m.name);
    if (!path) return bad(m, "the path leads out of the archive");
    if (m.name.ends_with('/')) {
      if (m.size != 0) return bad(m, "a directory with content");
      continue;
    }
    if (path->empty()) return bad(m, "a file without a name");
    if (!seen.insert(*path).second) return bad(m, "stands twice");
    if (m.link || !supported(m)) {
      out.skipped.push_back(
          {*path, m.header_at, m.link ? "symbolic link" : "compression method not supported"});
      continue;
    }
    ASSAY_TRY(const bytes::ByteSpan content, content_of(m, base, out, budget));
    if (crc32_of(content) != m.crc) return bad(m, "its CRC-32 is wrong");
    out.files.push_back({*path, content, base + m.content_at});
  }
  return out;
}

base::Result<Archive> open(bytes::Reader file, bytes::Budget& budget) {
  const auto container = recognise(file.rest());
  if (!container)
    return base::fail(ErrorKind::malformed, "expected a zip, tar, gzip, xz or zstd file");
  if (*container == Container::zip) return read_zip(file, budget);
  if (*container == Container::tar) return read_tar(file, budget);
  auto content = decompress(*container, file, budget);
  if (!content) return std::unexpected(bytes::to_error(content.error()));
  const bytes::Reader inner(*content);
  Archive out;
  if (recognise(*content) == Container::tar) {
    auto tar = read_tar(inner, budget);
    if (!tar) {
      tar.error().message += fmt::format(" (in the decompressed {} stream)", name(*container));
      return tar;
    }
    out = *std::move(tar);
  } else {
    out.files.push_back({"", inner.whole(), 0});
  }
  out.storage.push_back(*std::move(content));  // the spans stay: moving a vector keeps its bytes
  return out;
}

}  // namespace assay::formats::archive
