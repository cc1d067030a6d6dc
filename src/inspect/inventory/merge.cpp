#include "inspect/inventory/merge.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "evidence/finding_codes.h"

namespace assay::inspect::inventory {
namespace {

using evidence::FactSource;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (is_alnum(c)) out += lower(c);
  return out;
}

// "4208", "m393a8g40ab2": words that hold a digit and are long enough to mean something.
std::vector<std::string> model_numbers(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  const auto end_word = [&] {
    if (word.size() >= 3 && std::ranges::any_of(word, is_digit)) out.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    if (is_alnum(c))
      word += lower(c);
    else
      end_word();
  }
  end_word();
  return out;
}

// "8086:1521" beside "I350 Gigabit": one names by number, the other by word.
bool is_pci_id(std::string_view text) noexcept { return text.size() == 9 && text[4] == ':'; }

bool one_of_a_kind(PartClass cls) noexcept {
  return cls == PartClass::system || cls == PartClass::bios || cls == PartClass::bmc;
}

FactSource source_of(const Component& c) {
  return c.sources.empty() ? FactSource::other : c.sources.front().kind;
}

class Merger {
 public:
  explicit Merger(Inventory& inventory) : inventory_(inventory) {}

  void run() {
    auto& all = inventory_.components;
    std::vector<bool> gone(all.size(), false);
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (!all[i].populated) continue;
      const auto twin = find_twin(i, gone);
      if (twin == all.size()) continue;
      join(all[twin], all[i]);
      gone[i] = true;
    }
    std::vector<Component> kept;
    kept.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!gone[i]) kept.push_back(std::move(all[i]));
    all = std::move(kept);
    tell_unmatched();
  }

 private:
  bool told_by(const Component& c, FactSource s) const {
    return std::ranges::any_of(c.sources, [&](const Source& x) { return x.kind == s; });
  }

  // How many of a class one source tells of, empty sockets apart.
  std::size_t count(PartClass cls, FactSource s) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        inventory_.components,
        [&](const Component& c) { return c.cls == cls && c.populated && source_of(c) == s; }));
  }

  std::size_t find_twin(std::size_t i, const std::vector<bool>& gone) const {
    const auto& all = inventory_.components;
    const Component& c = all[i];
    const FactSource source = source_of(c);
    const auto candidate = [&](std::size_t k) {
      return !gone[k] && all[k].cls == c.cls && all[k].populated && !told_by(all[k], source);
    };
    for (std::size_t k = 0; k < i; ++k)
      if (candidate(k) && !c.serial.empty() && same_serial(all[k].serial, c.serial)) return k;
    for (std::size_t k = 0; k < i; ++k)
      if (candidate(k) && !c.location.empty() && squeezed(all[k].location) == squeezed(c.location))
        return k;
    for (std::size_t k = 0; k < i; ++k)
      if (candidate(k) && !c.attribute("mac").empty() &&
          all[k].attribute("mac") == c.attribute("mac"))
        return k;
    const bool alone = one_of_a_kind(c.cls) || c.cls == PartClass::board ||
                       c.cls == PartClass::chassis || c.cls == PartClass::tpm;
    // Processors have no serial numbers that two sources share: they are paired in order.
    for (std::size_t k = 0; k < i; ++k) {
      if (!candidate(k)) continue;
      if (alone && count(c.cls, source) == 1 && count(c.cls, source_of(all[k])) == 1) return k;
      if (c.cls == PartClass::cpu && count(c.cls, source) == count(c.cls, source_of(all[k])))
        return k;
    }
    return all.size();
  }

  void disagree(const Component& a, const Component& b, std::string_view field,
                std::string_view was, std::string_view now) {
    std::vector<evidence::Cite> cites;
    if (!a.sources.empty()) cites.push_back(a.sources.front().cite);
    if (!b.sources.empty()) cites.push_back(b.sources.front().cite);
    const std::string where = a.location.empty() ? std::string(title(a.cls))
                                                 : fmt::format("{} {}", title(a.cls), a.location);
    inventory_.findings.push_back(evidence::make_finding(
        "inventory.sources.disagree", where,
        fmt::format("Two sources disagree on the {} of the {}: {} says {}, {} says {}.", field,
                    where, evidence::name(source_of(a)), was, evidence::name(source_of(b)), now),
        std::move(cites)));
  }

  void join(Component& into, Component& from) {
    if (!into.serial.empty() && !from.serial.empty() && !same_serial(into.serial, from.serial))
      disagree(into, from, "serial number", into.serial, from.serial);
    if (is_pci_id(into.model) == is_pci_id(from.model) &&
        !may_be_same_model(into.model, from.model))
      disagree(into, from, "model", into.model, from.model);
    if (one_of_a_kind(into.cls) && !may_be_same_model(into.firmware, from.firmware))
      disagree(into, from, "version", into.firmware, from.firmware);
    const auto fill = [](std::string& to, std::string& text) {
      if (to.empty()) to = std::move(text);
    };
    fill(into.vendor, from.vendor);
    fill(into.model, from.model);
    fill(into.revision, from.revision);
    fill(into.serial, from.serial);
    fill(into.firmware, from.firmware);
    fill(into.location, from.location);
    for (auto& [key, value] : from.attributes)
      if (into.attribute(key).empty()) into.set(key, std::move(value));
    into.sources.insert(into.sources.end(), from.sources.begin(), from.sources.end());
  }

  // Modules that one source lists by serial number and another, which lists modules by serial
  // number too, does not.
  void tell_unmatched() {
    for (const Component& c : inventory_.components) {
      if (c.cls != PartClass::dimm || !c.populated || c.serial.empty()) continue;
      for (const FactSource other : {FactSource::smbios, FactSource::redfish, FactSource::spd}) {
        if (told_by(c, other) || !complete(other)) continue;
        inventory_.findings.push_back(evidence::make_finding(
            "inventory.sources.disagree",
            c.location.empty() ? std::string(title(c.cls)) : c.location,
            fmt::format("{} has the {} with serial number {}{}, {} does not list it.",
                        evidence::name(source_of(c)), title(c.cls), c.serial,
                        c.location.empty() ? "" : " in " + c.location, evidence::name(other)),
            {c.sources.empty() ? evidence::Cite{} : c.sources.front().cite}));
      }
    }
  }

  // The source lists modules, and all of them with serial numbers; SPD only ever sees some.
  bool complete(FactSource s) const {
    std::size_t with = 0;
    for (const Component& c : inventory_.components) {
      if (c.cls != PartClass::dimm || !c.populated || !told_by(c, s)) continue;
      if (c.serial.empty()) return false;
      ++with;
    }
    return with > 0 && s != FactSource::spd;
  }

  Inventory& inventory_;
};

}  // namespace

void merge_sources(Inventory& inventory) { Merger(inventory).run(); }

bool may_be_same_model(std::string_view a, std::string_view b) {
  const auto x = squeezed(a);
  const auto y = squeezed(b);
  if (x.empty() || y.empty() || x.find(y) != std::string::npos || y.find(x) != std::string::npos)
    return true;
  const auto numbers = model_numbers(a);
  const auto others = model_numbers(b);
  return std::ranges::any_of(
      numbers, [&](const std::string& n) { return std::ranges::find(others, n) != others.end(); });
}

bool same_serial(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view text) {
    auto out = squeezed(text);
    if (out.starts_with("0x")) out.erase(0, 2);
    out.erase(0, std::min(out.find_first_not_of('0'), out.size()));
    return out;
  };
  const auto x = bare(a);
  return !x.empty() && x == bare(b);
}

}  // namespace assay::inspect::inventory
