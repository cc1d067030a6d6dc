#include "formats/uefi/load_option.h"

#include "formats/uefi/text.h"

namespace assay::formats::uefi {

bytes::Parsed<LoadOption> parse_load_option(bytes::Reader reader, bytes::Budget& budget) {
  LoadOption option;
  const auto attributes = reader.le32("Attributes");
  if (!attributes) return std::unexpected(attributes.error());
  option.attributes = *attributes;
  const auto path_size = reader.le16("FilePathListLength");
  if (!path_size) return std::unexpected(path_size.error());
  const auto description = read_utf16z(reader, "Description");
  if (!description) return std::unexpected(description.error());
  option.description = *description;
  const auto list = reader.sub(*path_size, "FilePathList");
  if (!list) return std::unexpected(list.error());
  auto path = parse_device_path(*list, budget);
  if (!path) return std::unexpected(path.error());
  option.path = *std::move(path);
  option.optional_data = reader.rest();
  return option;
}

}  // namespace assay::formats::uefi
