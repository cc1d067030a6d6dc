// Debian's OVMF as one flash, and the changes that an implant makes to it: what a test alters lies
// packed inside, so each change is made there and the image is packed and summed again as a
// builder would, which leaves it one that boots.
#pragma once

#include <optional>
#include <string>

#include "base/types.h"
#include "formats/uefi/guid.h"

namespace assay::testing {

class Ovmf {
 public:
  /// Variables with Microsoft's keys, then code: 4 MiB. Nothing where Debian's package is not
  /// there.
  [[nodiscard]] static std::optional<Ovmf> load();

  /// The flash with the DXE volume packed anew.
  [[nodiscard]] base::Bytes flash() const;
  /// As Debian has it.
  [[nodiscard]] const base::Bytes& original() const noexcept { return original_; }

  /// A driver of its own GUID and name behind the last one of the DXE volume.
  void insert_driver(const formats::uefi::Guid& guid, const std::string& name);
  /// One bit in the middle of that driver's code; its file's checksum made good.
  void change_code(const formats::uefi::Guid& guid);
  /// The file becomes a pad file of the same size, as UEFITool's "remove" leaves it.
  void remove(const formats::uefi::Guid& guid);
  /// A raw file with one microcode update, behind the packed volume.
  void add_microcode(std::uint32_t revision);
  /// The last byte of that variable's data, found by its name.
  void change_variable(const std::string& name);
  /// A volume with one driver in the free space of the outer volume.
  void hide_volume(const formats::uefi::Guid& driver);
  /// One byte of the free space of the outer volume.
  void change_free_byte();

 private:
  struct File {
    std::size_t at = 0, size = 0;
  };
  [[nodiscard]] std::optional<File> find(const formats::uefi::Guid& guid) const;
  [[nodiscard]] std::size_t end_of_files() const;
  void sum(const File& file);

  base::Bytes original_;
  base::Bytes variables_;            ///< the flash's first part
  base::Bytes outer_;                ///< the volume around the packed one, header to end
  base::Bytes rest_;                 ///< what follows it
  std::size_t packed_at_ = 0;        ///< of the packed file in `outer_`
  formats::uefi::Guid packed_name_;  ///< of the file, and of its section's packing
  formats::uefi::Guid packing_;
  base::Bytes inner_;    ///< unpacked: sections with the PEI and DXE volumes
  std::size_t dxe_ = 0;  ///< the DXE volume in `inner_`
  std::size_t dxe_size_ = 0;
  base::Bytes behind_;  ///< files behind the packed one, each 8-aligned
};

/// A microcode update of 2,048 bytes whose checksum is good.
[[nodiscard]] base::Bytes microcode_update(std::uint32_t revision);

}  // namespace assay::testing
