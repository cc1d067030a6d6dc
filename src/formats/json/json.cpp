#include "formats/json/json.h"

#include <fmt/format.h>
#include <set>

#include "bytes/text.h"

namespace assay::formats::json {
namespace {

using base::ErrorKind;

// Walks the text once before the library sees it, to refuse what is too deep or has too many parts.
// Only brackets, commas and strings matter here; grammar is the library's business.
bytes::Parsed<void> charge(bytes::ByteSpan text, bytes::Budget& budget) {
  const std::uint32_t most = budget.left().depth;
  std::uint32_t depth = 0;
  std::uint64_t items = 1;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = static_cast<char>(text[i]);
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '[' || c == '{') {
      if (++depth > most)
        return std::unexpected(
            bytes::ParseError{bytes::Fault::budget, i, "JSON nesting", "depth", depth, most});
    }
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (c == ',' || c == '[' || c == '{') ++items;
  }
  return budget.items(items, 0, "JSON values");
}

// Sees every key as the library parses; remembers the first that an object has twice.
class DuplicateKeys {
 public:
  bool operator()(int /*depth*/, Value::parse_event_t event, Value& parsed) {
    using E = Value::parse_event_t;
    if (event == E::object_start) open_.emplace_back();
    if (event == E::object_end && !open_.empty()) open_.pop_back();
    if (event == E::key && !open_.empty() && duplicate.empty()) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!open_.back().insert(key).second) duplicate = key;
    }
    return true;
  }
  std::string duplicate;

 private:
  std::vector<std::set<std::string>> open_;
};

}  // namespace

base::Result<Value> parse(bytes::ByteSpan text, bytes::Budget& budget) {
  if (auto ok = charge(text, budget); !ok) return std::unexpected(bytes::to_error(ok.error()));
  DuplicateKeys keys;
  const auto chars = bytes::as_chars(text);
  try {
    Value value = Value::parse(chars.begin(), chars.end(), std::ref(keys));
    if (!keys.duplicate.empty())
      return base::fail(
          ErrorKind::malformed,
          fmt::format("JSON: the key \"{}\" stands twice in one object", keys.duplicate));
    return value;
  } catch (const Value::parse_error& e) {
    base::Error error{.kind = ErrorKind::malformed, .message = "JSON: a value was expected here"};
    error.offset = e.byte > 0 ? e.byte - 1 : 0;
    if (chars.empty()) error.message = "JSON: the file is empty";
    return std::unexpected(std::move(error));
  } catch (const Value::exception&) {
    return base::fail(ErrorKind::malformed, "JSON: a number or text out of range");
  }
}

const std::string* string_member(const Value& object, std::string_view key) noexcept {
  if (!object.is_object()) return nullptr;
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get_ptr<const std::string*>() : nullptr;
}

std::string to_text(const Value& value, int indent) {
  return value.dump(indent, ' ', false, Value::error_handler_t::replace);
}

}  // namespace assay::formats::json
