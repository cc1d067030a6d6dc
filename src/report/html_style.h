// The one style sheet and the one script of the HTML report, kept inside the file. The page is
// complete without the script: it adds sorting, filtering and opening all events, nothing that
// carries meaning.
#pragma once

#include "report/html_writer.h"

namespace assay::report {

/// All that stands before the title: doctype, and a policy that closes the file to everything
/// outside of it.
[[nodiscard]] Markup html_head() noexcept;
/// `<style>…</style>`.
void write_style(Html& html);
/// `<script>…</script>`.
void write_script(Html& html);

}  // namespace assay::report
