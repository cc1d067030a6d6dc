// What a firmware image is made of: one flat tree of nodes, whatever the image is (a whole SPI
// dump, a bare volume, a BMC's flash, an option ROM). Every discipline-level step (inspect's JSON,
// compare, learn, audit) reads this tree and nothing below it; every format adds its part of it
// through an `add_*` function of this folder. Bytes of an image that no format claimed are nodes
// too (padding, free space, unknown data): the leaves cover their parent without a gap, so a
// changed byte always has a node that names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/types.h"
#include "bytes/reader.h"
#include "crypto/digest.h"
#include "evidence/finding.h"
#include "formats/uefi/guid.h"

namespace assay::inspect::firmware {

enum class Kind : std::uint8_t {
  image,       ///< the whole file
  region,      ///< of an Intel flash descriptor, or a flash map's partition
  descriptor,  ///< Intel flash descriptor
  volume,      ///< UEFI PI firmware volume
  file,        ///< FFS file
  section,     ///< of an FFS file
  padding,     ///< bytes between things, all of one value or not; FFS pad files
  free_space,  ///< erased, usable by its volume or store
  store,       ///< of variables: VSS, NVAR, FTW, …; a U-Boot environment
  variable,    ///< one entry of a store
  microcode,   ///< one update
  table,       ///< FIT, $FPT, PSP or BIOS directory, UBI volume table, …
  partition,   ///< what a table points at: an ME partition, a PSP entry, an ACM
  capsule,     ///< UEFI or FMP capsule, vendor's update container
  executable,  ///< PE32, TE, ELF, kernel, boot block, option ROM
  archive,     ///< gzip, xz, cpio, uImage, FIT
  filesystem,  ///< squashfs, JFFS2, UBIFS, cramfs, romfs
  entry,       ///< a file of a file system or an archive
  data,        ///< anything else that is named
};

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct Attribute {
  std::string name;   ///< the specification's name of the field, or what its tools call it
  std::string value;  ///< for people: printable
};

struct Node {
  Kind kind = Kind::data;
  std::uint32_t parent = kNone;  ///< index in Tree::nodes; the root has none
  std::uint32_t buffer = 0;      ///< index in Tree::buffers; 0 is the image itself
  std::uint64_t offset = 0;      ///< in that buffer
  std::uint64_t size = 0;        ///< header included
  std::uint32_t header = 0;      ///< bytes of it
  std::string
      type{};  ///< in UEFIExtract's words for UEFI ("DXE driver", "PE32 image"), else the format's
  std::string name{};  ///< UI name, variable's name, path in a file system; empty where it has none
  std::optional<formats::uefi::Guid> guid{};
  std::string version{};
  crypto::Digest digest{};  ///< SHA-256 of all `size` bytes
  std::vector<Attribute> attributes{};
};

/// In document order: a parent stands before its children, and children in the order of their
/// offsets.
struct Tree {
  std::vector<Node> nodes;
  /// What was decompressed on the way; 0 is empty, it stands for the image that the caller holds.
  std::vector<base::Bytes> buffers;
  std::vector<evidence::Finding> findings;

  [[nodiscard]] bytes::ByteSpan bytes_of(const Node& node, bytes::ByteSpan image) const noexcept;
  /// '/'-joined `GUID(name)` or type steps from the root's child down to the node, as compare
  /// prints it.
  [[nodiscard]] std::string path_of(std::uint32_t node) const;
};

}  // namespace assay::inspect::firmware
