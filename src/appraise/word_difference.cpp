#include "appraise/word_difference.h"

#include <fmt/format.h>
#include <vector>

#include "base/text.h"
#include "reference/align.h"

namespace assay::appraise {
namespace {

using reference::Likeness;
using reference::Step;
using Words = std::vector<std::string_view>;

Words split(std::string_view text) {
  Words out;
  while (!text.empty()) {
    const auto space = text.find(' ');
    if (space != 0) out.push_back(text.substr(0, space));
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return out;
}

std::string cut(std::string_view text) { return base::printable(text, 200); }

// "root=/dev/vda1" and "root=/dev/vdb1" are one word that changed.
Likeness alike(std::string_view a, std::string_view b) {
  if (a == b) return Likeness::same;
  const auto name = a.substr(0, a.find('='));
  return a.find('=') != std::string_view::npos && b.starts_with(name) &&
                 b.substr(name.size()).starts_with('=')
             ? Likeness::changed
             : Likeness::different;
}

// Runs of words that were added or removed in one place, told as one.
class Parts {
 public:
  void word(char kind, std::string_view text) {
    if (kind != kind_) flush();
    kind_ = kind;
    run_ += (run_.empty() ? "" : " ") + std::string(text);
  }
  void sentence(std::string text) {
    flush();
    add(std::move(text));
  }
  void flush() {
    if (!run_.empty())
      add(fmt::format("`{}` was {}", cut(run_), kind_ == '+' ? "added" : "removed"));
    run_.clear();
    kind_ = ' ';
  }
  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  void add(std::string part) { out_ += (out_.empty() ? "" : ", ") + part; }
  std::string out_;
  std::string run_;
  char kind_ = ' ';
};

}  // namespace

std::string word_difference(std::string_view was, std::string_view now) {
  const Words a = split(was);
  const Words b = split(now);
  const auto steps = reference::align(
      a.size(), b.size(), [&](std::size_t i, std::size_t j) { return alike(a[i], b[j]); });
  std::size_t same = 0;
  for (const Step& s : steps) same += s.likeness == Likeness::same ? 1 : 0;
  if (3 * same < std::max(a.size(), b.size()))
    return fmt::format("it was `{}`, now it is `{}`", cut(was), cut(now));
  Parts parts;
  for (const Step& s : steps) {
    if (s.likeness == Likeness::same)
      parts.flush();
    else if (s.left && s.right)
      parts.sentence(fmt::format("`{}` became `{}`", cut(a[*s.left]), cut(b[*s.right])));
    else if (s.left)
      parts.word('-', a[*s.left]);
    else
      parts.word('+', b[*s.right]);
  }
  parts.flush();
  return parts.text().empty() ? "white space alone differs" : parts.text();
}

}  // namespace assay::appraise
