#include "formats/archive/pack.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <vector>
#include <zstd.h>

#include "base/text.h"
#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/archive/path.h"
#include "formats/archive/tar_header.h"

namespace assay::formats::archive {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kName = 100;
constexpr std::size_t kPrefix = 155;
constexpr std::uint64_t kMaxSize = 077777777777;  // 11 octal digits: size, and mtime

struct Split {
  std::string_view prefix;
  std::string_view name;
};

// Where ustar can cut `path` at a '/' into prefix and name; nothing where it cannot.
std::optional<Split> split(std::string_view path) {
  if (path.size() <= kName) return Split{{}, path};
  for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
    if (at > kPrefix) break;
    if (path.size() - at - 1 <= kName) return Split{path.substr(0, at), path.substr(at + 1)};
  }
  return std::nullopt;
}

void put(std::span<std::byte> field, std::string_view text) {
  std::ranges::copy(bytes::as_bytes(text), field.begin());
}

void put_header(bytes::Writer& out, const Split& path, std::uint64_t size, std::uint64_t mtime,
                char type) {
  std::array<std::byte, kTarBlock> block{};
  const std::span<std::byte> b(block);
  put(b.subspan(0, kName), path.name);
  put(b.subspan(100, 8), "0000644");
  put(b.subspan(108, 8), "0000000");
  put(b.subspan(116, 8), "0000000");
  put(b.subspan(124, 12), fmt::format("{:011o}", size));
  put(b.subspan(136, 12), fmt::format("{:011o}", mtime));
  block[156] = static_cast<std::byte>(type);
  put(b.subspan(257, 8), std::string_view("ustar\00000", 8));
  put(b.subspan(345, kPrefix), path.prefix);
  put(b.subspan(148, 7), fmt::format("{:06o}", tar_checksum(block)));
  block[155] = std::byte{' '};
  out.raw(block);
}

void put_content(bytes::Writer& out, bytes::ByteSpan content) {
  out.raw(content);
  out.zeros((kTarBlock - content.size() % kTarBlock) % kTarBlock);
}

// "LENGTH path=PATH\n", where LENGTH counts its own digits.
std::string pax_path(std::string_view path) {
  const std::string rest = fmt::format(" path={}\n", path);
  std::size_t length = rest.size() + 1;
  while (std::to_string(length).size() + rest.size() != length) ++length;
  return std::to_string(length) + rest;
}

base::Result<void> check(std::span<const PackEntry* const> sorted) {
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::string& path = sorted[i]->path;
    const auto safe = safe_path(path);
    if (path.empty() || !safe || *safe != path)
      return fail(ErrorKind::usage,
                  fmt::format("\"{}\" is no path to pack: expected a relative one "
                              "without . and .. steps",
                              base::printable(path, 256)));
    if (i > 0 && sorted[i - 1]->path == path)
      return fail(ErrorKind::usage, fmt::format("\"{}\" twice", base::printable(path, 256)));
    if (sorted[i]->content.size() > kMaxSize)
      return fail(ErrorKind::usage,
                  fmt::format("\"{}\" has 8 GiB or more", base::printable(path, 256)));
  }
  return {};
}

}  // namespace

base::Result<base::Bytes> write_tar(std::span<const PackEntry> entries, base::Time mtime) {
  std::vector<const PackEntry*> sorted;
  sorted.reserve(entries.size());
  for (const PackEntry& entry : entries) sorted.push_back(&entry);
  std::ranges::sort(sorted, {}, &PackEntry::path);
  ASSAY_CHECK(check(sorted));
  const auto time = static_cast<std::uint64_t>(
      std::clamp<std::int64_t>(mtime.seconds, 0, static_cast<std::int64_t>(kMaxSize)));
  bytes::Writer out;
  for (const PackEntry* entry : sorted) {
    auto parts = split(entry->path);
    if (!parts) {
      const std::string record = pax_path(entry->path);
      put_header(out, {{}, "pax"}, record.size(), time, 'x');
      put_content(out, bytes::as_bytes(record));
      parts = Split{{}, std::string_view(entry->path).substr(0, kName)};
    }
    put_header(out, *parts, entry->content.size(), time, '0');
    put_content(out, entry->content);
  }
  out.zeros(2 * kTarBlock);
  return std::move(out).release();
}

base::Result<base::Bytes> compress_zstd(bytes::ByteSpan content, int level) {
  struct Free {
    void operator()(ZSTD_CCtx* ctx) const noexcept { ZSTD_freeCCtx(ctx); }
  };
  const std::unique_ptr<ZSTD_CCtx, Free> ctx(ZSTD_createCCtx());
  if (!ctx ||
      ZSTD_isError(ZSTD_CCtx_setParameter(ctx.get(), ZSTD_c_compressionLevel, level)) != 0 ||
      ZSTD_isError(ZSTD_CCtx_setParameter(ctx.get(), ZSTD_c_checksumFlag, 1)) != 0)
    return fail(ErrorKind::usage, fmt::format("zstd refuses compression level {}", level));
  base::Bytes out(ZSTD_compressBound(content.size()));
  const std::size_t size =
      ZSTD_compress2(ctx.get(), out.data(), out.size(), content.data(), content.size());
  if (ZSTD_isError(size) != 0)
    return fail(ErrorKind::io, fmt::format("zstd: {}", ZSTD_getErrorName(size)));
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

}  // namespace assay::formats::archive
