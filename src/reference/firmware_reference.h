// The firmware part of a reference: the items of known-good images, by the file they came in.
// Several images may be good (two versions in use); what differs between two that have the same
// code, a variable or a serial number in flash, differs from server to server and is not compared.
#pragma once

#include <string>
#include <vector>

#include "inspect/firmware/items.h"

namespace assay::reference {

/// One good image; items that vary from server to server are left out.
struct GoldenImage {
  std::string file;    ///< path in the evidence: "firmware/bios.bin"; of a bare image its kind
  std::string kind;    ///< "uefi.image"
  std::string sha256;  ///< of the first one it was learned from
  std::vector<inspect::firmware::Item> items;
  std::vector<std::string> varies;  ///< keys of items that differ from server to server
};

struct FirmwareReference {
  std::vector<std::string> describes;  ///< boards, as InventoryReference has them; empty: any
  std::vector<GoldenImage> images;
  [[nodiscard]] bool empty() const noexcept { return images.empty(); }
};

/// Images with the same code become one: their differing items vary.
void learn_image(FirmwareReference& reference, GoldenImage image);

/// The items of an observed image that are compared with `golden`: those that vary are left out.
[[nodiscard]] std::vector<inspect::firmware::Item> without_varying(
    const GoldenImage& golden, std::vector<inspect::firmware::Item> observed);

}  // namespace assay::reference
