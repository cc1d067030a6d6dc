#include "cli/image_pages.h"

#include "appraise/compare_firmware.h"
#include "bytes/text.h"
#include "inspect/firmware_images.h"
#include "report/image_diff_html.h"

namespace assay::cli {
namespace {

// The one image of a bundle, taken apart, with what was packed in it.
struct Opened {
  inspect::FirmwareImage image;
  inspect::firmware::Tree tree;
};

base::Result<Opened> open(const Context& c, const evidence::Bundle& bundle) {
  const auto images = inspect::firmware_images(bundle);
  if (images.size() != 1)
    return base::in_file({base::ErrorKind::usage, "--html: expected one firmware image"},
                         bundle.source);
  ASSAY_TRY(auto tree, c.images.inspect(images.front().bytes,
                                        {.artefact = images.front().path,
                                         .threads = 0,
                                         .contents = inspect::firmware::Contents::included,
                                         .digest = {},
                                         .as_of = c.clock.now()}));
  return Opened{images.front(), std::move(tree)};
}

base::Result<void> write(const Context& c, const std::string& to,
                         const std::function<void(const report::HtmlSink&)>& work) {
  ASSAY_TRY(const auto file, c.fs.create_atomically(to));
  base::Result<void> written;
  work([&](std::string_view part) {
    if (written) written = file->write(bytes::as_bytes(part));
  });
  ASSAY_CHECK(std::move(written));
  return file->commit();
}

}  // namespace

base::Result<void> write_image_page(const Context& c, const evidence::Bundle& bundle,
                                    const std::string& to) {
  ASSAY_TRY(const auto opened, open(c, bundle));
  const report::ImageView view{bundle.source, opened.tree, opened.image.bytes};
  return write(c, to, [&](const report::HtmlSink& sink) { report::write_html(view, sink); });
}

base::Result<void> write_diff_page(const Context& c, const evidence::Bundle& golden,
                                   const evidence::Bundle& observed, const std::string& to) {
  ASSAY_TRY(const auto was, open(c, golden));
  ASSAY_TRY(const auto is, open(c, observed));
  const auto comparison = appraise::compare_firmware(
      is.image.kind, inspect::firmware::items_of(was.tree), inspect::firmware::items_of(is.tree));
  const report::ImageView a{golden.source, was.tree, was.image.bytes};
  const report::ImageView b{observed.source, is.tree, is.image.bytes};
  return write(c, to,
               [&](const report::HtmlSink& sink) { report::write_html(a, b, comparison, sink); });
}

}  // namespace assay::cli
