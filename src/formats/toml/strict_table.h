// TOML read strictly: policies, references, change records, allegations. Every key that a reader
// asks for is ticked off; a wrong type, a missing required key or a key that nobody asked for
// ("sevrity") is an error with its line. A typo in a policy must never become "accept everything".
//
//     auto doc = Document::parse(text, "policy.toml");
//     Table root = doc->root();
//     auto name = root.text("name");           // optional
//     for (Table& rule : root.tables("rule")) …
//     ASSAY_CHECK(doc->finish());
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace assay::formats::toml {

namespace detail {
struct State;
}  // namespace detail

/// A view into a Document; valid as long as that lives.
class Table {
 public:
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] std::optional<std::string> text(std::string_view key);
  /// Records an error and gives "" where the key is missing.
  [[nodiscard]] std::string required_text(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  /// A TOML date-time (with offset), a local date (midnight UTC), or either as RFC 3339 text.
  [[nodiscard]] std::optional<base::Time> time(std::string_view key);
  /// Empty where missing.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  [[nodiscard]] std::optional<Table> table(std::string_view key);
  [[nodiscard]] std::vector<Table> tables(std::string_view key);
  /// All members as text, for tables whose keys are data ("boot.pcr.changed" = "warning"); dotted
  /// keys that TOML reads as nested tables are joined again.
  [[nodiscard]] std::map<std::string, std::string> text_map();

  /// The keys, in the file's order; asking ticks nothing off.
  [[nodiscard]] std::vector<std::string> keys() const;
  [[nodiscard]] std::uint32_t line() const noexcept;
  /// Records that the value of `key` is not acceptable; `expected` completes "expected …".
  void refuse(std::string_view key, std::string_view expected);

 private:
  friend class Document;
  Table(detail::State& state, const void* node) : state_(&state), node_(node) {}
  detail::State* state_;
  const void* node_;  ///< a toml::node; untyped so that users of this header never see the library
};

class Document {
 public:
  /// At most 64 MiB of text. `file` is what errors name.
  [[nodiscard]] static base::Result<Document> parse(std::string_view text, std::string file);

  [[nodiscard]] Table root();
  /// The first error of any Table, else the first key that nobody asked for.
  [[nodiscard]] base::Result<void> finish() const;

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

 private:
  explicit Document(std::unique_ptr<detail::State> state);
  std::unique_ptr<detail::State> state_;
};

}  // namespace assay::formats::toml
