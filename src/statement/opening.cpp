#include "statement/opening.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/lines.h"
#include "bytes/text.h"

namespace assay::statement {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::string_view kOpening = "assay opening 1\n";
constexpr std::string_view kSecret = "assay statement secret 1\n";
constexpr std::size_t kMostValues = 4'000'000;

std::string write(std::string_view first, const Opening& o) {
  std::string out(first);
  base::append(out, "statement {}\n", o.statement);
  for (const Opened& v : o.values)
    base::append(out, "{} {} {}\n", v.label, bytes::to_hex(v.salt),
                 bytes::to_base64(bytes::as_bytes(v.value)));
  return out;
}

std::optional<Opened> parse_line(std::string_view line) {
  const auto last = line.rfind(' ');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const auto before = line.rfind(' ', last - 1);
  if (before == std::string_view::npos) return std::nullopt;
  const auto salt = bytes::from_hex(line.substr(before + 1, last - before - 1));
  const auto value = bytes::from_base64(line.substr(last + 1));
  Opened out;
  if (!salt || salt->size() != out.salt.size() || !value) return std::nullopt;
  out.label = line.substr(0, before);
  std::ranges::copy(*salt, out.salt.begin());
  out.value = bytes::to_string(*value);
  return out;
}

base::Result<Opening> parse(std::string_view first, std::string_view text) {
  if (!text.starts_with(first))
    return fail(ErrorKind::malformed,
                fmt::format("expected the first line \"{}\"", first.substr(0, first.size() - 1)));
  bytes::Lines lines{bytes::Reader(bytes::as_bytes(text.substr(first.size())))};
  Opening out;
  const auto head = lines.next();
  if (!head || !head->text.starts_with("statement ") || head->text.size() != 10 + 64)
    return fail(ErrorKind::malformed, "line 2: expected \"statement\" and its SHA-256");
  out.statement = head->text.substr(10);
  while (const auto line = lines.next()) {
    auto value = parse_line(line->text);
    if (!value || out.values.size() == kMostValues)
      return fail(ErrorKind::malformed,
                  fmt::format("line {}: expected a label, a salt and a value", line->number + 1));
    out.values.push_back(*std::move(value));
  }
  return out;
}

}  // namespace

std::string to_text(const Opening& opening) { return write(kOpening, opening); }
std::string secret_text(const Opening& all) { return write(kSecret, all); }
base::Result<Opening> parse_opening(std::string_view text) { return parse(kOpening, text); }
base::Result<Opening> parse_secret(std::string_view text) { return parse(kSecret, text); }

base::Result<Opening> open_server(const Opening& all, const Statement& s, std::string_view id) {
  const auto row = std::ranges::find_if(
      all.values, [&](const Opened& v) { return v.label.starts_with("row ") && v.value == id; });
  const auto number = row == all.values.end()
                          ? std::nullopt
                          : bytes::number<std::size_t>(std::string_view(row->label).substr(4));
  if (!number || *number >= s.rows.size())
    return fail(ErrorKind::refused,
                fmt::format("the statement has no row of {}", base::printable(id, 200)));
  std::vector<std::string> labels{row->label};
  for (std::size_t c = 0; c < s.claims.size(); ++c)
    for (std::size_t i = 0; i < s.claims[c].shown.size(); ++i)
      if (s.claims[c].shown[i].row == *number) labels.push_back(fmt::format("fact {} {}", c, i));
  for (const Look& look : s.rows[*number].evidence)
    if (look.leaf) labels.push_back(fmt::format("leaf {}", *look.leaf));
  Opening out{.statement = all.statement, .values = {}};
  for (const Opened& v : all.values)
    if (std::ranges::find(labels, v.label) != labels.end()) out.values.push_back(v);
  return out;
}

}  // namespace assay::statement
