#include "inspect/firmware/compare_items.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace assay::inspect::firmware {
namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

class Pairing {
 public:
  Pairing(std::span<const Item> golden, std::span<const Item> observed)
      : golden_(golden),
        observed_(observed),
        to_observed_(golden.size(), kNobody),
        to_golden_(observed.size(), kNobody),
        moved_(observed.size(), false) {}

  ItemComparison run() {
    // The same thing in the same place with the same bytes, then with others.
    pass([](const Item& i) { return i.key + i.digest.hex(); }, false);
    pass([](const Item& i) { return i.key; }, false);
    // The same bytes elsewhere; a volume in another place carries its parts along.
    pass([](const Item& i) { return i.container ? std::string{} : i.self + i.digest.hex(); }, true);
    tell();
    return std::move(out_);
  }

 private:
  template <class Key>
  void pass(const Key& key, bool moved) {
    std::unordered_map<std::string, std::deque<std::size_t>> waiting;
    for (std::size_t g = 0; g < golden_.size(); ++g)
      if (to_observed_[g] == kNobody)
        if (auto k = key(golden_[g]); !k.empty()) waiting[std::move(k)].push_back(g);
    for (std::size_t o = 0; o < observed_.size(); ++o) {
      if (to_golden_[o] != kNobody) continue;
      const auto k = key(observed_[o]);
      const auto it = k.empty() ? waiting.end() : waiting.find(k);
      if (it == waiting.end() || it->second.empty()) continue;
      const std::size_t g = it->second.front();
      it->second.pop_front();
      to_observed_[g] = o;
      to_golden_[o] = g;
      if (moved) moved_[o] = true;
    }
  }

  void add(ItemChange change, std::size_t g, std::size_t o) {
    out_.differences.push_back({change, g == kNobody ? 0 : g, o == kNobody ? 0 : o});
    const auto& items = o == kNobody ? golden_ : observed_;
    auto& told = o == kNobody ? told_in_golden_ : told_in_observed_;
    for (std::uint32_t p = items[o == kNobody ? g : o].parent; p != kNone; p = items[p].parent) {
      if (told[p]) break;
      told[p] = true;
    }
  }

  static bool rebuilt(const Item& a, const Item& b) {
    return a.normalised && b.normalised && *a.normalised == *b.normalised && a.type == b.type;
  }

  void tell() {
    told_in_golden_.assign(golden_.size(), false);
    told_in_observed_.assign(observed_.size(), false);
    for (std::size_t o = 0; o < observed_.size(); ++o) {
      const std::size_t g = to_golden_[o];
      const Item& now = observed_[o];
      if (now.container) continue;
      if (g == kNobody) {
        add(ItemChange::added, kNobody, o);
        continue;
      }
      const bool code = now.content == Content::code;
      if (code) ++out_.modules;
      if (moved_[o]) {
        add(ItemChange::moved, g, o);
      } else if (golden_[g].digest != now.digest) {
        const bool same = rebuilt(golden_[g], now);
        if (code) ++out_.changed_modules;
        add(same ? ItemChange::rebuilt : ItemChange::changed, g, o);
      }
    }
    for (std::size_t g = 0; g < golden_.size(); ++g)
      if (to_observed_[g] == kNobody && !golden_[g].container) add(ItemChange::removed, g, kNobody);
    tell_containers();
  }

  // The innermost first: a container's own bytes explain why those around it differ.
  void tell_containers() {
    for (std::size_t o = observed_.size(); o-- > 0;) {
      const std::size_t g = to_golden_[o];
      if (!observed_[o].container) continue;
      if (g == kNobody) {
        // An added container without any part of its own that was told.
        if (!told_in_observed_[o]) add(ItemChange::added, kNobody, o);
        continue;
      }
      if (golden_[g].digest == observed_[o].digest) continue;
      if (told_in_observed_[o] || told_in_golden_[g]) continue;
      add(ItemChange::repacked, g, o);
    }
  }

  std::span<const Item> golden_;
  std::span<const Item> observed_;
  std::vector<std::size_t> to_observed_, to_golden_;
  std::vector<bool> moved_;                              ///< of the observed
  std::vector<bool> told_in_golden_, told_in_observed_;  ///< containers with a part that was told
  ItemComparison out_;
};

}  // namespace

std::string_view name(ItemChange change) noexcept {
  switch (change) {
    case ItemChange::added:
      return "added";
    case ItemChange::removed:
      return "removed";
    case ItemChange::changed:
      return "changed";
    case ItemChange::moved:
      return "moved";
    case ItemChange::rebuilt:
      return "rebuilt";
    case ItemChange::repacked:
      return "repacked";
  }
  return "unknown";
}

ItemComparison compare_items(std::span<const Item> golden, std::span<const Item> observed) {
  return Pairing(golden, observed).run();
}

}  // namespace assay::inspect::firmware
