// Sections around sections: compressed, checked by a CRC, signed. What is packed is handed to the
// builder's threads; what is only wrapped is read in place.
#include <algorithm>
#include <array>
#include <optional>

#include "base/format.h"
#include "formats/pi/checksum.h"
#include "formats/pi/guids.h"
#include "formats/pi/unpack.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

struct PackedGuid {
  pi::Guid guid;
  pi::Packing packing;
};
constexpr std::array kPackings{
    PackedGuid{pi::kSectionLzma, pi::Packing::lzma},
    PackedGuid{pi::kSectionLzmaHp, pi::Packing::lzma},
    PackedGuid{pi::kSectionLzmaMicrosoft, pi::Packing::lzma},
    PackedGuid{pi::kSectionLzmaF86, pi::Packing::lzma_x86},
    PackedGuid{pi::kSectionTiano, pi::Packing::standard},
    PackedGuid{pi::kSectionBrotli, pi::Packing::brotli},
    PackedGuid{pi::kSectionGzip, pi::Packing::gzip},
    PackedGuid{pi::kSectionZlibAmd, pi::Packing::zlib_amd},
};

constexpr std::uint64_t kCertBlock = 16 + 256 + 256;  // EFI_CERT_BLOCK_RSA_2048_SHA256
constexpr std::uint64_t kWinCertificate = 8;

std::optional<pi::Packing> packing_of(const pi::Section& section) {
  if (section.type == pi::kSectionCompression) {
    switch (section.compression) {
      case 1:
        return pi::Packing::standard;
      case 2:
        return pi::Packing::lzma;
      case 0x86:
        return pi::Packing::lzma_x86;
      default:
        return std::nullopt;
    }
  }
  for (const auto& row : kPackings)
    if (section.guid && row.guid == *section.guid) return row.packing;
  return std::nullopt;
}

// Intel's early LZMA sections begin with four bytes of their own.
bytes::Parsed<pi::Content> unpack_or_legacy(pi::Packing packing, bytes::Reader r, bool large,
                                            bytes::Budget& budget) {
  auto content = pi::unpack(packing, r, large, budget);
  if (content || packing != pi::Packing::lzma) return content;
  auto legacy = r;
  if (!legacy.skip(4, "legacy header")) return content;
  auto second = pi::unpack(packing, legacy, large, budget);
  if (!second || !pi::holds_sections(second->bytes, large)) return content;
  second->algorithm = "LZMA, Intel legacy";
  return second;
}

void unpack_section(TreeBuilder& tree, NodeId node, pi::Packing packing,
                    const SectionContext& context) {
  const bytes::Reader stream = tree.reader(tree.body(node));
  auto size = pi::stated_size(packing, stream);
  if (!size) {
    tree.attribute(node, "Not decompressed", size.error().describe());
    return tree.malformed(node, size.error());
  }
  tree.unpack_later(
      node, *size,
      [packing, stream, large = context.large](bytes::Budget& budget) -> bytes::Parsed<Unpacked> {
        auto content = unpack_or_legacy(packing, stream, large, budget);
        if (!content) return std::unexpected(content.error());
        return Unpacked{std::move(content->bytes), content->algorithm};
      },
      [context](TreeBuilder& builder, const Place& place) {
        add_sections(builder, place, context);
      });
}

void check_crc(TreeBuilder& tree, NodeId node, const pi::Section& section) {
  const auto all = tree.bytes_of(node);
  bytes::Reader r(all.subspan(std::min<std::size_t>(section.fixed_size, all.size())));
  const auto stated = r.le32("CRC32");
  if (!stated) return tree.malformed(node, stated.error());
  const std::uint32_t real = pi::crc32(tree.bytes_of(tree.body(node)));
  if (real == *stated) return tree.attribute(node, "CRC-32", "holds");
  tree.finding("firmware.image.checksum", node,
               fmt::format("The section states the CRC-32 0x{:08x}; its bytes have 0x{:08x}.",
                           *stated, real));
}

// The signature stands before the data, sometimes counted into DataOffset and sometimes not.
Place signed_data(TreeBuilder& tree, NodeId node, const pi::Section& section, bool large) {
  Place body = tree.body(node);
  if (pi::holds_sections(tree.bytes_of(body), large)) return body;
  std::uint64_t length = kCertBlock;
  if (*section.guid == pi::kSectionSigned) {
    bytes::Reader r(tree.bytes_of(body));
    length = r.le32("dwLength").value_or(kWinCertificate);
  }
  length = std::min(length, body.size);
  tree.at(node).header += static_cast<std::uint32_t>(length);
  return tree.body(node);
}

}  // namespace

void add_packed_section(TreeBuilder& tree, NodeId node, const pi::Section& section,
                        const SectionContext& context) {
  if (const auto packing = packing_of(section))
    return unpack_section(tree, node, *packing, context);
  if (section.type == pi::kSectionCompression && section.compression != 0) {
    tree.attribute(node, "Not decompressed",
                   fmt::format("unknown compression type 0x{:02x}", section.compression));
    return;
  }
  const auto guid = section.guid.value_or(pi::Guid{});
  if (guid == pi::kSectionCrc32) check_crc(tree, node, section);
  if (guid == pi::kSectionSigned || guid == pi::kSectionRsa2048Sha256) {
    tree.attribute(node, "Signed",
                   guid == pi::kSectionSigned ? "certificate" : "RSA 2048, SHA-256");
    return add_sections(tree, signed_data(tree, node, section, context.large), context);
  }
  const Place body = tree.body(node);
  if ((section.attributes & pi::kProcessingRequired) != 0 &&
      !pi::holds_sections(tree.bytes_of(body), context.large)) {
    tree.attribute(node, "Not decoded", "unknown kind of GUID-defined section");
    return;
  }
  add_sections(tree, body, context);
}

}  // namespace assay::inspect::firmware
