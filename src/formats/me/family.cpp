#include "formats/me/family.h"

#include <algorithm>
#include <array>

namespace assay::formats::me {
namespace {

struct Purpose {
  std::string_view name;
  std::string_view purpose;
};
constexpr std::array kPurposes{
    Purpose{"BUP", "bring-up"},
    Purpose{"COD1", "operational image 1"},
    Purpose{"COD2", "operational image 2"},
    Purpose{"DLMP", "dynamically loaded modules"},
    Purpose{"EFFS", "file system"},
    Purpose{"FCRS", "file system's factory reserve"},
    Purpose{"FITC", "configuration of the image tool"},
    Purpose{"FLOG", "flash log"},
    Purpose{"FOVD", "override data"},
    Purpose{"FPTB", "partition table's backup"},
    Purpose{"FTPR", "boot and recovery code"},
    Purpose{"FTUP", "update code"},
    Purpose{"GLUT", "Huffman dictionaries"},
    Purpose{"ISHC", "sensor hub"},
    Purpose{"IVBP", "initialisation vector's backup"},
    Purpose{"LOCL", "localisation"},
    Purpose{"MDES", "hardware settings"},
    Purpose{"MDMV", "media protection"},
    Purpose{"MFS", "file system"},
    Purpose{"MFSB", "file system's backup"},
    Purpose{"NFTP", "operational code"},
    Purpose{"NFTR", "operational code"},
    Purpose{"OPR", "operational image"},
    Purpose{"OPR1", "operational image 1"},
    Purpose{"OPR2", "operational image 2"},
    Purpose{"PMCP", "power management controller"},
    Purpose{"PSVN", "lowest security versions"},
    Purpose{"RBEP", "ROM boot extension"},
    Purpose{"ROMB", "ROM bypass"},
    Purpose{"SCA", "sensor configuration"},
    Purpose{"UTOK", "debug token"},
    Purpose{"WCOD", "wireless code"},
};

bool any_of(std::span<const Partition> partitions, std::span<const std::string_view> names) {
  return std::ranges::any_of(partitions, [&](const Partition& p) {
    return std::ranges::find(names, p.name) != names.end();
  });
}

}  // namespace

Family family_of(std::span<const Partition> partitions, std::uint16_t major, bool converged,
                 bool rom_and_manufacturing_only) noexcept {
  static constexpr std::array<std::string_view, 6> kSps = {"OPR",  "OPR1", "OPR2",
                                                           "COD1", "COD2", "SPSO"};
  if (rom_and_manufacturing_only) return Family::ignition;
  if (any_of(partitions, kSps)) return Family::sps;
  if (major >= 11) return Family::csme;
  if (converged)
    return major >= 3 && major <= 4 ? Family::txe : major > 4 ? Family::sps : Family::unknown;
  // TXE started to count anew on its own engine; ME 1 had no partition table.
  if (major <= 2 && major > 0) return Family::txe;
  return major >= 3 ? Family::me : Family::unknown;
}

std::string_view name(Family family) noexcept {
  switch (family) {
    case Family::unknown:
      return "management engine";
    case Family::me:
      return "ME";
    case Family::csme:
      return "CSME";
    case Family::txe:
      return "TXE";
    case Family::sps:
      return "SPS";
    case Family::ignition:
      return "ignition";
  }
  return "management engine";
}

std::string_view sku_name(std::uint64_t attributes) noexcept {
  switch (attributes >> 4U & 7U) {
    case 0:
      return "5 MB (corporate)";
    case 1:
      return "1.5 MB (consumer)";
    case 2:
      return "slim";
    case 3:
      return "SPS";
    default:
      return {};
  }
}

std::string_view partition_purpose(std::string_view name) noexcept {
  const auto it = std::ranges::lower_bound(kPurposes, name, {}, &Purpose::name);
  return it != kPurposes.end() && it->name == name ? it->purpose : std::string_view{};
}

}  // namespace assay::formats::me
