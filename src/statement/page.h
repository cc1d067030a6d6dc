// statement.html: the statement as one page that a browser shows without loading anything, for
// people who read no JSON. It is a pure function of the statement, so a verifier makes it again and
// compares: a page that says something else than statement.json is refused. A script in it checks a
// statement's digests and its leaf's proof on the reader's own machine.
#pragma once

#include <string>
#include <string_view>

#include "statement/statement.h"

namespace assay::statement {

/// What the page says of the form that it has: another version's page cannot be made again here.
/// Raise the number with every change to what is rendered.
inline constexpr std::string_view kPageForm =
    "<meta name=\"generator\" content=\"assay statement page 1\">";
/// Rows that a page lists; all are in statement.json.
inline constexpr std::size_t kMostPageRows = 2000;

[[nodiscard]] std::string render_page(const Statement& statement);

/// The page's script and style.
[[nodiscard]] std::string_view page_script() noexcept;
[[nodiscard]] std::string_view page_style() noexcept;

}  // namespace assay::statement
