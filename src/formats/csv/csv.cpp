#include "formats/csv/csv.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::csv {

CsvReader::CsvReader(bytes::Reader text, bytes::Budget& budget) noexcept
    : text_(bytes::as_chars(text.rest())), base_(text.offset()), budget_(budget) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

bool CsvReader::at_line_end() const noexcept {
  return text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
}

void CsvReader::skip_line_end() noexcept {
  if (at_ == text_.size()) return;
  at_ += text_[at_] == '\r' ? 2U : 1U;
  ++line_;
}

bytes::Parsed<void> CsvReader::quoted_field(std::string& into) {
  const std::uint64_t opening = offset();
  ++at_;
  while (true) {
    const auto quote = text_.find('"', at_);
    if (quote == std::string_view::npos)
      return bytes::bad_value(opening, "field", "a closing quote before the end of the file");
    const auto part = text_.substr(at_, quote - at_);
    ASSAY_CHECK(budget_.bytes(part.size() + 1, offset(), "field"));
    into += part;
    line_ += static_cast<std::uint64_t>(std::ranges::count(part, '\n'));
    at_ = quote + 1;
    if (at_ == text_.size() || text_[at_] != '"') break;
    into += '"';
    ++at_;
  }
  if (at_ != text_.size() && text_[at_] != ',' && !at_line_end())
    return bytes::bad_value(offset(), "field", "a comma or the line's end after a closing quote");
  return {};
}

bytes::Parsed<void> CsvReader::plain_field(std::string& into) {
  const auto end = std::min(text_.find_first_of(",\"\r\n", at_), text_.size());
  const auto part = text_.substr(at_, end - at_);
  ASSAY_CHECK(budget_.bytes(part.size(), offset(), "field"));
  into = part;
  at_ = end;
  if (at_ == text_.size() || text_[at_] == ',' || at_line_end()) return {};
  return bytes::bad_value(offset(), "field",
                          text_[at_] == '"' ? "quotes around the whole field, or none"
                                            : "a line feed after a carriage return");
}

bytes::Parsed<bool> CsvReader::next(Row& row) {
  while (at_ < text_.size() && at_line_end()) skip_line_end();
  if (at_ >= text_.size()) return false;
  row.line = line_;
  row.offset = offset();
  std::size_t used = 0;
  while (true) {
    ASSAY_CHECK(budget_.items(1, offset(), "field"));
    if (used == row.fields.size()) row.fields.emplace_back();
    std::string& field = row.fields[used++];
    field.clear();
    if (at_ < text_.size() && text_[at_] == '"')
      ASSAY_CHECK(quoted_field(field));
    else
      ASSAY_CHECK(plain_field(field));
    if (at_ == text_.size() || text_[at_] != ',') break;
    ++at_;
  }
  skip_line_end();
  row.fields.resize(used);
  return true;
}

}  // namespace assay::formats::csv
