#include "evidence/inventory_codes.h"

#include <array>
#include <fmt/format.h>

namespace assay::evidence {
namespace {

struct Part {
  std::string_view name;
  std::string_view title;
  bool active;     ///< can act on its own: what was not ordered is critical, not a warning
  bool versioned;  ///< runs firmware that has a version
  bool moves;      ///< has a serial and a place
};

constexpr std::array kParts{
    Part{"acpi", "ACPI table", false, false, false},
    Part{"bios", "BIOS", false, true, false},
    Part{"bmc", "management controller", true, true, true},
    Part{"board", "board", false, false, true},
    Part{"bridge", "PCI bridge", true, false, true},
    Part{"chassis", "chassis", false, false, true},
    Part{"cpu", "processor", false, true, true},
    Part{"dimm", "memory module", false, false, true},
    Part{"drive", "drive", false, true, true},
    Part{"fan", "fan", false, false, true},
    Part{"firmware", "firmware", false, true, false},
    Part{"gpu", "graphics or compute adapter", true, true, true},
    Part{"nic", "network adapter", true, true, true},
    Part{"pci", "PCI device", true, false, true},
    Part{"psu", "power supply", false, true, true},
    Part{"slot", "slot", false, false, false},
    Part{"storage", "storage controller", true, true, true},
    Part{"system", "system", false, false, true},
    Part{"tpm", "TPM", true, true, true},
    Part{"usb", "USB device", false, false, true},
};

struct Change {
  std::string_view name;
  std::string_view meaning;  ///< {} is the part's title
  std::string_view action;
};

constexpr Change kAdded{"added",
                        "A {} is there that the reference, the platform certificate, the order or "
                        "the earlier evidence does not have.",
                        "Find the work order that put it there, and record it in changes.toml; if "
                        "there is none, open the case and look at the place named."};
constexpr Change kChanged{"changed",
                          "A {} is another model than the reference, the platform certificate, the "
                          "order or the earlier evidence says.",
                          "Compare with the order and with siblings; record the change if it was "
                          "planned, otherwise find who exchanged it and when."};
constexpr Change kMissing{"missing",
                          "A {} that the reference, the platform certificate, the order or the "
                          "earlier evidence has is not there.",
                          "Find out whether it failed, was taken out or only was not seen: look at "
                          "the same source on a sibling."};
constexpr Change kMoved{"moved", "A {} with the expected serial number sits in another place.",
                        "Usual after a repair; record it, or find who opened the case."};
constexpr Change kRare{"rare",
                       "A {} differs from nearly all siblings: rarer than a second supplier or a "
                       "rollout under way would be.",
                       "Look at this server beside a sibling (assay fleet diff). A repair or an "
                       "update explains it once it is recorded in changes.toml; otherwise take the "
                       "server out of service and examine the part."};
constexpr Change kReplaced{"replaced",
                           "A {} has another serial number than the reference, the platform "
                           "certificate or the server's own earlier evidence says.",
                           "Find the repair that exchanged it and record it in changes.toml or in "
                           "the asset register; a part that nobody exchanged did not change its "
                           "serial number by itself."};
constexpr Change kVersion{"version", "The version of a {} is not the expected one.",
                          "Compare with the vendor's release and with siblings; record the update "
                          "if it was planned."};

CodeRow row(std::deque<std::string>& texts, const Part& part, const Change& change,
            Severity severity) {
  const std::string& code =
      texts.emplace_back(fmt::format("inventory.{}.{}", part.name, change.name));
  const std::string& meaning =
      texts.emplace_back(fmt::format(fmt::runtime(change.meaning), part.title));
  return {code, severity, false, meaning, change.action};
}

}  // namespace

std::vector<CodeRow> inventory_part_codes(std::deque<std::string>& texts) {
  std::vector<CodeRow> out;
  for (const Part& p : kParts) {
    out.push_back(row(texts, p, kAdded, p.active ? Severity::critical : Severity::warning));
    out.push_back(row(texts, p, kChanged, Severity::warning));
    out.push_back(row(texts, p, kMissing, Severity::warning));
    if (p.moves) out.push_back(row(texts, p, kMoved, Severity::info));
    out.push_back(row(texts, p, kRare, Severity::warning));
    if (p.moves) out.push_back(row(texts, p, kReplaced, Severity::warning));
    if (p.versioned) out.push_back(row(texts, p, kVersion, Severity::warning));
  }
  return out;
}

}  // namespace assay::evidence
