#include "appraise/history.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/facts.h"

namespace assay::appraise {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;
using evidence::Finding;
using inspect::inventory::PartClass;

// PCI functions are renumbered when a card is added: their place alone says little.
bool place_is_stable(const Fact& f) { return f.source != FactSource::pci && !f.place.empty(); }

std::string told(const Fact& f) {
  std::string out = f.value.empty() ? "a part without a model name" : f.value;
  if (!f.serial.empty()) out += fmt::format(", serial {}", f.serial);
  return base::printable(out, 200);
}

class Comparison {
 public:
  Comparison(std::span<const Fact> earlier, std::span<const Fact> later, const HistoryContext& c)
      : earlier_(earlier), later_(later), context_(c) {}

  std::vector<Finding> run() {
    for (const Fact& f : earlier_) seen_earlier_[static_cast<std::size_t>(f.source)] = true;
    for (const Fact& f : later_) seen_later_[static_cast<std::size_t>(f.source)] = true;
    parts();
    versions();
    tables();
    return std::move(out_);
  }

 private:
  bool both_saw(FactSource s) const {
    return seen_earlier_[static_cast<std::size_t>(s)] && seen_later_[static_cast<std::size_t>(s)];
  }

  void tell(const Fact& f, std::string_view change, std::string why,
            const std::optional<crypto::Digest>& digest = {}) {
    const auto cls = inspect::inventory::class_of_fact(f.name);
    auto finding = evidence::make_finding(
        fmt::format("inventory.{}.{}", inspect::inventory::name(cls), change),
        base::printable(f.place.empty() ? f.name : f.place, 200), std::move(why));
    if (finding.action.empty()) return;  // a class that has no such code
    if (!f.cite.artefact.empty()) finding.cites.push_back(f.cite);
    explain(finding, digest);
    out_.push_back(std::move(finding));
  }

  // What a record plans, by the words a person would use: who replaces a part may get another model
  // with other firmware, and an NVMe drive is seen on its bus as a storage controller.
  static bool plans(const reference::ChangeRecord& record, std::string_view server, base::Time when,
                    const std::string& code) {
    if (record.covers(server, when, code)) return true;
    const bool of_part = code.ends_with(".changed") || code.ends_with(".replaced");
    if (!of_part) return false;
    const auto family = code.substr(0, code.rfind('.'));
    return record.covers(server, when, family + ".replaced") ||
           (family == "inventory.storage" &&
            record.covers(server, when, "inventory.drive.replaced"));
  }

  void explain(Finding& finding, const std::optional<crypto::Digest>& digest) const {
    for (const auto& record : context_.changes) {
      // Planned at any time between the two collections: nobody knows the very moment.
      if (record.to < context_.earlier || context_.later < record.from) continue;
      const base::Time when = std::clamp(context_.later, record.from, record.to);
      if (!plans(record, context_.server, when, finding.code) || !record.names(digest)) continue;
      finding.status = evidence::FindingStatus::explained;
      finding.explained_by = reference::explanation(record);
      return;
    }
    if (!context_.asset_row_between) return;
    finding.status = evidence::FindingStatus::explained;
    finding.explained_by = "the asset register has a new row of this server in that time";
  }

  std::string span() const {
    return fmt::format("between {} and {}", base::to_rfc3339(context_.earlier).substr(0, 10),
                       base::to_rfc3339(context_.later).substr(0, 10));
  }

  // What is left of a class after equal parts were paired.
  struct Left {
    std::vector<const Fact*> earlier;
    std::vector<const Fact*> later;
  };

  // Takes out pairs for which `same` holds; `pair` is told of each.
  template <class Same, class Pair>
  static void pair_off(Left& left, const Same& same, const Pair& pair) {
    std::erase_if(left.later, [&](const Fact* now) {
      const auto was =
          std::ranges::find_if(left.earlier, [&](const Fact* f) { return same(*f, *now); });
      if (was == left.earlier.end()) return false;
      pair(**was, *now);
      left.earlier.erase(was);
      return true;
    });
  }

  void parts() {
    std::map<std::pair<FactSource, std::string_view>, Left> classes;
    for (const Fact& f : earlier_)
      if (f.kind == FactKind::part && both_saw(f.source))
        classes[{f.source, f.name}].earlier.push_back(&f);
    for (const Fact& f : later_)
      if (f.kind == FactKind::part && both_saw(f.source))
        classes[{f.source, f.name}].later.push_back(&f);
    for (auto& [key, left] : classes) part_class(left);
  }

  void part_class(Left& left) {
    const auto nothing = [](const Fact&, const Fact&) {};
    pair_off(
        left,
        [](const Fact& was, const Fact& now) {
          return was.value == now.value && was.serial == now.serial && was.place == now.place;
        },
        nothing);
    pair_off(
        left,
        [](const Fact& was, const Fact& now) {
          return !was.serial.empty() && was.serial == now.serial;
        },
        [&](const Fact& was, const Fact& now) { same_serial(was, now); });
    // A part without a serial of its own is known by its model, wherever the bus was renumbered to.
    pair_off(
        left,
        [](const Fact& was, const Fact& now) {
          return was.value == now.value && (was.serial.empty() || now.serial.empty());
        },
        nothing);
    pair_off(
        left, [](const Fact& was, const Fact& now) { return was.place == now.place; },
        [&](const Fact& was, const Fact& now) { same_place(was, now); });
    pair_off(
        left, [](const Fact& was, const Fact& now) { return was.value == now.value; },
        [&](const Fact& was, const Fact& now) { same_place(was, now); });
    for (const Fact* f : left.later)
      tell(*f, "added",
           fmt::format("Since {} {} is here: {}. The server's earlier evidence does "
                       "not have it.",
                       base::to_rfc3339(context_.earlier).substr(0, 10),
                       f->place.empty() ? "a part more" : "in " + f->place, told(*f)));
    for (const Fact* f : left.earlier)
      tell(*f, "missing",
           fmt::format("{}{} was there on {} and is not there on {}.", told(*f),
                       f->place.empty() ? "" : " in " + f->place,
                       base::to_rfc3339(context_.earlier).substr(0, 10),
                       base::to_rfc3339(context_.later).substr(0, 10)));
  }

  void same_serial(const Fact& was, const Fact& now) {
    if (was.value != now.value)
      tell(now, "changed",
           fmt::format("Serial {} was {} and now says that it is {} ({}): one part cannot be both.",
                       base::printable(now.serial, 100), base::printable(was.value, 200),
                       base::printable(now.value, 200), span()));
    else if (was.place != now.place && place_is_stable(now))
      tell(now, "moved",
           fmt::format("{} moved from {} to {} {}.", told(now), was.place, now.place, span()));
  }

  void same_place(const Fact& was, const Fact& now) {
    const bool other_serial = !was.serial.empty() && !now.serial.empty();
    const std::string where = now.place.empty() ? "" : fmt::format(" in {}", now.place);
    replaced_.push_back({&was, &now});
    tell(now, other_serial ? "replaced" : "changed",
         fmt::format("The part{} became another {}: it was {}, it is {}.", where, span(), told(was),
                     told(now)));
  }

  bool was_replaced(const Fact& f) const {
    return std::ranges::any_of(replaced_, [&](const auto& pair) {
      return !f.place.empty() && pair.second->place == f.place;
    });
  }

  void versions() {
    for (const Fact& now : later_) {
      if (now.kind != FactKind::firmware || !both_saw(now.source) || was_replaced(now)) continue;
      const auto was = std::ranges::find_if(earlier_, [&](const Fact& f) {
        return f.kind == FactKind::firmware && f.source == now.source && f.name == now.name &&
               f.place == now.place;
      });
      if (was == earlier_.end() || was->value == now.value) continue;
      if (inspect::inventory::class_of_fact(now.name) == PartClass::bios) bios_changed_ = true;
      tell(now, "version",
           fmt::format("The version of {} changed {}: it was {}, it is {}.",
                       base::printable(now.name, 200), span(), base::printable(was->value, 200),
                       base::printable(now.value, 200)));
    }
  }

  // A BIOS update brings its own tables; its version is told.
  void tables() {
    if (bios_changed_) return;
    for (const Fact& now : later_) {
      if (now.kind != FactKind::table || !both_saw(now.source)) continue;
      const auto same_name = [&](const Fact& f) {
        return f.kind == FactKind::table && f.source == now.source && f.name == now.name;
      };
      if (std::ranges::any_of(earlier_,
                              [&](const Fact& f) { return same_name(f) && f.value == now.value; }))
        continue;
      const auto raw = bytes::from_hex(now.value);
      const auto digest = raw ? crypto::Digest::from(crypto::HashAlg::sha256, *raw) : std::nullopt;
      if (std::ranges::any_of(earlier_, same_name))
        tell(now, "changed",
             fmt::format("{} changed {} though the BIOS says the same version; its SHA-256 is now "
                         "{}….",
                         base::printable(now.name, 100), span(), now.value.substr(0, 16)),
             digest);
      else
        tell(now, "added",
             fmt::format("{} is a table that the earlier evidence does not have.",
                         base::printable(now.name, 100)),
             digest);
    }
    for (const Fact& was : earlier_) {
      if (was.kind != FactKind::table || !both_saw(was.source)) continue;
      const bool still = std::ranges::any_of(later_, [&](const Fact& f) {
        return f.kind == FactKind::table && f.source == was.source && f.name == was.name;
      });
      if (!still)
        tell(was, "missing",
             fmt::format("{} was there on {} and is not there any more.",
                         base::printable(was.name, 100),
                         base::to_rfc3339(context_.earlier).substr(0, 10)));
    }
  }

  std::span<const Fact> earlier_;
  std::span<const Fact> later_;
  const HistoryContext& context_;
  bool seen_earlier_[evidence::kFactSources] = {};
  bool seen_later_[evidence::kFactSources] = {};
  bool bios_changed_ = false;
  std::vector<std::pair<const Fact*, const Fact*>> replaced_;
  std::vector<Finding> out_;
};

}  // namespace

std::vector<Finding> compare_history(std::span<const Fact> earlier, std::span<const Fact> later,
                                     const HistoryContext& context) {
  return Comparison(earlier, later, context).run();
}

}  // namespace assay::appraise
