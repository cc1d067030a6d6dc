#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "inspect/firmware/indicators/matchers.h"
#include "inspect/firmware/indicators/yara_rules.h"

namespace assay::inspect::firmware::indicators {
namespace {

namespace fw = formats::indicators;

// The deepest node of the image's own bytes that holds `offset`.
std::uint32_t node_at(const Tree& tree, std::uint64_t offset) {
  std::uint32_t best = 0;
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& n = tree.nodes[i];
    if (n.buffer == 0 && offset >= n.offset && offset - n.offset < n.size) best = i;
  }
  return best;
}

bool speaks_of(const fw::FwHuntRule& rule, const Tree& tree, const Module& m) {
  if (!m.executable) return false;
  if (rule.target == fw::Target::bootloader)
    return attribute_of(tree.nodes[m.node], "Subsystem") == "EFI application" ||
           tree.nodes[m.node].parent == kNone;
  if (rule.modules.empty()) return true;
  if (m.file == kNone || !tree.nodes[m.file].guid) return false;
  return std::ranges::find(rule.modules, *tree.nodes[m.file].guid) != rule.modules.end();
}

void report(Hits& hits, const IndicatorList& list, const fw::FwHuntRule& rule,
            const fw::Variant& variant, std::uint32_t node, std::uint64_t at) {
  std::string why = fmt::format("It matches {} of {}", rule.name, base::printable(list.name, 200));
  if (!variant.name.empty()) why += fmt::format(" ({})", variant.name);
  if (!rule.description.empty()) why += ": " + rule.description;
  why += '.';
  if (!rule.advisory.empty()) why += fmt::format(" See {}.", rule.advisory);
  if (!rule.unchecked.empty())
    why += fmt::format(" Not checked: {}.", fmt::join(rule.unchecked, "; "));
  hits.add("firmware.indicator.fwhunt", rule.name, node, at, std::move(why));
  std::string space = rule.space;
  std::ranges::transform(space, space.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  if (space == "threats") hits.set_severity(evidence::Severity::critical);
}

// A rule about the firmware as a whole: the image's bytes, then what was decompressed from it.
void match_whole(Hits& hits, const IndicatorList& list, const fw::FwHuntRule& rule) {
  for (const fw::Variant& variant : rule.variants) {
    if (const auto at = fw::holds(variant, hits.image())) {
      report(hits, list, rule, variant, node_at(hits.tree(), *at), *at);
      continue;
    }
    for (std::uint32_t i = 0; i < hits.tree().nodes.size(); ++i) {
      const Node& node = hits.tree().nodes[i];
      // The first node of each buffer stands for it.
      if (node.buffer == 0 || (i != 0 && hits.tree().nodes[i - 1].buffer == node.buffer)) continue;
      const auto at = fw::holds(variant, hits.tree().buffers[node.buffer]);
      if (!at) continue;
      report(hits, list, rule, variant, i, *at);
      break;
    }
  }
}

void match_rule(Hits& hits, std::span<const Module> modules, const IndicatorList& list,
                const fw::FwHuntRule& rule) {
  for (const Module& m : modules) {
    if (!speaks_of(rule, hits.tree(), m)) continue;
    for (const fw::Variant& variant : rule.variants) {
      const auto at = fw::holds(variant, m.body);
      if (!at) continue;
      report(hits, list, rule, variant, m.node, m.offset + *at);
      break;
    }
  }
}

}  // namespace

void match_fwhunt(Hits& hits, std::span<const Module> modules, const IndicatorList& list) {
  for (const fw::FwHuntRule& rule : list.rules) {
    if (!rule.unevaluated.empty()) {
      hits.note("firmware.indicator.unevaluated", list.name,
                fmt::format("The rule {} was not evaluated: {}.", rule.name, rule.unevaluated));
      continue;
    }
    if (rule.target == fw::Target::firmware)
      match_whole(hits, list, rule);
    else
      match_rule(hits, modules, list, rule);
  }
}

void match_yara(Hits& hits, std::span<const Module> modules, const IndicatorList& list) {
  std::set<std::string> seen;
  const unsigned seconds = hits.options().yara_seconds_each;
  const auto take = [&](const YaraScan& scan, std::uint32_t node, std::uint64_t offset) {
    if (scan.timed_out)
      hits.note("firmware.indicator.unevaluated", list.name,
                fmt::format("Scanning {} took more than {} s and was given up.",
                            base::printable(hits.tree().path_of(node), 200), seconds));
    for (const YaraMatch& m : scan.matches) {
      const std::uint64_t at = offset + m.at;
      const std::uint32_t where = node == 0 ? node_at(hits.tree(), at) : node;
      if (!seen.insert(fmt::format("{} {}", where, m.rule)).second) continue;
      hits.add("firmware.indicator.yara", m.rule, where, at,
               fmt::format("It matches the YARA rule {} of {}{}{}.", m.rule,
                           base::printable(list.name, 200), m.description.empty() ? "" : ": ",
                           m.description));
    }
  };
  for (const Module& m : modules) take(list.yara->scan(m.body, seconds), m.node, m.offset);
  if (!hits.tree().nodes.empty()) take(list.yara->scan(hits.image(), seconds), 0, 0);
}

}  // namespace assay::inspect::firmware::indicators
