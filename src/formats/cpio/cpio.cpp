#include "formats/cpio/cpio.h"

#include <array>

#include "bytes/lines.h"
#include "bytes/text.h"

namespace assay::formats::cpio {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::string_view kTrailer = "TRAILER!!!";
constexpr std::uint64_t kMostName = 4096;  // PATH_MAX, with its NUL

struct Header {
  Form form = Form::newc;
  std::uint64_t mode = 0;
  std::uint64_t uid = 0;
  std::uint64_t gid = 0;
  std::uint64_t size = 0;
  std::uint64_t device = 0;
  std::uint64_t name_size = 0;
  std::uint64_t check = 0;
};

Parsed<std::uint64_t> digits(Reader& r, unsigned n, int base, std::string_view field) {
  const auto at = r.offset();
  const auto text = r.take(n, field);
  if (!text) return std::unexpected(text.error());
  const auto value = bytes::number<std::uint64_t>(bytes::as_chars(*text), base);
  if (!value) return bytes::bad_value(at, field, base == 16 ? "hex digits" : "octal digits");
  return *value;
}

struct Field {
  std::uint64_t Header::* to;  // nullptr: skipped
  unsigned width;
};

// Behind the six bytes of c_magic; cpio(5) names them in this order.
constexpr std::array kNew{
    Field{nullptr, 8},       Field{&Header::mode, 8},   Field{&Header::uid, 8},
    Field{&Header::gid, 8},  Field{nullptr, 8},         Field{nullptr, 8},
    Field{&Header::size, 8}, Field{nullptr, 8},         Field{nullptr, 8},
    Field{nullptr, 8},       Field{&Header::device, 8}, Field{&Header::name_size, 8},
    Field{&Header::check, 8}};
constexpr std::array kOld{
    Field{nullptr, 6},         Field{nullptr, 6},      Field{&Header::mode, 6},
    Field{&Header::uid, 6},    Field{&Header::gid, 6}, Field{nullptr, 6},
    Field{&Header::device, 6}, Field{nullptr, 11},     Field{&Header::name_size, 6},
    Field{&Header::size, 11}};

Parsed<Header> read_header(Reader& r) {
  const auto at = r.offset();
  const auto magic = r.take(6, "c_magic");
  if (!magic) return std::unexpected(magic.error());
  const auto text = bytes::as_chars(*magic);
  Header h;
  if (text == "070701")
    h.form = Form::newc;
  else if (text == "070702")
    h.form = Form::crc;
  else if (text == "070707")
    h.form = Form::odc;
  else
    return bytes::bad_value(at, "c_magic", "\"070701\", \"070702\" or \"070707\"");
  const bool old = h.form == Form::odc;
  for (const auto& field : old ? std::span<const Field>(kOld) : std::span<const Field>(kNew)) {
    const auto value = digits(r, field.width, old ? 8 : 16, "header field");
    if (!value) return std::unexpected(value.error());
    if (field.to != nullptr) h.*field.to = *value;
  }
  if (h.name_size == 0 || h.name_size > kMostName)
    return bytes::bad_value(at, "c_namesize", "1 to 4096");
  return h;
}

// Names and contents of the new form end on multiples of four from the archive's start.
Parsed<void> align(Reader& r, std::uint64_t start, Form form) {
  if (form == Form::odc) return {};
  const std::uint64_t over = (r.offset() - start) % 4;
  return over == 0 ? Parsed<void>{} : r.skip(4 - over, "padding");
}

std::uint32_t sum_of(bytes::ByteSpan data) noexcept {
  std::uint32_t sum = 0;
  for (const auto b : data) sum += static_cast<std::uint32_t>(b);
  return sum;
}

Parsed<bool> read_entry(Reader& r, std::uint64_t start, Archive& out) {
  const auto at = r.offset();
  const auto h = read_header(r);
  if (!h) return std::unexpected(h.error());
  out.form = h->form;
  const auto name = r.take(h->name_size, "name");
  if (!name) return std::unexpected(name.error());
  ASSAY_CHECK(align(r, start, h->form));
  auto text = bytes::as_chars(*name);
  text = text.substr(0, text.find('\0'));
  if (text == kTrailer) {
    out.trailer = true;
    return false;
  }
  const std::uint64_t content_at = r.offset() - start;
  const auto content = r.take(h->size, "content");
  if (!content) return std::unexpected(content.error());
  filesystem::Entry e{.path = std::string(text),
                      .type = filesystem::type_of_mode(static_cast<std::uint32_t>(h->mode)),
                      .mode = static_cast<std::uint32_t>(h->mode & 07777U),
                      .uid = static_cast<std::uint32_t>(h->uid),
                      .gid = static_cast<std::uint32_t>(h->gid),
                      .device = static_cast<std::uint32_t>(h->device),
                      .in_image = true,
                      .at = content_at};
  if (e.path.starts_with("./")) e.path.erase(0, 2);
  if (e.path.starts_with('/')) e.path.erase(0, 1);
  if (e.type == filesystem::Type::symlink)
    e.target = bytes::to_string(*content);
  else if (e.type == filesystem::Type::file)
    e.size = h->size;
  // GNU cpio sums files alone.
  if (h->form == Form::crc && e.type == filesystem::Type::file && sum_of(*content) != h->check)
    out.files.note({bytes::Fault::bad_value, at, "c_chksum", "the sum of the content's bytes"});
  if (e.path != ".") out.files.entries.push_back(std::move(e));
  static_cast<void>(align(r, start, h->form));  // the last may lack it
  return true;
}

}  // namespace

std::string_view name(Form form) noexcept {
  if (form == Form::odc) return "odc";
  return form == Form::crc ? "crc" : "newc";
}

Parsed<Archive> parse_cpio(Reader image, bytes::Budget& budget) {
  const auto start = image.offset();
  Reader r = image;
  Archive out;
  while (true) {
    if (auto ok = budget.items(1, r.offset(), "cpio entry"); !ok) {
      out.files.note(ok.error());
      break;
    }
    const auto more = read_entry(r, start, out);
    if (!more && out.files.entries.empty() && out.size == 0) return std::unexpected(more.error());
    if (!more) out.files.note(more.error());
    out.size = r.offset() - start;
    if (!more || !*more) break;
  }
  return out;
}

bool looks_like_cpio(bytes::ByteSpan bytes) noexcept {
  Reader r(bytes);
  return read_header(r).has_value();
}

}  // namespace assay::formats::cpio
