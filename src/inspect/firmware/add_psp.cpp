#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/microcode/amd.h"
#include "formats/psp/binary.h"
#include "formats/psp/directory.h"
#include "formats/psp/embedded.h"
#include "inspect/firmware/add_flash.h"
#include "inspect/firmware/spots.h"

namespace assay::inspect::firmware {
namespace {

namespace psp = formats::psp;

constexpr std::size_t kMostDirectories = 64;
constexpr std::size_t kMostLookups = 1024;  // each looks at every node

class Walk {
 public:
  explicit Walk(TreeBuilder& tree) : tree_(tree), spots_(tree) {}

  void run(std::uint64_t offset) {
    const auto table = psp::parse_embedded(bytes::Reader(tree_.image()), offset);
    if (!table) return;
    const NodeId id = spots_.find_or_add({.kind = Kind::table,
                                          .offset = offset,
                                          .size = table->size,
                                          .header = static_cast<std::uint32_t>(table->size),
                                          .type = "AMD embedded firmware"});
    tree_.attribute(id, "Addresses", table->second_generation ? "offsets" : "physical");
    for (const auto& pointer : table->pointers) {
      tree_.attribute(id, pointer.name, fmt::format("0x{:x}", pointer.address));
      if (pointer.directory) follow(pointer.address);
    }
    for (; !waiting_.empty() && visited_.size() < kMostDirectories; waiting_.pop_front())
      visit(waiting_.front());
  }

 private:
  [[nodiscard]] bytes::Reader rest_from(std::uint64_t offset) const {
    return tree_.reader({kNone, 0, offset, tree_.image().size() - offset});
  }
  void follow(std::uint64_t address) {
    if (const auto offset = psp::offset_of(address, tree_.image().size()))
      waiting_.push_back(*offset);
  }

  // An address is physical, or counts from the image, the directory or its slot; a table of the
  // first generation has physical ones throughout.
  [[nodiscard]] std::optional<std::uint64_t> place_of(const psp::Entry& entry,
                                                      std::uint64_t directory) const {
    const std::uint64_t size = tree_.image().size();
    if (entry.mode < 2) return psp::offset_of(entry.address, size);
    if (entry.address >= size || directory >= size - entry.address) return std::nullopt;
    return directory + entry.address;
  }

  void visit(std::uint64_t offset) {
    if (!visited_.insert(offset).second) return;
    auto reader = rest_from(offset);
    if (!psp::looks_like_directory(reader.rest())) {
      if (const auto slot = psp::parse_image_slot(reader)) visit_slot(offset, *slot);
      return;
    }
    const auto directory = psp::parse_directory(reader, tree_.budget());
    if (!directory) return tree_.malformed(TreeBuilder::root(), directory.error());
    const NodeId id = spots_.find_or_add(
        {.kind = Kind::table,
         .offset = offset,
         .size = directory->size,
         .header = static_cast<std::uint32_t>(directory->size),
         .type = psp::is_bios(directory->kind) ? "AMD BIOS directory" : "AMD PSP directory",
         .name = std::string(psp::name(directory->kind))});
    tree_.attribute(id, "Entries", fmt::format("{}", directory->entries.size()));
    tree_.attribute(id, "Checksum", directory->checksum_good ? "good" : "wrong");
    if (!directory->checksum_good && id != kNone)
      tree_.finding("firmware.table.checksum", id,
                    fmt::format("The checksum of the {} directory at 0x{:x} is wrong.",
                                psp::name(directory->kind), offset));
    for (const auto& entry : directory->entries) add_entry(*directory, entry, offset, id);
  }

  void visit_slot(std::uint64_t offset, const psp::ImageSlot& slot) {
    const auto target = psp::offset_of(slot.directory, tree_.image().size());
    if (!target || !psp::looks_like_directory(rest_from(*target).rest())) return;
    const NodeId id = spots_.find_or_add({.kind = Kind::table,
                                          .offset = offset,
                                          .size = 32,
                                          .header = 32,
                                          .type = "AMD image slot"});
    tree_.attribute(id, "Priority", fmt::format("0x{:x}", slot.priority));
    tree_.attribute(id, "Retries", fmt::format("{}", slot.retries));
    tree_.attribute(id, "Directory", fmt::format("0x{:x}", slot.directory));
    waiting_.push_back(*target);
  }

  static std::string name_of(const psp::Directory& directory, const psp::Entry& entry) {
    const auto known = psp::type_name(directory.kind, entry.type);
    std::string name =
        known.empty() ? fmt::format("type 0x{:02x}", entry.type) : std::string(known);
    if (entry.instance != 0) name += fmt::format(", instance {}", entry.instance);
    if (entry.subprogram != 0) name += fmt::format(", program {}", entry.subprogram);
    return name;
  }

  void add_entry(const psp::Directory& directory, const psp::Entry& entry, std::uint64_t at,
                 NodeId table) {
    const std::string name = name_of(directory, entry);
    if (entry.value) {
      tree_.attribute(table, name, fmt::format("0x{:x}", entry.address));
      return;
    }
    const auto offset = place_of(entry, at);
    tree_.attribute(table, name,
                    offset ? fmt::format("0x{:x}, {} bytes", *offset, entry.size)
                           : fmt::format("address 0x{:x}", entry.address));
    if (!offset) return;
    if (psp::leads_on(directory.kind, entry.type)) {
      waiting_.push_back(*offset);
      return;
    }
    if (++lookups_ > kMostLookups) return;
    const NodeId id = spots_.find_or_add(
        {.kind = Kind::partition,
         .offset = *offset,
         .size = entry.size,
         .type = psp::is_bios(directory.kind) ? "AMD BIOS entry" : "AMD PSP entry",
         .name = name});
    if (id != kNone) describe(id, entry);
  }

  void describe(NodeId id, const psp::Entry& entry) {
    const Place body = tree_.body(id);
    if (!described_.insert(id).second) return;
    if (entry.type == 0x66 && formats::microcode::looks_like_amd_patch(tree_.bytes_of(body))) {
      if (const auto patch = formats::microcode::parse_amd_patch(tree_.reader(body))) {
        tree_.at(id).kind = Kind::microcode;
        tree_.at(id).version = fmt::format("0x{:08x}", patch->revision);
        tree_.attribute(id, "Revision", tree_.at(id).version);
        tree_.attribute(id, "Date", patch->date_text());
        tree_.attribute(id, "Processor", fmt::format("{:04X}", patch->processor));
      }
      return;
    }
    const auto header = psp::parse_binary_header(tree_.reader(body));
    if (!header) return;
    tree_.at(id).version = header->version_text();
    tree_.attribute(id, "Version", header->version_text());
    tree_.attribute(
        id, "Signature",
        header->is_signed ? "key " + bytes::to_hex(header->key_fingerprint) : "missing");
    if (header->encrypted) tree_.attribute(id, "Encrypted", "yes");
    if (header->compressed)
      tree_.attribute(id, "Size unpacked", fmt::format("{}", header->size_uncompressed));
  }

  TreeBuilder& tree_;
  Spots spots_;
  std::deque<std::uint64_t> waiting_;
  std::set<std::uint64_t> visited_;
  std::set<NodeId> described_;
  std::size_t lookups_ = 0;
};

}  // namespace

void add_security_processor(TreeBuilder& tree) {
  if (const auto at = psp::find_embedded(tree.image())) Walk(tree).run(*at);
}

}  // namespace assay::inspect::firmware
