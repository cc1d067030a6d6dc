// Paths as archives write them, made safe: relative, no step up, one spelling per file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::formats::archive {

/// `raw` without "." and empty steps, or nothing for a path that must be refused: absolute, with a
/// ".." step (also behind a backslash, which other systems take for a separator), a drive letter or
/// a NUL. The archive's own folder ("./") becomes "".
[[nodiscard]] std::optional<std::string> safe_path(std::string_view raw);

}  // namespace assay::formats::archive
