#include <array>
#include <fmt/format.h>
#include <unordered_set>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/archive/archive.h"
#include "formats/archive/path.h"
#include "formats/archive/tar_header.h"

namespace assay::formats::archive {
namespace {

using base::Error;
using base::ErrorKind;
using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

// A path, and little else, lives in an extended header; 64 KiB holds any.
constexpr std::uint64_t kMaxExtended = 65536;

std::unexpected<Error> bad(std::uint64_t offset, std::string message) {
  return std::unexpected(Error{ErrorKind::malformed, std::move(message), {}, offset});
}

// What extended headers say about the next member.
struct Pending {
  std::optional<std::string> path;
  std::optional<std::uint64_t> size;
  bool sparse = false;
};

std::optional<std::uint64_t> decimal(std::string_view digits) {
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

// pax records, "LENGTH KEY=VALUE\n", LENGTH counting all of the record.
base::Result<void> read_pax(ByteSpan content, std::uint64_t offset, Pending& out) {
  std::string_view text = bytes::as_chars(content);
  const auto malformed = [&] {
    return bad(offset, "pax header: expected \"LENGTH KEY=VALUE\" records");
  };
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return malformed();
    const auto length = decimal(text.substr(0, space));
    if (!length || *length > text.size() || *length < space + 2) return malformed();
    std::string_view record = text.substr(0, static_cast<std::size_t>(*length));
    text.remove_prefix(record.size());
    if (record.back() != '\n') return malformed();
    record = record.substr(space + 1, record.size() - space - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return malformed();
    const std::string_view key = record.substr(0, equals);
    const std::string_view value = record.substr(equals + 1);
    if (key == "path") {
      out.path = value;
    } else if (key == "size") {
      out.size = decimal(value);
      if (!out.size) return malformed();
    } else if (key.starts_with("GNU.sparse.")) {
      out.sparse = true;
    }
  }
  return {};
}

std::string_view not_a_file(char type) {
  switch (type) {
    case '1':
      return "hard link";
    case '2':
      return "symbolic link";
    case '3':
      return "character device";
    case '4':
      return "block device";
    case '5':
      return "directory";
    case '6':
      return "FIFO";
    case 'S':
      return "sparse file";
    default:
      return "member of an unknown type";
  }
}

bool is_file(char type) { return type == '0' || type == '\0' || type == '7'; }

class TarReader {
 public:
  TarReader(Reader file, Budget& budget) : file_(file), budget_(budget) {}

  base::Result<Archive> run() {
    while (true) {
      const std::uint64_t at = file_.offset();
      const auto block = file_.fixed<kTarBlock>("tar header");
      if (!block) return std::unexpected(bytes::to_error(block.error()));
      if (bytes::all_of(*block, std::byte{0})) break;
      ASSAY_CHECK(member(*block, at));
    }
    if (pending_.path || pending_.size || pending_.sparse)
      return bad(file_.offset(), "an extended header stands at the end, before no member");
    if (!bytes::all_of(file_.rest(), std::byte{0}))
      return bad(file_.offset(), "data after the end of the tar archive");
    return std::move(out_);
  }

 private:
  base::Result<void> member(TarBlock block, std::uint64_t at) {
    if (const auto ok = budget_.items(1, at, "tar members"); !ok)
      return std::unexpected(bytes::to_error(ok.error()));
    if (!tar_checksum_holds(block)) return bad(at, "tar header: the checksum is wrong");
    const auto header = parse_tar_header(block);
    if (!header) return bad(at, "tar header: size: expected an octal number");
    if (header->type == 'x' || header->type == 'g' || header->type == 'L' || header->type == 'K')
      return extended(*header, at);
    const Pending extra = std::exchange(pending_, {});
    const std::string raw = extra.path.value_or(header->path);
    if (const auto ok = budget_.bytes(raw.size(), at, "tar member name"); !ok)
      return std::unexpected(bytes::to_error(ok.error()));
    const auto path = safe_path(raw);
    if (!path)
      return bad(at, fmt::format("tar member \"{}\": the path leads out of the archive",
                                 base::printable(raw, 256)));
    const bool file = is_file(header->type);
    const bool folder = header->type == '5' || (file && raw.ends_with('/'));
    const std::uint64_t size = extra.size.value_or(header->size);
    // Programs differ on whether such content is there, so that one of them reads the rest askew.
    if (size != 0 && (folder || (header->type >= '1' && header->type <= '6')))
      return bad(at,
                 fmt::format("tar member \"{}\": a {} with content", base::printable(*path, 256),
                             folder ? "directory" : not_a_file(header->type)));
    const std::uint64_t content_at = file_.offset();
    ASSAY_TRY(const ByteSpan content, content_of(size));
    if (folder) return {};
    if (!file || extra.sparse) {
      out_.skipped.push_back({*path, at, not_a_file(extra.sparse ? 'S' : header->type)});
      return {};
    }
    if (path->empty()) return bad(at, "tar member without a name");
    if (!seen_.insert(*path).second)
      return bad(at, fmt::format("tar member \"{}\" stands twice", base::printable(*path, 256)));
    out_.files.push_back({*path, content, content_at});
    return {};
  }

  base::Result<ByteSpan> content_of(std::uint64_t size) {
    const auto content = file_.take(size, "tar member");
    if (!content) return std::unexpected(bytes::to_error(content.error()));
    const auto padding = file_.skip((kTarBlock - size % kTarBlock) % kTarBlock, "tar padding");
    if (!padding) return std::unexpected(bytes::to_error(padding.error()));
    return *content;
  }

  base::Result<void> extended(const TarHeader& header, std::uint64_t at) {
    if (header.size > kMaxExtended)
      return bad(at, fmt::format("extended tar header of {} bytes, expected at most {}",
                                 header.size, kMaxExtended));
    if (const auto ok = budget_.bytes(header.size, at, "extended tar header"); !ok)
      return std::unexpected(bytes::to_error(ok.error()));
    ASSAY_TRY(const ByteSpan content, content_of(header.size));
    if (header.type == 'K') return {};  // a link's target, and links are skipped
    if (header.type == 'L') {
      const std::string_view text = bytes::as_chars(content);
      pending_.path = text.substr(0, text.find('\0'));
      return {};
    }
    if (header.type == 'x') return read_pax(content, at, pending_);
    Pending global;
    ASSAY_CHECK(read_pax(content, at, global));
    if (global.path || global.size || global.sparse)
      return bad(at, "global pax header: path and size cannot hold for every member");
    return {};
  }

  Reader file_;
  Budget& budget_;
  Pending pending_;
  std::unordered_set<std::string> seen_;
  Archive out_;
};

}  // namespace

base::Result<Archive> read_tar(Reader file, Budget& budget) {
  return TarReader(file, budget).run();
}

}  // namespace assay::formats::archive
