// Appends formatted text to a string. fmt::format_to(std::back_inserter(out), …) would do the same,
// but makes every source file that uses it compile all of fmt's machinery anew: over a second each.
#pragma once

#include <fmt/format.h>
#include <string>

namespace assay::base {

/// Appends what fmt::vformat(pattern, args) gives. Call append() instead: it checks the pattern.
void append_formatted(std::string& out, fmt::string_view pattern, fmt::format_args args);

/// Appends `pattern` with `values` set in to `out`; the pattern is checked when it is compiled.
template <typename... Values>
void append(std::string& out, fmt::format_string<Values...> pattern, Values&&... values) {
  append_formatted(out, pattern, fmt::make_format_args(values...));
}

}  // namespace assay::base
