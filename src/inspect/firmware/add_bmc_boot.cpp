// Code that a BMC boots: Nuvoton's chain of headers, ASPEED's vector tables, kernels, ELF files.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "bytes/text.h"
#include "formats/bmc/aspeed.h"
#include "formats/bmc/kernel.h"
#include "formats/bmc/nuvoton.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

namespace bmc = formats::bmc;

constexpr std::uint64_t kBlock = 4096;

Node executable(const Place& place, std::uint64_t size, std::uint64_t header, std::string type) {
  return {.kind = Kind::executable,
          .parent = place.parent,
          .buffer = place.buffer,
          .offset = place.offset,
          .size = size,
          .header = static_cast<std::uint32_t>(header),
          .type = std::move(type)};
}

// Code in flash ends where an erased block begins; its true length stands nowhere.
std::uint64_t code_size(bytes::ByteSpan bytes) noexcept {
  for (std::size_t at = 0; at + kBlock <= bytes.size(); at += kBlock)
    if (bytes::all_of(bytes.subspan(at, kBlock), std::byte{0xFF})) return at;
  return bytes.size();
}

}  // namespace

std::uint64_t add_nuvoton(TreeBuilder& tree, const Place& place) {
  const auto h = bmc::parse_nuvoton(tree.reader(place));
  if (!h) return 0;
  const NodeId node = tree.add(
      executable(place, h->size(), h->header,
                 fmt::format("{} {}", h->arbel ? "NPCM8xx" : "NPCM7xx", bmc::name(h->part))));
  tree.attribute(node, "load", fmt::format("0x{:08x}", h->load));
  if (h->made != 0) tree.attribute(node, "made", base::to_rfc3339({h->made}));
  if (h->arbel) tree.attribute(node, "security version", fmt::format("{}", h->security_version));
  tree.attribute(node, "signature", h->has_signature ? "present, not checked" : "none");
  if (h->encrypted) tree.attribute(node, "encrypted", "yes");
  if (h->part == bmc::NuvotonPart::uboot) {
    add_uboot_code(tree, node);
  } else {
    const auto version = bmc::find_version(tree.bytes_of(node));
    if (!version.empty()) tree.at(node).version = std::string(version);
  }
  return tree.at(node).size;
}

std::uint64_t add_vectors(TreeBuilder& tree, const Place& place) {
  const auto vectors = bmc::read_vectors(tree.reader(place));
  if (!vectors) return 0;
  const auto bytes = tree.bytes_of(place);
  constexpr std::uint64_t kSpl = std::uint64_t{64} * 1024;  // what an AST2600's ROM copies
  const std::uint64_t size = vectors->is_spl ? std::min(place.size, kSpl) : code_size(bytes);
  if (vectors->reset >= size) return 0;
  const auto code = bytes.first(static_cast<std::size_t>(size));
  const auto version = bmc::find_uboot_version(code);
  // Eight instructions alone are little; a boot loader's name or the flash's start make it one.
  if (version.empty() && !vectors->is_spl && place.offset != 0) return 0;
  const std::string_view type = vectors->is_spl   ? "U-Boot SPL"
                                : version.empty() ? "ARM boot code"
                                                  : "U-Boot";
  const NodeId node = tree.add(executable(place, size, 0, std::string(type)));
  tree.attribute(node, "reset", fmt::format("0x{:x}", vectors->reset));
  if (vectors->is_spl)
    tree.attribute(node, "secure boot", vectors->is_signed ? "header filled in" : "not signed");
  add_uboot_code(tree, node);
  return tree.at(node).size;
}

std::uint64_t add_secure_header(TreeBuilder& tree, const Place& place) {
  const auto h = bmc::parse_secure_header(tree.reader(place));
  if (!h) return 0;
  const NodeId node =
      tree.add(executable(place, std::min(place.size, bmc::kSecureHeader + h->image_size),
                          bmc::kSecureHeader, "ASPEED signed image"));
  tree.attribute(node, "algorithm", fmt::format("0x{:08x}", h->algorithm));
  tree.attribute(node, "rollback index", fmt::format("{}", h->rollback_index));
  add_uboot_code(tree, node);
  return tree.at(node).size;
}

std::uint64_t add_kernel(TreeBuilder& tree, const Place& place) {
  const auto kernel = bmc::recognise_kernel(tree.reader(place));
  if (!kernel) return 0;
  const std::uint64_t stated = kernel->size == 0 ? place.size : kernel->size;
  const NodeId node = tree.add(
      executable(place, std::min(stated, place.size), 0, std::string(bmc::name(kernel->form))));
  if (stated > place.size) tree.attribute(node, "stated size", fmt::format("{}", stated));
  tree.at(node).version = std::string(kernel->version);
  if (tree.at(node).version.empty())
    tree.at(node).version = std::string(bmc::find_version(tree.bytes_of(node)));
  // Behind its first instructions a kernel that unpacks itself carries the packed one.
  constexpr std::uint64_t kPastMagic = 64;
  Place body = tree.body(node);
  if (body.size <= kPastMagic) return tree.at(node).size;
  body.offset += kPastMagic;
  body.size -= kPastMagic;
  (void)add_linux_area(tree, body);
  return tree.at(node).size;
}

std::uint64_t add_elf(TreeBuilder& tree, const Place& place) {
  const auto elf = bmc::recognise_elf(tree.reader(place));
  if (!elf || place.size == 0) return 0;
  const NodeId node = tree.add(executable(place, place.size, 0, "ELF"));
  tree.attribute(node, "machine",
                 fmt::format("{}, {} bits", bmc::machine_name(elf->machine), elf->wide ? 64 : 32));
  tree.attribute(node, "entry", fmt::format("0x{:x}", elf->entry));
  tree.at(node).version = std::string(bmc::find_version(tree.bytes_of(node)));
  return tree.at(node).size;
}

}  // namespace assay::inspect::firmware
