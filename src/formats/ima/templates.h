// IMA templates: which fields an entry's data is made of. A template is named in the log, or, where
// the administrator wrote an own one, its format stands in the place of the name: "d-ng|n-ng|sig"
// (kernel documentation, security/IMA-templates).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace assay::formats::ima {

/// The kernel's IMA_TEMPLATE_NUM_FIELDS_MAX.
inline constexpr std::size_t kMaxFields = 15;

/// The format of a template by its name: field identifiers separated by '|'. A name that is itself
/// a format (one with a '|', or a bare field identifier) is returned as it is. Nothing for a
/// template Assay does not know, and for a format of more than kMaxFields fields.
[[nodiscard]] std::optional<std::string_view> format_of(std::string_view template_name) noexcept;

/// True where the kernel defines every field identifier of `format`.
[[nodiscard]] bool is_known_format(std::string_view format) noexcept;

}  // namespace assay::formats::ima
