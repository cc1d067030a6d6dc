#include "appraise/firmware_appraisal.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/compare_firmware.h"
#include "appraise/expected_parts.h"
#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/firmware_images.h"

namespace assay::appraise {
namespace {

using evidence::Finding;
using inspect::FirmwareImage;
using inspect::firmware::Item;
using inspect::firmware::ItemChange;
using inspect::firmware::ItemComparison;

constexpr std::size_t kMostFindings = 200;  // of one image; a rebuild is one

struct Nearest {
  const reference::Reference* reference = nullptr;
  const reference::GoldenImage* golden = nullptr;
  std::vector<Item> observed;
  ItemComparison comparison;
};

// The golden image with the fewest differences among those of the file's name and kind.
Nearest nearest(const FirmwareImage& image, const std::vector<Item>& items, const Inputs& in,
                std::string_view server, base::Time when) {
  const auto names = in.policy.references_for(server);
  Nearest best;
  for (const auto& r : in.references) {
    if (!r.valid_at(when)) continue;
    if (!names.empty() && std::ranges::find(names, r.name) == names.end()) continue;
    for (const auto& golden : r.firmware.images) {
      if (golden.kind != image.kind) continue;
      if (golden.file.starts_with("firmware/") && image.path.starts_with("firmware/") &&
          golden.file != image.path)
        continue;
      auto observed = reference::without_varying(golden, items);
      auto comparison = inspect::firmware::compare_items(golden.items, observed);
      if (best.golden != nullptr &&
          comparison.differences.size() >= best.comparison.differences.size())
        continue;
      best = {&r, &golden, std::move(observed), std::move(comparison)};
    }
  }
  return best;
}

std::string sentence(const inspect::firmware::ItemDifference& d, const Nearest& n) {
  const std::string reference = base::printable(n.reference->name, 100);
  if (d.change == ItemChange::added)
    return fmt::format("The reference {} has no {}.", reference,
                       item_words(n.observed[d.observed]));
  if (d.change == ItemChange::removed)
    return fmt::format("The reference {} also has {}, which is not there.", reference,
                       item_words(n.golden->items[d.golden]));
  return fmt::format("{} is not what the reference {} has: {}.", n.observed[d.observed].path,
                     reference, item_words(n.golden->items[d.golden]));
}

void tell(const FirmwareImage& image, const Nearest& n, const Inputs& in, base::Time when,
          ServerAppraisal& out) {
  const auto& c = n.comparison;
  const auto add = [&](std::string_view code, std::string subject, std::string why, std::string at,
                       const std::optional<crypto::Digest>& digest) {
    Finding f = evidence::make_finding(code, std::move(subject), std::move(why),
                                       {{image.path, std::move(at)}});
    explain_by_changes(in, out.id, when, f, digest);
    out.findings.push_back(std::move(f));
  };
  if (c.is_rebuild())
    add("firmware.rebuild", image.path, firmware_summary(c, n.golden->items, n.observed), "", {});
  std::size_t told = 0;
  for (const auto& d : c.differences) {
    const bool removed = d.change == ItemChange::removed;
    const Item& item = removed ? n.golden->items[d.golden] : n.observed[d.observed];
    const bool one_of_many = d.change == ItemChange::changed || d.change == ItemChange::rebuilt;
    if (c.is_rebuild() && one_of_many) continue;
    if (++told > kMostFindings) break;
    add(firmware_code(d.change, item.content), base::printable(item.what, 200), sentence(d, n),
        removed ? item.path
                : fmt::format("{}, offset {} (0x{:x}){}", item.path, item.offset, item.offset,
                              item.packed ? " of what is packed" : ""),
        removed ? std::nullopt : std::optional(item.digest));
  }
  if (told > kMostFindings)
    add("firmware.data.changed", image.path,
        fmt::format("{} further differences are not listed.", c.differences.size() - kMostFindings),
        "", {});
}

void appraise_image(const FirmwareImage& image, const Inputs& in, base::Time when,
                    std::vector<MeasurablePart>& parts, ServerAppraisal& out) {
  if (image.kind.empty()) {
    out.findings.push_back(evidence::make_finding(
        "firmware.image.unknown", base::printable(image.path, 200),
        fmt::format("{} is no firmware image that Assay knows.", base::printable(image.path, 200)),
        {{image.path, "offset 0"}}));
    return;
  }
  const inspect::firmware::LocalInspector here;
  auto taken = inspect::image_items(image, in.images != nullptr ? *in.images : here, 1, in.as_of);
  if (!taken) {
    out.findings.push_back(evidence::make_finding(
        "firmware.image.unknown", base::printable(image.path, 200),
        fmt::format("{} could not be taken apart: {}.", base::printable(image.path, 200),
                    taken.error().describe()),
        {{image.path, ""}}));
    return;
  }
  out.firmware.examined = true;
  out.firmware.images.push_back(image.path);
  for (auto& f : taken->findings) out.findings.push_back(std::move(f));
  for (const Item& item : taken->items)
    parts.push_back({item.digest, image.path, item.path, item_words(item)});
  const Nearest best = nearest(image, taken->items, in, out.id, when);
  if (best.golden == nullptr) {
    out.findings.push_back(evidence::make_finding(
        "firmware.basis.none", base::printable(image.path, 200),
        fmt::format("{} items of {} were read, and no reference has a golden image to compare them "
                    "with.",
                    taken->items.size(), base::printable(image.path, 200)),
        {{image.path, ""}}));
    return;
  }
  out.firmware.reference = best.reference->name;
  tell(image, best, in, when, out);
}

}  // namespace

std::vector<MeasurablePart> appraise_firmware(const evidence::Bundle& bundle, const Inputs& in,
                                              base::Time when, ServerAppraisal& out) {
  std::vector<MeasurablePart> parts;
  for (const auto& image : inspect::firmware_images(bundle))
    appraise_image(image, in, when, parts, out);
  return parts;
}

}  // namespace assay::appraise
