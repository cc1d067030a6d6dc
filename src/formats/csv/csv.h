// Comma-separated values read strictly (RFC 4180): fields in quotes may hold commas, doubled quotes
// and line breaks; a quote in the middle of an unquoted field, or text after a closing quote, is an
// error with its place instead of a guess. A byte order mark at the start is skipped, and lines may
// end in LF or CRLF.
#pragma once

#include <string>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::csv {

struct Row {
  std::uint64_t line = 0;    ///< where it begins, from 1
  std::uint64_t offset = 0;  ///< the same in bytes
  std::vector<std::string> fields;
};

/// Reads one row after the other; each field is charged to `budget` as an item and by its bytes.
class CsvReader {
 public:
  CsvReader(bytes::Reader text, bytes::Budget& budget) noexcept;

  /// False at the end. Empty lines are skipped. `row`'s memory is used again.
  [[nodiscard]] bytes::Parsed<bool> next(Row& row);

 private:
  [[nodiscard]] bytes::Parsed<void> quoted_field(std::string& into);
  [[nodiscard]] bytes::Parsed<void> plain_field(std::string& into);
  [[nodiscard]] std::uint64_t offset() const noexcept { return base_ + at_; }
  [[nodiscard]] bool at_line_end() const noexcept;
  void skip_line_end() noexcept;

  std::string_view text_;
  std::uint64_t base_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  bytes::Budget& budget_;
};

}  // namespace assay::formats::csv
