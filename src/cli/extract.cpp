#include "cli/extract.h"

#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "inspect/firmware/extract_names.h"
#include "inspect/firmware/inspect_image.h"

namespace assay::cli {
namespace {

namespace firmware = inspect::firmware;
using formats::json::Value;

Value row(const firmware::Tree& tree, const firmware::Extract& extract) {
  const firmware::Node& node = tree.nodes[extract.node];
  Value json = {{"file", extract.file},
                {"path", base::printable(tree.path_of(extract.node))},
                {"type", base::printable(node.type)},
                {"name", base::printable(node.name)},
                {"offset", node.offset},
                {"size", node.size},
                {"sha256", node.digest.hex()}};
  if (node.guid) json["guid"] = node.guid->to_string();
  if (node.buffer != 0) json["packed"] = true;
  return json;
}

}  // namespace

base::Result<void> make_new_folder(const Context& context, const std::string& folder) {
  if (context.fs.type(folder) != base::FileType::none)
    return base::in_file({base::ErrorKind::usage, "exists already, and nothing is overwritten"},
                         folder);
  return context.fs.make_directories(folder);
}

base::Result<void> extract_image(const Context& context, const std::string& folder,
                                 const std::string& path, bytes::ByteSpan image) {
  if (firmware::recognise_image(image) == nullptr)
    return base::in_file({base::ErrorKind::refused, "is no firmware image: nothing to extract"},
                         path);
  ASSAY_TRY(const firmware::Tree tree,
            context.images.inspect(
                image, {.artefact = path, .threads = 0, .contents = firmware::Contents::included}));
  const auto name = firmware::path_step(std::filesystem::path(path).filename().string());
  const auto into = std::filesystem::path(folder) / (name.empty() ? "image" : name);
  ASSAY_CHECK(make_new_folder(context, into.string()));
  Value index = Value::array();
  for (const firmware::Extract& extract : firmware::extracts(tree)) {
    const auto bytes = tree.bytes_of(tree.nodes[extract.node], image);
    ASSAY_CHECK(context.fs.write_unsynced(into / extract.file, bytes));
    index.push_back(row(tree, extract));
  }
  const std::string text = formats::json::to_text(index, 1) + "\n";
  return context.fs.write_unsynced(into / "index.json", bytes::as_bytes(text));
}

}  // namespace assay::cli
