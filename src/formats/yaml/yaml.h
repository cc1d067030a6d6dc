// YAML 1.1 as people write rules in it, read by libyaml into a plain tree: texts, lists and maps.
// What makes a small file large or mean two things is refused: aliases, several documents, keys
// that repeat or are no text. Everything is text; that 0815 could be a number is the reader's
// affair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::yaml {

struct Field;

struct Value {
  enum class Kind : std::uint8_t { text, list, map };

  Kind kind = Kind::text;
  std::string text;
  std::vector<Value> items;   ///< of a list
  std::vector<Field> fields;  ///< of a map, in the order written
  std::uint64_t offset = 0;   ///< in the file

  [[nodiscard]] bool is_text() const noexcept { return kind == Kind::text; }
  /// The field of a map; null where there is none.
  [[nodiscard]] const Value* find(std::string_view key) const noexcept;
  /// The text of that field; empty where there is none.
  [[nodiscard]] std::string_view text_of(std::string_view key) const noexcept;
};

struct Field {
  std::string key;
  Value value;
};

/// One document. Costs an item per value and its size in bytes.
[[nodiscard]] bytes::Parsed<Value> parse_yaml(bytes::Reader reader, bytes::Budget& budget);

}  // namespace assay::formats::yaml
