#include "formats/filesystem/files.h"

namespace assay::formats::filesystem {

std::string_view name(Type type) noexcept {
  switch (type) {
    case Type::file:
      return "file";
    case Type::directory:
      return "directory";
    case Type::symlink:
      return "symbolic link";
    case Type::block_device:
      return "block device";
    case Type::character_device:
      return "character device";
    case Type::fifo:
      return "fifo";
    case Type::socket:
      return "socket";
    case Type::other:
      break;
  }
  return "other";
}

Type type_of_mode(std::uint32_t mode) noexcept {
  switch (mode & 0170000U) {
    case 0100000U:
      return Type::file;
    case 0040000U:
      return Type::directory;
    case 0120000U:
      return Type::symlink;
    case 0060000U:
      return Type::block_device;
    case 0020000U:
      return Type::character_device;
    case 0010000U:
      return Type::fifo;
    case 0140000U:
      return Type::socket;
    default:
      return Type::other;
  }
}

bytes::ByteSpan Files::content_of(const Entry& entry, bytes::ByteSpan image) const noexcept {
  if (entry.type != Type::file) return {};
  const bytes::ByteSpan from = entry.in_image ? image : bytes::ByteSpan(contents);
  const auto part = bytes::Reader(from).at(entry.at, entry.size, "content");
  return part ? part->rest() : bytes::ByteSpan{};
}

std::string joined(std::string_view directory, std::string_view name) {
  std::string out(directory);
  if (!out.empty()) out += '/';
  out += name;
  return out;
}

}  // namespace assay::formats::filesystem
