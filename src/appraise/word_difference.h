// The difference of two lines of text in words, as a person would say it.
#pragma once

#include <string>
#include <string_view>

namespace assay::appraise {

/// "`init=/bin/sh` was added", "`quiet` was removed", "`ro` became `rw`", joined by commas; where
/// the two share less than a third of their words, "it was `…`, now it is `…`". Long texts are cut.
[[nodiscard]] std::string word_difference(std::string_view was, std::string_view now);

}  // namespace assay::appraise
