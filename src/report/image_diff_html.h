// Two firmware images beside each other as one HTML file: both maps with what differs marked, and
// each difference with both its sides and the bytes where they part.
#pragma once

#include "appraise/difference.h"
#include "inspect/firmware/compare_items.h"
#include "report/image_html.h"

namespace assay::report {

void write_html(const ImageView& golden, const ImageView& observed,
                const appraise::Comparison& comparison, const HtmlSink& sink);

}  // namespace assay::report
