#include "reference/firmware_file.h"

#include <fmt/format.h>

#include "bytes/lines.h"
#include "reference/toml_text.h"

namespace assay::reference {
namespace {

using formats::toml::Table;
using inspect::firmware::Content;
using inspect::firmware::Item;
using inspect::firmware::kNone;

// One item a line, fields separated by tabs; texts come last, since only they may hold spaces:
//   CONTENT container|part PARENT OFFSET packed|plain SIZE SHA256 NORMALISED|- VERSION TYPE WHAT
//   KEY SELF PATH
constexpr std::size_t kFields = 14;

std::string to_line(const Item& i) {
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", name(i.content),
                     i.container ? "container" : "part",
                     i.parent == kNone ? std::string("-") : std::to_string(i.parent), i.offset,
                     i.packed ? "packed" : "plain", i.size, i.digest.hex(),
                     i.normalised ? i.normalised->hex() : "-", i.version, i.type, i.what, i.key,
                     i.self, i.path);
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> out;
  while (true) {
    const auto tab = line.find('\t');
    out.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return out;
    line.remove_prefix(tab + 1);
  }
}

template <class Number>
bool read(std::string_view text, Number& into) {
  const auto number = bytes::number<Number>(text);
  if (number) into = *number;
  return number.has_value();
}

std::optional<Content> content_named(std::string_view text) {
  for (std::size_t c = 0; c < inspect::firmware::kContents; ++c)
    if (inspect::firmware::name(static_cast<Content>(c)) == text) return static_cast<Content>(c);
  return std::nullopt;
}

// Nothing where the line is not what to_line() writes. A parent stands before its parts.
std::optional<Item> from_line(std::string_view line, std::size_t number) {
  const auto f = split(line);
  if (f.size() != kFields) return std::nullopt;
  Item out;
  const auto content = content_named(f[0]);
  const auto digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, f[6]);
  if (!content || !digest) return std::nullopt;
  out.content = *content;
  out.digest = *digest;
  if (f[1] != "container" && f[1] != "part") return std::nullopt;
  out.container = f[1] == "container";
  if (f[2] != "-" && (!read(f[2], out.parent) || out.parent >= number)) return std::nullopt;
  if (!read(f[3], out.offset) || !read(f[5], out.size)) return std::nullopt;
  if (f[4] != "packed" && f[4] != "plain") return std::nullopt;
  out.packed = f[4] == "packed";
  if (f[7] != "-") {
    out.normalised = crypto::Digest::from_hex(crypto::HashAlg::sha256, f[7]);
    if (!out.normalised) return std::nullopt;
  }
  out.version = f[8];
  out.type = f[9];
  out.what = f[10];
  out.key = f[11];
  out.self = f[12];
  out.path = f[13];
  return out;
}

std::string untabbed(std::string text) {
  for (char& c : text)
    if (c == '\t' || c == '\n') c = ' ';
  return text;
}

}  // namespace

FirmwareReference parse_firmware(Table& root) {
  FirmwareReference out;
  for (Table& t : root.tables("firmware")) {
    GoldenImage image;
    image.file = t.required_text("file");
    image.kind = t.required_text("kind");
    image.sha256 = t.text("sha256").value_or("");
    image.varies = t.texts("varies");
    for (const auto& line : t.texts("items")) {
      auto item = from_line(line, image.items.size());
      if (!item) {
        t.refuse("items", fmt::format("item {} as assay learn writes it", image.items.size() + 1));
        break;
      }
      image.items.push_back(*std::move(item));
    }
    out.images.push_back(std::move(image));
  }
  return out;
}

std::string firmware_toml(const FirmwareReference& r) {
  std::string out;
  for (const GoldenImage& image : r.images) {
    out +=
        fmt::format("[[firmware]]\nfile = {}\nkind = {}\n", quoted(image.file), quoted(image.kind));
    if (!image.sha256.empty()) out += fmt::format("sha256 = {}\n", quoted(image.sha256));
    if (!image.varies.empty()) out += fmt::format("varies = {}\n", quoted_list(image.varies));
    out += "items = [\n";
    for (Item item : image.items) {
      for (auto* text : {&item.version, &item.type, &item.what, &item.key, &item.self, &item.path})
        *text = untabbed(std::move(*text));
      out += fmt::format("  {},\n", quoted(to_line(item)));
    }
    out += "]\n\n";
  }
  return out;
}

}  // namespace assay::reference
