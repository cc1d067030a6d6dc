#include "formats/yaml/yaml.h"

#include <algorithm>
#include <memory>
#include <yaml.h>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::yaml {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

// Owns libyaml's parser; one event at a time.
class Events {
 public:
  explicit Events(Reader reader) : base_(reader.offset()) {
    ready_ = yaml_parser_initialize(&parser_) == 1;
    if (!ready_) return;
    const auto text = reader.rest();
    yaml_parser_set_input_string(&parser_, bytes::as_uchars(text), text.size());
  }
  ~Events() {
    yaml_event_delete(&event_);
    if (ready_) yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  // Valid until the next call.
  Parsed<const yaml_event_t*> next() {
    yaml_event_delete(&event_);
    if (!ready_ || yaml_parser_parse(&parser_, &event_) != 1)
      return bad_value(base_ + parser_.problem_offset, "YAML", "a well-formed document");
    return &event_;
  }
  [[nodiscard]] std::uint64_t at() const noexcept { return base_ + event_.start_mark.index; }

 private:
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  std::uint64_t base_;
  bool ready_ = false;
};

class Document {
 public:
  Document(Events& events, Budget& budget) : events_(events), budget_(budget) {}

  // The value that begins with `event`.
  Parsed<Value> value(const yaml_event_t& event) {
    Value out;
    out.offset = events_.at();
    ASSAY_CHECK(budget_.items(1, out.offset, "YAML"));
    const bytes::Nesting level(budget_);
    ASSAY_CHECK(level.check(out.offset, "YAML"));
    if (event.type == YAML_SCALAR_EVENT) {
      ASSAY_TRY(out.text, text(event));
    } else if (event.type == YAML_SEQUENCE_START_EVENT) {
      out.kind = Value::Kind::list;
      ASSAY_CHECK(list(out));
    } else if (event.type == YAML_MAPPING_START_EVENT) {
      out.kind = Value::Kind::map;
      ASSAY_CHECK(map(out));
    } else if (event.type == YAML_ALIAS_EVENT) {
      return bad_value(out.offset, "alias", "none: a text that refers to another is refused");
    } else {
      return bad_value(out.offset, "YAML", "a text, a list or a map");
    }
    return out;
  }

 private:
  Parsed<std::string> text(const yaml_event_t& event) {
    const auto size = event.data.scalar.length;
    ASSAY_CHECK(budget_.bytes(size, events_.at(), "YAML"));
    return bytes::to_string(bytes::from_uchars(event.data.scalar.value, size));
  }

  Parsed<void> list(Value& out) {
    for (;;) {
      ASSAY_TRY(const yaml_event_t* event, events_.next());
      if (event->type == YAML_SEQUENCE_END_EVENT) return {};
      ASSAY_TRY(Value item, value(*event));
      out.items.push_back(std::move(item));
    }
  }

  Parsed<void> map(Value& out) {
    for (;;) {
      ASSAY_TRY(const yaml_event_t* event, events_.next());
      if (event->type == YAML_MAPPING_END_EVENT) return {};
      const std::uint64_t at = events_.at();
      if (event->type != YAML_SCALAR_EVENT) return bad_value(at, "key", "a text");
      Field field;
      ASSAY_TRY(field.key, text(*event));
      if (out.find(field.key) != nullptr) return bad_value(at, "key", "each key once");
      ASSAY_TRY(const yaml_event_t* begin, events_.next());
      ASSAY_TRY(field.value, value(*begin));
      out.fields.push_back(std::move(field));
    }
  }

  Events& events_;
  Budget& budget_;
};

Parsed<void> expect(Events& events, yaml_event_type_t type) {
  ASSAY_TRY(const yaml_event_t* event, events.next());
  if (event->type != type) return bad_value(events.at(), "YAML", "one document");
  return {};
}

}  // namespace

const Value* Value::find(std::string_view key) const noexcept {
  const auto it = std::ranges::find(fields, key, &Field::key);
  return it != fields.end() ? &it->value : nullptr;
}

std::string_view Value::text_of(std::string_view key) const noexcept {
  const Value* value = find(key);
  return value != nullptr && value->is_text() ? std::string_view(value->text) : std::string_view{};
}

Parsed<Value> parse_yaml(Reader reader, Budget& budget) {
  if (reader.empty()) return bad_value(reader.offset(), "YAML", "one document");
  ASSAY_CHECK(budget.bytes(reader.remaining(), reader.offset(), "YAML"));
  Events events(reader);
  ASSAY_CHECK(expect(events, YAML_STREAM_START_EVENT));
  ASSAY_CHECK(expect(events, YAML_DOCUMENT_START_EVENT));
  ASSAY_TRY(const yaml_event_t* event, events.next());
  Document document(events, budget);
  ASSAY_TRY(Value out, document.value(*event));
  ASSAY_CHECK(expect(events, YAML_DOCUMENT_END_EVENT));
  ASSAY_CHECK(expect(events, YAML_STREAM_END_EVENT));
  return out;
}

}  // namespace assay::formats::yaml
