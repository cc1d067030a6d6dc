// JSON from hostile files: depth and item count are charged to a Budget before the library builds
// anything, duplicate keys are refused (two readers must not see two documents), and errors carry
// the offset. nlohmann-json does the parsing and the writing.
#pragma once

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::json {

using Value = nlohmann::ordered_json;

[[nodiscard]] base::Result<Value> parse(bytes::ByteSpan text, bytes::Budget& budget);

/// The member as a string, or nothing.
[[nodiscard]] const std::string* string_member(const Value& object, std::string_view key) noexcept;

/// Text for output: invalid UTF-8 is replaced, never thrown over. `indent` < 0 writes one line.
[[nodiscard]] std::string to_text(const Value& value, int indent = 2);

}  // namespace assay::formats::json
