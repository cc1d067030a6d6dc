#include "proof/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <system_error>

#include "bytes/text.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

// The next line without its newline; false where there is none.
bool next_line(std::string_view& text, std::string_view& line) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

}  // namespace

base::Result<Checkpoint> parse_checkpoint(std::string_view text) {
  Checkpoint out;
  std::string_view origin;
  std::string_view size;
  std::string_view root;
  // signed-note: no ASCII control character but the newline.
  if (std::ranges::any_of(text,
                          [](char c) { return c != '\n' && static_cast<unsigned char>(c) < ' '; }))
    return fail(ErrorKind::malformed, "checkpoint: expected no control character");
  if (!next_line(text, origin) || origin.empty())
    return fail(ErrorKind::malformed, "checkpoint: expected the log's name in line 1");
  out.origin = std::string(origin);
  if (!next_line(text, size) || size.empty() || (size.size() > 1 && size.front() == '0'))
    return fail(ErrorKind::malformed, "checkpoint: expected the log's size in line 2");
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (error != std::errc{} || end != size.data() + size.size())
    return fail(ErrorKind::malformed, "checkpoint: expected the log's size in line 2");
  const auto raw = next_line(text, root) ? bytes::from_base64(root) : std::nullopt;
  if (!raw || raw->size() != out.root.size())
    return fail(ErrorKind::malformed, "checkpoint: expected base64 of 32 bytes in line 3");
  std::ranges::copy(*raw, out.root.begin());
  for (std::string_view line; !text.empty();)
    if (!next_line(text, line) || line.empty())
      return fail(ErrorKind::malformed,
                  "checkpoint: expected its extension lines not to be empty and to end");
  return out;
}

std::string to_text(const Checkpoint& c) {
  return fmt::format("{}\n{}\n{}\n", c.origin, c.size, bytes::to_base64(c.root));
}

}  // namespace assay::proof
