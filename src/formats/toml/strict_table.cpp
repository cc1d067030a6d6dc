#include "formats/toml/strict_table.h"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 1
#include <algorithm>
#include <functional>
#include <toml++/toml.h>
#include <unordered_set>

#include "formats/toml/key_depth.h"

namespace assay::formats::toml {

struct detail::State {
  ::toml::table root;
  std::string file;
  std::optional<base::Error> error;
  std::unordered_set<const ::toml::node*> asked;

  void fail(std::uint32_t line, std::string message) {
    if (error) return;
    error = base::Error{base::ErrorKind::refused, fmt::format("line {}: {}", line, message), file,
                        std::nullopt};
  }
};

namespace {

const ::toml::node& as_node(const void* node) { return *static_cast<const ::toml::node*>(node); }
const ::toml::table& as_table(const void* node) { return *as_node(node).as_table(); }
const void* erased(const ::toml::node& node) { return &node; }

std::uint32_t line_of(const ::toml::node& node) { return node.source().begin.line; }

std::optional<base::Time> time_of(const ::toml::node& node) {
  if (const auto* text = node.as_string()) return base::parse_rfc3339(text->get());
  std::string rendered;
  if (const auto* date = node.as_date())
    return base::parse_rfc3339(
        fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day));
  if (const auto* when = node.as_date_time()) {
    const auto& v = when->get();
    const int minutes = v.offset ? v.offset->minutes : 0;
    const auto local = base::parse_rfc3339(fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                                                       v.date.year, v.date.month, v.date.day,
                                                       v.time.hour, v.time.minute, v.time.second));
    if (local) return base::Time{local->seconds - std::int64_t{minutes} * 60};
  }
  return std::nullopt;
}

}  // namespace

bool Table::has(std::string_view key) const { return as_table(node_).contains(key); }

std::optional<std::string> Table::text(std::string_view key) {
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return std::nullopt;
  state_->asked.insert(node);
  if (const auto* v = node->as_string()) return v->get();
  state_->fail(line_of(*node), fmt::format("\"{}\": expected text in quotes", key));
  return std::nullopt;
}

std::string Table::required_text(std::string_view key) {
  if (auto value = text(key)) return *std::move(value);
  state_->fail(line(), fmt::format("\"{}\" is missing", key));
  return {};
}

std::optional<std::int64_t> Table::integer(std::string_view key) {
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return std::nullopt;
  state_->asked.insert(node);
  if (const auto* v = node->as_integer()) return v->get();
  state_->fail(line_of(*node), fmt::format("\"{}\": expected a whole number", key));
  return std::nullopt;
}

std::optional<bool> Table::boolean(std::string_view key) {
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return std::nullopt;
  state_->asked.insert(node);
  if (const auto* v = node->as_boolean()) return v->get();
  state_->fail(line_of(*node), fmt::format("\"{}\": expected true or false", key));
  return std::nullopt;
}

std::optional<base::Time> Table::time(std::string_view key) {
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return std::nullopt;
  state_->asked.insert(node);
  if (const auto value = time_of(*node)) return value;
  state_->fail(line_of(*node),
               fmt::format("\"{}\": expected a time like 2026-11-22T03:00:00Z", key));
  return std::nullopt;
}

std::vector<std::string> Table::texts(std::string_view key) {
  std::vector<std::string> out;
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return out;
  state_->asked.insert(node);
  const auto* list = node->as_array();
  if (list == nullptr) {
    state_->fail(line_of(*node), fmt::format("\"{}\": expected a list of texts", key));
    return out;
  }
  for (const auto& item : *list) {
    if (const auto* v = item.as_string())
      out.push_back(v->get());
    else
      state_->fail(line_of(item), fmt::format("\"{}\": expected a list of texts only", key));
  }
  return out;
}

std::optional<Table> Table::table(std::string_view key) {
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return std::nullopt;
  state_->asked.insert(node);
  if (node->is_table()) return Table(*state_, erased(*node));
  state_->fail(line_of(*node), fmt::format("\"{}\": expected a table [{}]", key, key));
  return std::nullopt;
}

std::vector<Table> Table::tables(std::string_view key) {
  std::vector<Table> out;
  const auto* node = as_table(node_).get(key);
  if (node == nullptr) return out;
  state_->asked.insert(node);
  const auto* list = node->as_array();
  if (list == nullptr) {
    state_->fail(line_of(*node), fmt::format("\"{}\": expected tables [[{}]]", key, key));
    return out;
  }
  for (const auto& item : *list) {
    if (item.is_table())
      out.push_back(Table(*state_, erased(item)));
    else
      state_->fail(line_of(item), fmt::format("\"{}\": expected tables only", key));
  }
  return out;
}

std::map<std::string, std::string> Table::text_map() {
  std::map<std::string, std::string> out;
  const std::function<void(const ::toml::table&, const std::string&)> walk =
      [&](const ::toml::table& t, const std::string& prefix) {
        for (const auto& [key, node] : t) {
          const std::string path =
              prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
          state_->asked.insert(&node);
          if (const auto* inner = node.as_table())
            walk(*inner, path);
          else if (const auto* v = node.as_string())
            out[path] = v->get();
          else
            state_->fail(line_of(node), fmt::format("\"{}\": expected text in quotes", path));
        }
      };
  walk(as_table(node_), "");
  return out;
}

std::vector<std::string> Table::keys() const {
  std::vector<std::pair<std::uint32_t, std::string>> found;
  for (const auto& [key, node] : as_table(node_))
    found.emplace_back(line_of(node), std::string(key.str()));
  std::ranges::sort(found);
  std::vector<std::string> out;
  for (auto& [line, key] : found) out.push_back(std::move(key));
  return out;
}

std::uint32_t Table::line() const noexcept { return line_of(as_node(node_)); }

void Table::refuse(std::string_view key, std::string_view expected) {
  const auto* node = as_table(node_).get(key);
  state_->fail(node != nullptr ? line_of(*node) : line(),
               fmt::format("\"{}\": expected {}", key, expected));
}

Document::Document(std::unique_ptr<detail::State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

base::Result<Document> Document::parse(std::string_view text, std::string file) {
  if (text.size() > (64U << 20U))
    return base::in_file({base::ErrorKind::budget, "larger than 64 MiB"}, file);
  if (const auto at = key_too_deep(text))
    return base::in_file({base::ErrorKind::budget, "a key of more than 16 dotted parts", file, *at},
                         file);
  auto state = std::make_unique<detail::State>();
  state->file = file;
  try {
    state->root = ::toml::parse(text);
  } catch (const ::toml::parse_error& e) {
    return base::in_file({base::ErrorKind::malformed,
                          fmt::format("line {}: {}", e.source().begin.line, e.description())},
                         std::move(file));
  }
  return Document(std::move(state));
}

Table Document::root() { return {*state_, erased(state_->root)}; }

base::Result<void> Document::finish() const {
  if (state_->error) return std::unexpected(*state_->error);
  std::optional<base::Error> unknown;
  const std::function<void(const ::toml::table&)> walk = [&](const ::toml::table& t) {
    for (const auto& [key, node] : t) {
      if (unknown) return;
      if (!state_->asked.contains(&node)) {
        unknown = base::Error{base::ErrorKind::refused,
                              fmt::format("line {}: unknown key \"{}\"", line_of(node), key.str()),
                              state_->file, std::nullopt};
        return;
      }
      if (const auto* inner = node.as_table()) walk(*inner);
      if (const auto* list = node.as_array())
        for (const auto& item : *list)
          if (const auto* inner = item.as_table()) walk(*inner);
    }
  };
  walk(state_->root);
  if (unknown) return std::unexpected(*std::move(unknown));
  return {};
}

}  // namespace assay::formats::toml
