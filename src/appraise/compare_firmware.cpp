#include "appraise/compare_firmware.h"

#include <fmt/format.h>
#include <map>

#include "base/text.h"
#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using inspect::firmware::Content;
using inspect::firmware::Item;
using inspect::firmware::ItemChange;
using inspect::firmware::ItemComparison;
using inspect::firmware::ItemDifference;

std::string_view word(ItemChange change) {
  switch (change) {
    case ItemChange::added:
      return "added";
    case ItemChange::removed:
      return "removed";
    case ItemChange::moved:
      return "moved";
    default:
      return "modified";
  }
}

std::string what_changed(const ItemDifference& d, const Item& was, const Item& now) {
  if (d.change == ItemChange::rebuilt)
    return "the same code: only what a new build changes (times, addresses, signature) differs";
  if (d.change == ItemChange::repacked)
    return "its parts are the same; bytes of the container itself differ";
  if (d.change == ItemChange::moved) return fmt::format("the same bytes, before in {}", was.path);
  std::string out(inspect::firmware::name(now.content));
  if (was.version != now.version)
    out += fmt::format(", version {} instead of {}", now.version.empty() ? "none" : now.version,
                       was.version.empty() ? "none" : was.version);
  if (was.size != now.size)
    out += fmt::format(", {} bytes {}",
                       was.size < now.size ? now.size - was.size : was.size - now.size,
                       was.size < now.size ? "more" : "less");
  return out;
}

Difference to_difference(const ItemDifference& d, std::span<const Item> golden,
                         std::span<const Item> observed) {
  const bool removed = d.change == ItemChange::removed;
  const bool added = d.change == ItemChange::added;
  const Item& item = removed ? golden[d.golden] : observed[d.observed];
  Difference out{.what = item.what, .change = word(d.change), .path = item.path};
  const auto value = [](const Item& i) {
    return fmt::format("{}, sha256 {}", item_words(i), i.digest.hex());
  };
  if (!added) out.golden = value(golden[d.golden]);
  if (!removed) out.observed = value(observed[d.observed]);
  if (!added && !removed) out.so = what_changed(d, golden[d.golden], observed[d.observed]);
  if (added || removed) out.so = inspect::firmware::name(item.content);
  if (const auto* row = evidence::find_code(firmware_code(d.change, item.content))) {
    out.severity = row->severity;
    out.why = row->meaning;
  }
  return out;
}

}  // namespace

std::string_view firmware_code(ItemChange change, Content content) noexcept {
  switch (change) {
    case ItemChange::moved:
      return "firmware.module.moved";
    case ItemChange::rebuilt:
      return "firmware.module.rebuilt";
    case ItemChange::repacked:
      return "firmware.container.changed";
    default:
      break;
  }
  switch (content) {
    case Content::code:
      return change == ItemChange::added     ? "firmware.module.added"
             : change == ItemChange::removed ? "firmware.module.removed"
                                             : "firmware.module.changed";
    case Content::data:
      return "firmware.data.changed";
    case Content::settings:
      return "firmware.settings.changed";
    case Content::microcode:
      return "firmware.microcode.changed";
    case Content::descriptor:
      return "firmware.descriptor.changed";
    case Content::padding:
      return "firmware.padding.changed";
    case Content::table:
      return "firmware.table.changed";
    case Content::state:
      return "firmware.state.changed";
  }
  return "firmware.data.changed";
}

std::string item_words(const Item& item) {
  return fmt::format("{} ({}, {} bytes at {:#x}{}{})", item.what, item.type, item.size, item.offset,
                     item.packed ? " of what is packed" : "",
                     item.version.empty() ? std::string{} : ", version " + item.version);
}

std::string firmware_summary(const ItemComparison& c, std::span<const Item> golden,
                             std::span<const Item> observed) {
  if (c.differences.empty()) return "The two images hold the same.";
  std::map<std::pair<Content, ItemChange>, std::size_t> counts;
  for (const auto& d : c.differences)
    ++counts[{
        d.change == ItemChange::removed ? golden[d.golden].content : observed[d.observed].content,
        d.change}];
  std::string list;
  for (const auto& [key, n] : counts) {
    const auto& [content, change] = key;
    const std::string_view noun =
        content == Content::code ? "module" : inspect::firmware::name(content);
    list += fmt::format("{}{} {} {}", list.empty() ? "" : ", ", n, noun,
                        inspect::firmware::name(change));
  }
  if (c.is_rebuild())
    return fmt::format(
        "Another build of the same firmware: {} of {} modules differ, and the parts are the same "
        "ones otherwise ({}). Compare it with the vendor's image of that version.",
        c.changed_modules, c.modules, list);
  return fmt::format("{}: {}.", base::counted(c.differences.size(), "difference"), list);
}

Comparison compare_firmware(const std::string& kind, std::span<const Item> golden,
                            std::span<const Item> observed) {
  const auto compared = inspect::firmware::compare_items(golden, observed);
  Comparison out{.kind = kind};
  for (const auto& d : compared.differences)
    out.differences.push_back(to_difference(d, golden, observed));
  out.rebuild = compared.is_rebuild();
  out.summary = firmware_summary(compared, golden, observed);
  return out;
}

}  // namespace assay::appraise
