// Writes HTML so that evidence can never become markup: put() takes only string literals of this
// program, known when it is compiled; everything else goes through text(), which makes it printable
// and escapes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/html.h"

namespace assay::report {

/// Markup that stands in this program's source. A string made at run time does not convert to it.
class Markup {
 public:
  // Implicit, since being a literal is all that it asks. NOLINTBEGIN(google-explicit-constructor)
  template <std::size_t N>
  consteval Markup(const char (&literal)[N]) : text_(literal, N - 1) {}
  // NOLINTEND(google-explicit-constructor)
  [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

class Html {
 public:
  explicit Html(const HtmlSink& sink) : sink_(sink) { buffer_.reserve(kFlushAt + 8192); }
  ~Html() { flush(); }
  Html(const Html&) = delete;
  Html& operator=(const Html&) = delete;

  Html& put(Markup markup);
  /// Printable and escaped, for text and for quoted attributes; at most about `most` bytes, then
  /// "…".
  Html& text(std::string_view text, std::size_t most = 4096);
  /// Text in which digests (40 hex digits and more) are shown as by digest().
  Html& shortened(std::string_view words);
  /// The same for a sentence in which `words between backticks` are code.
  Html& prose(std::string_view sentence);
  /// For people: 20000 is "20,000".
  Html& count(std::uint64_t n);
  /// "1 server", "2,000 servers"; the plural ends in `s`.
  Html& counted(std::uint64_t n, Markup singular);
  /// For anchors and sizes: bare digits.
  Html& digits(std::uint64_t n);
  /// A digest: the first 16 digits, all of them in the title and in print.
  Html& digest(std::string_view hex);

 private:
  static constexpr std::size_t kFlushAt = 64U << 10U;
  void add(std::string_view bytes);
  void flush();

  const HtmlSink& sink_;
  std::string buffer_;
};

}  // namespace assay::report
