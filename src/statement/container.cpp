#include "statement/container.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "statement/names.h"

namespace assay::statement {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMostPath = 99;
constexpr std::uint64_t kMostMember = (1ULL << 33U) - 1;  // eleven octal digits

using Header = std::array<std::byte, kBlock>;

// A field of the header: where it stands, how long it is, and what it is called in POSIX.
struct Field {
  std::size_t at, size;
  std::string_view name;
};
constexpr std::array kFields{
    Field{0, 100, "name"},     Field{100, 8, "mode"},     Field{108, 8, "uid"},
    Field{116, 8, "gid"},      Field{124, 12, "size"},    Field{136, 12, "mtime"},
    Field{148, 8, "chksum"},   Field{156, 1, "typeflag"}, Field{157, 100, "linkname"},
    Field{257, 6, "magic"},    Field{263, 2, "version"},  Field{265, 32, "uname"},
    Field{297, 32, "gname"},   Field{329, 8, "devmajor"}, Field{337, 8, "devminor"},
    Field{345, 155, "prefix"}, Field{500, 12, "padding"},
};

void put(Header& header, std::size_t at, std::string_view text) {
  std::ranges::copy(bytes::as_bytes(text), header.begin() + static_cast<std::ptrdiff_t>(at));
}

Header header_of(std::string_view path, std::uint64_t size) {
  Header out{};
  put(out, 0, path);
  put(out, 100, "0000644");
  put(out, 108, "0000000");
  put(out, 116, "0000000");
  put(out, 124, fmt::format("{:011o}", size));
  put(out, 136, "00000000000");
  put(out, 148, "        ");
  put(out, 156, "0");
  put(out, 257, "ustar");
  put(out, 263, "00");
  put(out, 329, "0000000");
  put(out, 337, "0000000");
  unsigned sum = 0;
  for (const std::byte b : out) sum += static_cast<unsigned>(b);
  put(out, 148, fmt::format("{:06o}", sum));
  out[154] = std::byte{0};
  return out;
}

// What is left of the block after a member's last byte.
std::size_t padding_of(std::uint64_t size) {
  return static_cast<std::size_t>((kBlock - size % kBlock) % kBlock);
}

// The number in a size field; the whole header is compared afterwards, so this need not be strict.
std::uint64_t size_in(bytes::ByteSpan field) {
  std::uint64_t out = 0;
  for (const char c : bytes::as_chars(field)) {
    if (c < '0' || c > '7') break;
    out = out * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return out;
}

bytes::Parsed<Member> parse_member(bytes::Reader& reader) {
  const auto start = reader.offset();
  const auto block = reader.fixed<kBlock>("header of a member");
  if (!block) return std::unexpected(block.error());
  const auto name = bytes::as_chars(block->first<100>());
  const auto path = name.substr(0, name.find('\0'));
  if (!good_path(path))
    return bytes::bad_value(start, "name", "a relative path that stays within the archive");
  const auto size = size_in(block->subspan<124, 12>());
  const auto wanted = header_of(path, size);
  for (const Field& f : kFields)
    if (!std::ranges::equal(block->subspan(f.at, f.size), std::span(wanted).subspan(f.at, f.size)))
      return bytes::bad_value(start + f.at, f.name, "the one value that a statement's tar has");
  const auto content = reader.take(size, "member");
  if (!content) return std::unexpected(content.error());
  const auto after = reader.offset();
  const auto padding = reader.take(padding_of(size), "padding");
  if (!padding) return std::unexpected(padding.error());
  if (!bytes::all_of(*padding, std::byte{0})) return bytes::bad_value(after, "padding", "zeros");
  return Member{path, *content};
}

bool step_is_good(std::string_view step) { return !step.empty() && step != "." && step != ".."; }

}  // namespace

bool good_path(std::string_view path) noexcept {
  if (path == kManifest) return true;
  if (path.empty() || path.size() > kMostPath) return false;
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == '/';
  };
  if (!std::ranges::all_of(path, good)) return false;
  while (true) {
    const auto slash = path.find('/');
    if (!step_is_good(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bytes::Parsed<std::vector<Member>> parse_container(bytes::Reader reader, bytes::Budget& budget) {
  std::vector<Member> out;
  while (true) {
    const auto start = reader.offset();
    const auto end = reader.at(reader.whole().size() - reader.remaining(), kBlock, "header");
    if (!end) return std::unexpected(end.error());
    if (bytes::all_of(end->rest(), std::byte{0})) break;
    if (out.size() == kMostMembers) return bytes::bad_value(start, "member", "at most 64 members");
    if (auto ok = budget.items(1, start, "member"); !ok) return std::unexpected(ok.error());
    auto member = parse_member(reader);
    if (!member) return std::unexpected(member.error());
    if (std::ranges::any_of(out, [&](const Member& m) { return m.path == member->path; }))
      return bytes::bad_value(start, "name", "no second member of this name");
    out.push_back(*member);
  }
  const auto start = reader.offset();
  const auto blocks = reader.take(2 * kBlock, "end of the archive");
  if (!blocks) return std::unexpected(blocks.error());
  if (!bytes::all_of(*blocks, std::byte{0}))
    return bytes::bad_value(start + kBlock, "end of the archive", "a second block of zeros");
  if (auto ok = reader.finish("end of the archive"); !ok) return std::unexpected(ok.error());
  return out;
}

base::Bytes to_container(std::span<const Member> members) {
  bytes::Writer w;
  for (const Member& m : members) {
    w.raw(header_of(m.path, std::min<std::uint64_t>(m.bytes.size(), kMostMember)));
    w.raw(m.bytes);
    w.zeros(padding_of(m.bytes.size()));
  }
  w.zeros(2 * kBlock);
  return std::move(w).release();
}

bool looks_like_statement(bytes::ByteSpan bytes) noexcept {
  return bytes::starts_with(bytes, kStatementJson) && bytes.size() >= kBlock &&
         bytes::as_chars(bytes.subspan(257, 5)) == "ustar";
}

}  // namespace assay::statement
