#include "formats/dmidecode/dmidecode.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"
#include "formats/dmidecode/read_field.h"
#include "formats/dmidecode/words.h"

namespace assay::formats::dmidecode {
namespace {

struct Line {
  std::string_view text;  // without indentation and line end
  std::size_t indent = 0;
  std::uint64_t number = 0;
  std::uint64_t offset = 0;
};

// "Handle 0x0020, DMI type 17, 84 bytes"; below 2.8 the second part stands in the next line.
struct HandleLine {
  std::uint16_t handle = 0;
  bool has_type = false;
  std::uint8_t type = 0;
  std::uint16_t length = 0;
};

bool read_type(std::string_view text, HandleLine& out) noexcept {
  constexpr std::string_view kType = "DMI type ";
  if (!text.starts_with(kType)) return false;
  text.remove_prefix(kType.size());
  const auto type = take_decimal(text);
  if (!type || *type > 0xFF) return false;
  out.type = static_cast<std::uint8_t>(*type);
  out.has_type = true;
  if (text.starts_with(", ")) {
    text.remove_prefix(2);
    const auto length = take_decimal(text);
    if (length && *length <= 0xFF) out.length = static_cast<std::uint16_t>(*length);
  }
  return true;
}

std::optional<HandleLine> read_handle(std::string_view text) noexcept {
  constexpr std::string_view kHandle = "Handle 0x";
  if (!text.starts_with(kHandle)) return std::nullopt;
  text.remove_prefix(kHandle.size());
  const auto handle = take_hex(text);
  if (!handle || *handle > 0xFFFF) return std::nullopt;
  HandleLine out{.handle = static_cast<std::uint16_t>(*handle)};
  if (text.empty()) return out;
  if (!text.starts_with(", ") || !read_type(text.substr(2), out)) return std::nullopt;
  return out;
}

// "SMBIOS 3.2.1 present.", "Legacy DMI 2.0 present."
std::optional<smbios::Version> read_version(std::string_view text) noexcept {
  if (text.find(" present.") == std::string_view::npos) return std::nullopt;
  for (const std::string_view prefix : {"SMBIOS ", "Legacy DMI "}) {
    if (!text.starts_with(prefix)) continue;
    text.remove_prefix(prefix.size());
    std::array<std::uint8_t, 3> part{};
    for (std::size_t i = 0; i < part.size(); ++i) {
      const auto n = take_decimal(text);
      if (!n || *n > 0xFF) return std::nullopt;
      part[i] = static_cast<std::uint8_t>(*n);
      if (!text.starts_with('.')) break;
      text.remove_prefix(1);
    }
    return smbios::Version{part[0], part[1], part[2]};
  }
  return std::nullopt;
}

// What dmidecode says about the table as a whole, mixed into its output.
bool is_complaint(std::string_view text) noexcept {
  static constexpr std::array<std::string_view, 10> kStarts{
      "Invalid entry length", "Wrong DMI structures", "SMBIOS version fixup",
      "Total read length",    "<TRUNCATED>",          "<truncated>",
      "Entry point length",   "Failed to read table", "# No SMBIOS",
      "Can't read memory"};
  return std::ranges::any_of(kStarts, [&](auto start) { return text.starts_with(start); });
}

constexpr std::string_view kDump = "Header and Data:";

class Parser {
 public:
  explicit Parser(bytes::Budget& budget) : budget_(budget) {}

  void run(bytes::Reader r) {
    std::string_view rest = bytes::as_chars(r.rest());
    std::uint64_t offset = r.offset();
    while (!rest.empty()) {
      if (const auto paid = budget_.items(1, offset, "line"); !paid) {
        model.broken = paid.error();
        break;
      }
      const auto end = std::min(rest.find('\n'), rest.size());
      line(rest.substr(0, end), offset);
      const auto used = std::min(end + 1, rest.size());
      rest.remove_prefix(used);
      offset += used;
      if (model.broken) break;
    }
    finish();
    name_all();
  }

  smbios::Model model;

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  static Line measured(std::string_view raw) noexcept {
    Line out;
    std::size_t i = 0;
    for (; i < raw.size(); ++i) {
      if (raw[i] == '\t')
        out.indent = (out.indent / 8 + 1) * 8;
      else if (raw[i] == ' ')
        ++out.indent;
      else
        break;
    }
    out.text = raw.substr(i);
    if (out.text.ends_with('\r')) out.text.remove_suffix(1);
    return out;
  }

  void line(std::string_view raw, std::uint64_t offset) {
    ++number_;
    Line l = measured(raw);
    l.number = number_;
    l.offset = offset;
    if (l.text.empty()) {
      blank_ = true;
      return;
    }
    if (const auto handle = read_handle(l.text)) {
      begin(*handle, l);
    } else if (untyped_) {
      // The second line of an old dump's handle.
      HandleLine old{.handle = pending_handle_};
      untyped_ = false;
      if (read_type(l.text, old)) begin(old, l);
    } else if (is_complaint(l.text)) {
      model.notes.emplace_back(l.number, l.text);
    } else if (l.text.starts_with('#')) {
      return;
    } else {
      content(l);
    }
    blank_ = false;
  }

  void begin(const HandleLine& handle, const Line& l) {
    finish();
    if (!handle.has_type) {
      untyped_ = true;
      pending_handle_ = handle.handle;
      return;
    }
    open(handle.type, l);
    entry_->handle = handle.handle;
    entry_->length = handle.length;
    title_ = kNone;
    handle_indent_ = l.indent;
  }

  void open(std::uint8_t type, const Line& l) {
    smbios::Entry& e = model.entries.emplace_back();
    e.type = type;
    e.at = l.number;
    e.title = smbios::title_of(type);
    e.body = smbios::empty_body(type);
    entry_ = &e;
    label_ = {};
    level_ = kNone;
    dump_offset_ = l.offset;
    dump_.clear();
    row_.clear();
  }

  void content(const Line& l) {
    if (entry_ == nullptr) {
      outside(l);
      return;
    }
    if (title_ == kNone && l.text == kDump) {
      title_ = handle_indent_;  // -u prints no titles
    } else if (title_ == kNone) {
      title_ = l.indent;
      entry_->title = l.text;
      return;
    }
    if (l.indent <= title_ && level_ != title_) {
      const bool flat = level_ == kNone && !blank_ && l.text.find(':') != std::string_view::npos;
      if (!flat) {
        outside(l);
        return;
      }
    }
    if (level_ == kNone) level_ = l.indent;
    const auto colon = l.text.find(':');
    if (l.indent > level_ || (colon == std::string_view::npos && level_ == title_)) {
      item(l.text);
    } else if (colon == std::string_view::npos) {
      label_ = {};
      entry_->other.emplace_back(label_, l.text);
    } else {
      field(l.text, colon);
    }
  }

  // A line at the left: the header, a section without handle, or something else altogether.
  void outside(const Line& l) {
    if (const auto version = read_version(l.text)) {
      model.version = version;
      return;
    }
    const auto type = smbios::type_of(trimmed(l.text));
    if (!type) return;
    // "On Board Device 2 Information" goes on with the structure.
    if (entry_ != nullptr && entry_->type == *type && !blank_) {
      level_ = kNone;
      return;
    }
    finish();
    open(*type, l);
    entry_->title = l.text;
    title_ = l.indent;
  }

  void field(std::string_view text, std::size_t colon) {
    label_ = text.substr(0, colon);
    auto value = text.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    // dmidecode 3.1 forgot line ends in type 43. Its strings hold no tabs.
    const auto tab = value.find('\t');
    const auto more = tab == std::string_view::npos ? std::string_view{} : value.substr(tab + 1);
    value = value.substr(0, tab);
    if (!read_field(entry_->body, label_, value)) entry_->other.emplace_back(label_, value);
    const auto next = more.find(':');
    if (next != std::string_view::npos) field(more, next);
  }

  void item(std::string_view text) {
    if (label_ == "Header and Data") {
      if (!read_hex_row(text, dump_)) entry_->other.emplace_back(label_, text);
    } else if (label_ == "Strings") {
      dumped_string(text);
    } else if (!read_item(entry_->body, label_, text)) {
      entry_->other.emplace_back(label_, text);
    }
  }

  // With -u each string is dumped in rows of hex, its NUL included, and then printed, in older
  // versions in quotes; else it is only printed.
  void dumped_string(std::string_view text) {
    if (read_hex_row(text, row_)) {
      rows_.push_back(text);
      return;
    }
    const bool dumped = !row_.empty() && row_.back() == std::byte{0};
    if (!dumped)
      for (const auto row : rows_) entry_->strings.push_back(row);
    if (dumped && text.size() >= 2 && text.starts_with('"') && text.ends_with('"'))
      text = text.substr(1, text.size() - 2);
    entry_->strings.push_back(text);
    row_.clear();
    rows_.clear();
  }

  // A structure that is there as bytes is decoded from them.
  void finish() {
    if (entry_ != nullptr) {
      if (row_.empty() || row_.back() != std::byte{0})
        for (const auto row : rows_) entry_->strings.push_back(row);
      if (dump_.size() >= 4 && static_cast<std::size_t>(dump_[1]) == dump_.size() &&
          static_cast<std::uint8_t>(dump_[0]) == entry_->type) {
        if (const auto paid = budget_.bytes(dump_.size(), dump_offset_, "Header and Data"); !paid) {
          model.broken = paid.error();
        } else {
          smbios::Structure s;
          s.type = entry_->type;
          s.formatted = model.bytes.emplace_back(dump_);
          s.strings = entry_->strings;
          entry_->body = smbios::decode(s, model.version);
          entry_->length = static_cast<std::uint16_t>(dump_.size());
        }
      }
    }
    row_.clear();
    rows_.clear();
    dump_.clear();
    entry_ = nullptr;
  }

  // dmidecode has no name for what it is too old for, and numbers the parts of types 10 and 40. Of
  // vendors' types it titles few.
  void name_all() {
    std::string_view manufacturer;
    for (const auto& e : model.entries)
      if (const auto* system = std::get_if<smbios::System>(&e.body)) {
        manufacturer = smbios::or_empty(system->manufacturer);
        break;
      }
    for (auto& e : model.entries) {
      if (e.type < 128) {
        e.title = smbios::title_of(e.type);
      } else if (e.title == smbios::title_of(e.type)) {
        const auto known = smbios::oem_title(e.type, manufacturer);
        if (!known.empty()) e.title = known;
      }
    }
  }

  bytes::Budget& budget_;
  std::uint64_t number_ = 0;
  bool blank_ = true;     // the line before was empty
  bool untyped_ = false;  // a handle line without its type was the last one
  std::uint16_t pending_handle_ = 0;
  smbios::Entry* entry_ = nullptr;
  std::size_t handle_indent_ = 0;
  std::size_t title_ = kNone;  // the title's indentation; kNone: it comes next
  std::size_t level_ = kNone;  // that of the fields; kNone: none came yet
  std::string_view label_;     // of the last field, whose items may follow
  std::vector<std::byte> dump_;
  std::uint64_t dump_offset_ = 0;
  std::vector<std::byte> row_;
  std::vector<std::string_view> rows_;
};

}  // namespace

smbios::Model parse_dmidecode(bytes::Reader reader, bytes::Budget& budget) {
  Parser parser(budget);
  parser.run(reader);
  return std::move(parser.model);
}

bool looks_like_dmidecode(bytes::ByteSpan bytes) noexcept {
  auto text = bytes::as_chars(bytes.first(std::min<std::size_t>(bytes.size(), 4096)));
  if (text.find('\0') != std::string_view::npos) return false;
  bool titled = false;
  for (bool blank = true; !text.empty();) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    const auto bare = trimmed(line);
    text.remove_prefix(std::min(end + 1, text.size()));
    // -q prints nothing before the first title.
    if (titled && line.size() > bare.size() && (line.front() == '\t' || line.front() == ' ') &&
        bare.find(':') != std::string_view::npos)
      return true;
    titled = blank && smbios::type_of(bare).has_value();
    blank = bare.empty();
    if (bare.starts_with("# dmidecode ") || bare.starts_with("# SMBIOS entry point at ") ||
        read_version(bare))
      return true;
    const auto handle = read_handle(bare);
    if (handle && handle->has_type) return true;
    if (handle) {
      HandleLine old;
      if (read_type(trimmed(text.substr(0, text.find('\n'))), old)) return true;
    }
  }
  return false;
}

}  // namespace assay::formats::dmidecode
