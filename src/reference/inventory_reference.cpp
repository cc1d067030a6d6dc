#include "reference/inventory_reference.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace assay::reference {
namespace {

using evidence::FactSource;
using inspect::inventory::Component;
using inspect::inventory::Inventory;
using inspect::inventory::PartClass;

// More populations than this are not suppliers and options but each server's own.
constexpr std::size_t kMostAlternatives = 3;

std::string joined(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const auto word : words) {
    if (word.empty()) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

FactSource source_of(const Component& c) {
  return c.sources.empty() ? FactSource::other : c.sources.front().kind;
}

std::string counted_text(const std::string& text, std::uint32_t n) {
  return n == 1 ? text : fmt::format("{} x {}", n, text);
}

// Parts that two populations do not share.
std::size_t distance(const Population& a, const Population& b) {
  std::size_t d = 0;
  for (const auto& [text, n] : a) {
    const auto it = b.find(text);
    const std::uint32_t other = it == b.end() ? 0 : it->second;
    d += n > other ? n - other : 0;
  }
  for (const auto& [text, n] : b) {
    const auto it = a.find(text);
    const std::uint32_t other = it == a.end() ? 0 : it->second;
    d += n > other ? n - other : 0;
  }
  return d;
}

// What `a` has more of than `b`.
std::vector<std::pair<std::string, std::uint32_t>> surplus(const Population& a,
                                                           const Population& b) {
  std::vector<std::pair<std::string, std::uint32_t>> out;
  for (const auto& [text, n] : a) {
    const auto it = b.find(text);
    const std::uint32_t other = it == b.end() ? 0 : it->second;
    if (n > other) out.emplace_back(text, n - other);
  }
  return out;
}

// A slot's text is "DESIGNATION: USAGE".
std::string_view designation(std::string_view text) { return text.substr(0, text.rfind(": ")); }

class Departures {
 public:
  Departures(PartClass cls, FactSource source, std::vector<PartDeparture>& out)
      : cls_(cls), source_(source), out_(out) {}

  void tell(const Population& was, const Population& now) {
    auto more = surplus(now, was);
    auto less = surplus(was, now);
    if (cls_ == PartClass::slot) usage(more, less);
    if (more.empty() && less.empty()) return;
    PartDeparture d = departure();
    d.change = more.empty()   ? "missing"
               : less.empty() ? "added"
               : versioned()  ? "version"
                              : "changed";
    fill(d, more, less);
    out_.push_back(std::move(d));
  }

 private:
  using Parts = std::vector<std::pair<std::string, std::uint32_t>>;

  bool versioned() const {
    return cls_ == PartClass::bios || cls_ == PartClass::bmc || cls_ == PartClass::firmware;
  }
  PartDeparture departure() const {
    PartDeparture d;
    d.cls = cls_;
    d.source = source_;
    return d;
  }
  static void fill(PartDeparture& d, const Parts& more, const Parts& less) {
    for (const auto& [text, n] : less) d.was.push_back(counted_text(text, n));
    for (const auto& [text, n] : more) {
      d.now.push_back(counted_text(text, n));
      d.subjects.push_back(text);
    }
  }

  // The same slot, used otherwise: one departure for all of them, taken out of the rest.
  void usage(Parts& more, Parts& less) {
    PartDeparture d = departure();
    d.change = "usage";
    Parts now;
    Parts was;
    std::erase_if(more, [&](const auto& part) {
      const auto it = std::ranges::find_if(less, [&](const auto& other) {
        return designation(other.first) == designation(part.first) && other.second == part.second;
      });
      if (it == less.end()) return false;
      now.push_back(part);
      was.push_back(*it);
      less.erase(it);
      return true;
    });
    if (now.empty()) return;
    fill(d, now, was);
    out_.push_back(std::move(d));
  }

  PartClass cls_;
  FactSource source_;
  std::vector<PartDeparture>& out_;
};

}  // namespace

std::string described_as(const inspect::inventory::Identity& id) {
  const auto board = joined({id.board_manufacturer, id.board_product});
  return id.board_product.empty() ? joined({id.manufacturer, id.product}) : board;
}

std::string reference_text(const Component& c) {
  if (c.cls == PartClass::slot) {
    const auto usage = c.attribute("usage");
    return c.location.empty() ? "" : fmt::format("{}: {}", c.location, usage);
  }
  if (!c.populated) return {};
  switch (c.cls) {
    case PartClass::bios:
      return joined({c.firmware, c.attribute("date").empty() ? "" : "of", c.attribute("date")});
    case PartClass::cpu:
      return c.model.empty() ? c.vendor : c.model;
    case PartClass::dimm:
      return c.model.empty() ? joined({c.vendor, c.attribute("size")}) : c.model;
    case PartClass::psu:
      return joined({c.model, c.revision.empty() ? "" : "rev", c.revision});
    case PartClass::acpi:
      return joined({c.model, c.attribute("digest")});
    case PartClass::firmware:
    case PartClass::bmc:
      return joined({c.model, c.firmware});
    case PartClass::system:
    case PartClass::board:
      return joined({c.vendor, c.model, c.revision.empty() ? "" : "rev", c.revision});
    case PartClass::chassis:
    case PartClass::fan:
      return joined({c.vendor, c.model});
    default:
      break;
  }
  const auto subsystem = c.attribute("subsystem");
  return joined({c.model.empty() ? c.vendor : c.model,
                 subsystem.empty() ? "" : fmt::format("[{}]", subsystem), c.firmware});
}

Populations populations_of(const Inventory& inventory) {
  Populations out;
  for (const Component& c : inventory.components) {
    auto text = reference_text(c);
    if (!text.empty()) ++out[{c.cls, source_of(c)}][std::move(text)];
  }
  return out;
}

InventoryComparison compare_inventory(const InventoryReference& reference,
                                      const Inventory& observed) {
  InventoryComparison out;
  const Populations have = populations_of(observed);
  std::set<std::pair<PartClass, FactSource>> ruled;
  std::set<FactSource> sources;
  for (const PartRule& rule : reference.rules) {
    sources.insert(rule.source);
    ruled.insert({rule.cls, rule.source});
    if (!observed.has(rule.source)) continue;
    static const Population kNothing;
    const auto it = have.find({rule.cls, rule.source});
    const Population& now = it == have.end() ? kNothing : it->second;
    Departures departures(rule.cls, rule.source, out.departures);
    if (rule.varies) {
      // Any known value is good, in any number: only what no known-good server has is told.
      Population known;
      for (const Population& p : rule.allowed)
        for (const auto& [text, n] : p) known[text] = now.contains(text) ? now.at(text) : 0;
      std::erase_if(known, [](const auto& entry) { return entry.second == 0; });
      departures.tell(known, now);
      continue;
    }
    const auto nearest = std::ranges::min_element(
        rule.allowed, {}, [&](const Population& p) { return distance(p, now); });
    departures.tell(nearest == rule.allowed.end() ? kNothing : *nearest, now);
  }
  // A class that no known-good server has at all.
  for (const auto& [key, now] : have)
    if (!ruled.contains(key) && sources.contains(key.second))
      Departures(key.first, key.second, out.departures).tell({}, now);
  for (const FactSource s : sources)
    if (!observed.has(s)) out.unseen.push_back(s);
  return out;
}

void InventoryLearner::add(const Inventory& inventory) {
  ++servers_;
  const auto what = described_as(inventory.identity);
  if (!what.empty() && std::ranges::find(describes_, what) == describes_.end())
    describes_.push_back(what);
  seen_.push_back(populations_of(inventory));
  auto& sources = sources_.emplace_back();
  for (std::size_t s = 0; s < evidence::kFactSources; ++s)
    if (inventory.saw[s]) sources.push_back(static_cast<FactSource>(s));
}

InventoryReference InventoryLearner::finish() && {
  InventoryReference out;
  out.describes = std::move(describes_);
  std::set<std::pair<PartClass, FactSource>> keys;
  for (const auto& server : seen_)
    for (const auto& [key, population] : server) keys.insert(key);
  for (const auto& key : keys) {
    PartRule rule{.cls = key.first, .source = key.second, .allowed = {}, .varies = false};
    std::size_t saw = 0;
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      if (std::ranges::find(sources_[i], key.second) == sources_[i].end()) continue;
      ++saw;
      const auto it = seen_[i].find(key);
      const Population p = it == seen_[i].end() ? Population{} : it->second;
      if (std::ranges::find(rule.allowed, p) == rule.allowed.end()) rule.allowed.push_back(p);
    }
    rule.varies = rule.allowed.size() > kMostAlternatives && rule.allowed.size() * 2 > saw;
    std::ranges::sort(rule.allowed);
    out.rules.push_back(std::move(rule));
  }
  return out;
}

}  // namespace assay::reference
