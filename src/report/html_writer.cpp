#include "report/html_writer.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"

namespace assay::report {

Html& Html::put(Markup markup) {
  add(markup.view());
  return *this;
}

Html& Html::text(std::string_view text, std::size_t most) {
  add(base::html_escaped(base::printable(text, most)));
  return *this;
}

Html& Html::prose(std::string_view sentence) {
  while (true) {
    const auto open = sentence.find('`');
    const auto close = open == std::string_view::npos ? open : sentence.find('`', open + 1);
    if (close == std::string_view::npos) return shortened(sentence);
    shortened(sentence.substr(0, open)).put("<code>");
    text(sentence.substr(open + 1, close - open - 1)).put("</code>");
    sentence.remove_prefix(close + 1);
  }
}

Html& Html::shortened(std::string_view words) {
  constexpr std::size_t kDigest = 40;  // SHA-1 and longer
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t from = 0;
  while (true) {
    from = words.find_first_of(kHex, from);
    if (from == std::string_view::npos) return text(words);
    const auto to = std::min(words.find_first_not_of(kHex, from), words.size());
    if (to - from >= kDigest) {
      text(words.substr(0, from)).digest(words.substr(from, to - from));
      words.remove_prefix(to);
      from = 0;
    } else {
      from = to;
    }
  }
}

Html& Html::count(std::uint64_t n) {
  std::string out = fmt::format("{}", n);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  add(out);
  return *this;
}

Html& Html::counted(std::uint64_t n, Markup singular) {
  count(n).put(" ").put(singular);
  return n == 1 ? *this : put("s");
}

Html& Html::digits(std::uint64_t n) {
  add(fmt::format("{}", n));
  return *this;
}

Html& Html::digest(std::string_view hex) {
  constexpr std::size_t kShown = 16;
  if (hex.size() <= kShown) return put("<code>").text(hex).put("</code>");
  return put("<code class=\"h\" title=\"")
      .text(hex, 256)
      .put("\">")
      .text(hex.substr(0, kShown))
      .put("…</code>");
}

void Html::add(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kFlushAt) flush();
}

void Html::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

}  // namespace assay::report
