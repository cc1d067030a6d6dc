#include "inspect/inventory/match.h"

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>

#include "inspect/inventory/merge.h"
#include "inspect/inventory/vendor_name.h"

namespace assay::inspect::inventory {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// Shorter serial numbers ("0", "01") say too little to identify a part by themselves.
constexpr std::size_t kTellingSerial = 4;
// Loose pairing looks at every pair of what is left; a server has some dozen parts there.
constexpr std::size_t kMostLoose = 1024;

// Classes whose parts may be paired with each other share a letter.
char group_of(PartClass cls) noexcept {
  switch (cls) {
    case PartClass::nic:
    case PartClass::storage:
    case PartClass::gpu:
    case PartClass::pci:
    case PartClass::bridge:
      return 'A';
    case PartClass::bios:
    case PartClass::firmware:
      return 'B';
    default:
      return static_cast<char>('a' + static_cast<int>(cls));
  }
}

bool one_of_a_kind(PartClass cls) noexcept {
  switch (cls) {
    case PartClass::system:
    case PartClass::board:
    case PartClass::chassis:
    case PartClass::bios:
    case PartClass::tpm:
    case PartClass::bmc:
      return true;
    default:
      return false;
  }
}

bool is_pci_id(std::string_view text) noexcept { return text.size() == 9 && text[4] == ':'; }

std::string serial_key(std::string_view text) {
  std::string out = squeezed(text);
  const auto digit = out.find_first_not_of('0');
  return digit == std::string::npos ? std::string{} : out.substr(digit);
}

// "1.10" and "11.0" differ, "U32 v2.1" and "u32 V2.1" do not, nor does "06" from "6".
std::string version_key(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && (c != '0' || !out.empty()))
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// "0000:3b:00" of "0000:3b:00.1": the device whose functions share a card.
std::string_view device_of(std::string_view location) noexcept {
  return location.size() >= 7 && location[location.size() - 2] == '.' &&
                 location.find(':') != std::string_view::npos
             ? location.substr(0, location.size() - 2)
             : std::string_view{};
}

// What a component is compared by, worked out once.
struct Keys {
  std::string serial, mac, vendor, model, name, place;
};

Keys keys_of(const Component& c) {
  Keys k{.serial = serial_key(c.serial),
         .mac = squeezed(c.attribute("mac")),
         .vendor = vendor_key(c.vendor),
         .model = squeezed(c.model),
         .name = squeezed(c.attribute("name")),
         .place = squeezed(c.location)};
  // A PCI number holds its maker; words beside it must not keep two spellings apart.
  if (is_pci_id(c.model)) k.vendor.clear();
  return k;
}

class Matcher {
 public:
  Matcher(std::span<const Component> expected, std::span<const Component> observed,
          const MatchOptions& options)
      : expected_(expected), observed_(observed), options_(options) {
    for (const Component& c : expected_) {
      left_.push_back(keys_of(c));
      if (c.populated) compared_.set(static_cast<std::size_t>(c.cls));
    }
    for (const Component& c : observed_) right_.push_back(keys_of(c));
    to_observed_.assign(expected_.size(), kNone);
    to_expected_.assign(observed_.size(), kNone);
  }

  std::vector<ComponentDifference> run() {
    // Each pass pairs parts whose key, in the same group, is the same and not empty.
    pass([](const Keys& k) { return with(telling(k.serial), k.model); });
    pass([](const Keys& k) { return telling(k.serial); });
    pass([](const Keys& k) { return k.mac; });
    pass([](const Keys& k) { return with(k.serial, with(k.vendor, k.model)); });
    pass([](const Keys& k) { return with(k.model, with(k.vendor, k.place)); });
    pass([](const Keys& k) { return with(k.model, k.place); });
    by_model([](const Keys& k) { return with(k.model, k.vendor); });
    by_model([](const Keys& k) { return k.model; });
    by_words();
    if (!options_.same_words) loosely();
    if (options_.places) pass([](const Keys& k) { return k.place; });
    singles();
    report();
    return std::move(out_);
  }

 private:
  static std::string telling(const std::string& serial) {
    return serial.size() >= kTellingSerial ? serial : std::string{};
  }
  // Empty unless both are there.
  static std::string with(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() ? std::string{} : a + '\n' + b;
  }

  using Buckets = std::unordered_map<std::string, std::deque<std::size_t>>;

  template <class Key>
  Buckets waiting(const Key& key) const {
    Buckets out;
    for (std::size_t i = 0; i < observed_.size(); ++i) {
      if (to_expected_[i] != kNone || !observed_[i].populated) continue;
      const std::string k = key(right_[i]);
      if (!k.empty()) out[group_of(observed_[i].cls) + k].push_back(i);
    }
    return out;
  }

  void pair(std::size_t e, std::size_t o) {
    to_observed_[e] = o;
    to_expected_[o] = e;
  }

  template <class Key>
  void pass(const Key& key) {
    pass(key, key);
  }
  template <class LeftKey, class RightKey>
  void pass(const LeftKey& left, const RightKey& right) {
    Buckets buckets = waiting(right);
    if (buckets.empty()) return;
    for (std::size_t e = 0; e < expected_.size(); ++e) {
      if (to_observed_[e] != kNone || !expected_[e].populated) continue;
      const std::string k = left(left_[e]);
      const auto it = k.empty() ? buckets.end() : buckets.find(group_of(expected_[e].cls) + k);
      if (it == buckets.end() || it->second.empty()) continue;
      pair(e, it->second.front());
      it->second.pop_front();
    }
  }

  // Equal models, without a serial number in common: who states none takes who states one, so that
  // as few as possible come out as swapped.
  template <class Key>
  void by_model(const Key& key) {
    pass([&](const Keys& k) { return k.serial.empty() ? key(k) : std::string{}; },
         [&](const Keys& k) { return k.serial.empty() ? std::string{} : key(k); });
    pass([&](const Keys& k) { return k.serial.empty() ? std::string{} : key(k); },
         [&](const Keys& k) { return k.serial.empty() ? key(k) : std::string{}; });
    pass(key);
  }

  // One names the model by number, the other by word.
  void by_words() {
    const auto model = [](const Keys& k) { return k.model; };
    const auto name = [](const Keys& k) { return k.name; };
    pass(model, name);
    pass(name, model);
    pass(name);
  }

  // Two sources of one part each have their own words for its model.
  void loosely() {
    const auto unpaired = [](std::span<const std::size_t> to, std::span<const Component> parts) {
      std::vector<std::size_t> out;
      for (std::size_t i = 0; i < parts.size() && out.size() < kMostLoose; ++i)
        if (to[i] == kNone && parts[i].populated && !parts[i].model.empty()) out.push_back(i);
      return out;
    };
    auto waiting = unpaired(to_expected_, observed_);
    for (const std::size_t e : unpaired(to_observed_, expected_)) {
      const auto o = std::ranges::find_if(waiting, [&](std::size_t i) {
        return expected_[e].cls == observed_[i].cls &&
               may_be_same_model(expected_[e].model, observed_[i].model) &&
               !contradicting_serials(left_[e], right_[i]);
      });
      if (o == waiting.end()) continue;
      pair(e, *o);
      waiting.erase(o);
    }
  }

  static bool contradicting_serials(const Keys& a, const Keys& b) {
    return !a.serial.empty() && !b.serial.empty() && a.serial != b.serial;
  }

  void singles() {
    std::array<std::vector<std::size_t>, kPartClasses> left;
    std::array<std::vector<std::size_t>, kPartClasses> right;
    for (std::size_t e = 0; e < expected_.size(); ++e)
      if (to_observed_[e] == kNone && expected_[e].populated)
        left[static_cast<std::size_t>(expected_[e].cls)].push_back(e);
    for (std::size_t o = 0; o < observed_.size(); ++o)
      if (to_expected_[o] == kNone && observed_[o].populated)
        right[static_cast<std::size_t>(observed_[o].cls)].push_back(o);
    for (std::size_t c = 0; c < kPartClasses; ++c)
      if (one_of_a_kind(static_cast<PartClass>(c)) && left[c].size() == 1 && right[c].size() == 1)
        pair(left[c].front(), right[c].front());
  }

  void add(Change change, std::size_t e, std::size_t o, std::string_view field, std::string before,
           std::string after) {
    ComponentDifference d{.change = change,
                          .cls = e != kNone ? expected_[e].cls : observed_[o].cls,
                          .field = field,
                          .before = std::move(before),
                          .after = std::move(after)};
    if (e != kNone) d.expected = e;
    if (o != kNone) d.observed = o;
    out_.push_back(std::move(d));
  }

  [[nodiscard]] static bool same_model(const Keys& a, const Keys& b) {
    if (a.model.empty() || b.model.empty() || a.model == b.model) return true;
    return (!a.name.empty() && (a.name == b.model || a.name == b.name)) ||
           (!b.name.empty() && a.model == b.name);
  }

  // The first of maker and model that differs is told; a part of another model has other versions
  // too, which is no news.
  void compare(std::size_t e, std::size_t o) {
    const Component& was = expected_[e];
    const Component& now = observed_[o];
    const Keys& a = left_[e];
    const Keys& b = right_[o];
    if (!a.serial.empty() && a.serial == b.serial && options_.places && !a.place.empty() &&
        !b.place.empty() && a.place != b.place)
      add(Change::moved, e, o, "location", was.location, now.location);
    if (!same_model(a, b) && (options_.same_words || !may_be_same_model(was.model, now.model)))
      return add(Change::changed, e, o, "model", was.model, now.model);
    if (!is_pci_id(was.model) && !is_pci_id(now.model) &&
        !may_be_same_vendor(was.vendor, now.vendor))
      return add(Change::changed, e, o, "vendor", was.vendor, now.vendor);
    if (!a.serial.empty() && !b.serial.empty() && a.serial != b.serial)
      add(Change::swapped, e, o, "serial", was.serial, now.serial);
    if (options_.revisions) version(e, o, "revision", was.revision, now.revision);
    if (options_.versions) version(e, o, "firmware", was.firmware, now.firmware);
  }

  void version(std::size_t e, std::size_t o, std::string_view field, const std::string& before,
               const std::string& after) {
    if (before.empty() || after.empty() || version_key(before) == version_key(after)) return;
    if (!options_.same_words && may_be_same_model(before, after)) return;
    add(Change::changed, e, o, field, before, after);
  }

  void report() {
    std::unordered_map<std::string, bool> devices;  // PCI devices of which a function is paired
    for (std::size_t e = 0; e < expected_.size(); ++e) {
      const std::size_t o = to_observed_[e];
      if (!expected_[e].populated) continue;
      if (o == kNone) {
        const bool looked = options_.visible.test(static_cast<std::size_t>(expected_[e].cls));
        add(looked ? Change::missing : Change::unseen, e, kNone, {}, part_words(expected_[e]), {});
        continue;
      }
      const std::string_view device = device_of(observed_[o].location);
      if (!device.empty()) devices[std::string(device) + right_[o].model] = true;
      compare(e, o);
    }
    if (!options_.added) return;
    for (std::size_t o = 0; o < observed_.size(); ++o) {
      const Component& c = observed_[o];
      if (to_expected_[o] != kNone || !c.populated) continue;
      if (!compared_.test(static_cast<std::size_t>(c.cls))) continue;
      const std::string_view device = device_of(c.location);
      if (!device.empty() && devices.contains(std::string(device) + right_[o].model)) continue;
      add(Change::added, kNone, o, {}, {}, part_words(c));
    }
  }

  std::span<const Component> expected_;
  std::span<const Component> observed_;
  const MatchOptions& options_;
  std::vector<Keys> left_, right_;
  std::vector<std::size_t> to_observed_, to_expected_;
  ClassSet compared_;
  std::vector<ComponentDifference> out_;
};

}  // namespace

std::string_view name(Change change) noexcept {
  switch (change) {
    case Change::added:
      return "added";
    case Change::missing:
      return "missing";
    case Change::unseen:
      return "unseen";
    case Change::swapped:
      return "swapped";
    case Change::changed:
      return "changed";
    case Change::moved:
      return "moved";
  }
  return "unknown";
}

std::string_view code_ending(const ComponentDifference& d) noexcept {
  if (d.field == "firmware") return "version";
  if (d.change == Change::swapped) return "replaced";
  return d.change == Change::unseen ? name(Change::changed) : name(d.change);
}

ClassSet listed_classes(const Inventory& inventory) noexcept {
  using evidence::FactSource;
  ClassSet out;
  const auto see = [&](FactSource source, std::initializer_list<PartClass> classes) {
    if (!inventory.has(source)) return;
    for (const PartClass cls : classes) out.set(static_cast<std::size_t>(cls));
  };
  using enum PartClass;
  see(FactSource::smbios, {system, board, chassis, bios, cpu, dimm, slot});
  see(FactSource::pci, {nic, storage, gpu, pci, bridge});
  see(FactSource::usb, {usb});
  see(FactSource::storage, {drive});
  see(FactSource::network, {nic});
  see(FactSource::acpi, {acpi});
  see(FactSource::spd, {dimm});
  see(FactSource::redfish, {system, chassis, bios, cpu, dimm});
  // Many controllers have no collection at all of the rest; one that lists some lists all.
  if (inventory.has(FactSource::redfish))
    for (const Component& c : inventory.components)
      if (std::ranges::any_of(c.sources,
                              [](const Source& s) { return s.kind == FactSource::redfish; }))
        out.set(static_cast<std::size_t>(c.cls));
  return out;
}

ClassSet visible_classes(const Inventory& inventory) noexcept {
  ClassSet out = listed_classes(inventory);
  // Whatever a source found, it could see (power supplies are in few SMBIOS tables, for one).
  for (const Component& c : inventory.components) out.set(static_cast<std::size_t>(c.cls));
  return out;
}

std::vector<ComponentDifference> match_components(std::span<const Component> expected,
                                                  std::span<const Component> observed,
                                                  const MatchOptions& options) {
  return Matcher(expected, observed, options).run();
}

std::string part_words(const Component& c) {
  std::string out = c.vendor;
  const auto add = [&](std::string_view between, std::string_view text) {
    if (text.empty()) return;
    if (!out.empty()) out += between;
    out += text;
  };
  add(" ", c.model.empty() ? c.attribute("name") : std::string_view(c.model));
  if (out.empty()) out = title(c.cls);
  add(", serial ", c.serial);
  add(", at ", c.location);
  return out;
}

}  // namespace assay::inspect::inventory
