#include "formats/archive/container.h"

#include "bytes/text.h"
#include "formats/archive/tar_header.h"

namespace assay::formats::archive {

std::optional<Container> recognise(bytes::ByteSpan file) noexcept {
  using bytes::starts_with;
  using namespace std::string_view_literals;
  if (starts_with(file, "\x1f\x8b\x08")) return Container::gzip;
  if (starts_with(file,
                  "\xfd"
                  "7zXZ\0"sv))
    return Container::xz;
  if (starts_with(file, "\x28\xb5\x2f\xfd")) return Container::zstd;
  // A zstd skippable frame (RFC 8878, 3.1.2) with which some writers begin: magic 0x184D2A5?.
  if (file.size() >= 4 && (file[0] & std::byte{0xF0}) == std::byte{0x50} &&
      starts_with(file.subspan(1), "\x2a\x4d\x18"))
    return Container::zstd;
  if (starts_with(file, "PK\x03\x04") || starts_with(file, "PK\x05\x06")) return Container::zip;
  bytes::Reader r(file);
  const auto block = r.fixed<kTarBlock>("tar header");
  if (block && !bytes::all_of(*block, std::byte{0}) && tar_checksum_holds(*block))
    return Container::tar;
  return std::nullopt;
}

std::string_view name(Container container) noexcept {
  switch (container) {
    case Container::gzip:
      return "gzip";
    case Container::xz:
      return "xz";
    case Container::zstd:
      return "zstd";
    case Container::zip:
      return "zip";
    case Container::tar:
      return "tar";
  }
  return "unknown";
}

}  // namespace assay::formats::archive
