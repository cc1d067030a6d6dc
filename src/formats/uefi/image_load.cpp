#include "formats/uefi/image_load.h"

namespace assay::formats::uefi {

bytes::Parsed<ImageLoad> parse_image_load(bytes::Reader reader, bytes::Budget& budget) {
  const auto header = reader.fixed<32>("ImageLocationInMemory");
  if (!header) return std::unexpected(header.error());
  ImageLoad image;
  image.location = bytes::le64_at<0>(*header);
  image.length = bytes::le64_at<8>(*header);
  image.link_time_address = bytes::le64_at<16>(*header);
  const auto path = reader.sub(bytes::le64_at<24>(*header), "LengthOfDevicePath");
  if (!path) return std::unexpected(path.error());
  image.raw_path = path->whole();
  auto nodes = parse_device_path(*path, budget);
  image.path_valid = nodes.has_value();
  if (nodes) image.path = *std::move(nodes);
  return image;
}

}  // namespace assay::formats::uefi
