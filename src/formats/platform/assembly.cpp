#include "formats/platform/assembly.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::platform {
namespace {

std::string called(const Component& c) {
  const std::string serial = c.serial.empty() ? "" : ", serial " + base::printable(c.serial, 100);
  return fmt::format("{} {}{}", base::printable(c.manufacturer, 100), base::printable(c.model, 100),
                     serial);
}

// How well `listed` is the component that `change` speaks of; 0: not at all. Class and maker must
// be the same; a serial number that both state decides.
int likeness(const Component& listed, const Component& change) {
  if (listed.manufacturer != change.manufacturer) return 0;
  if (listed.cls && change.cls && *listed.cls != *change.cls) return 0;
  const bool serials = !listed.serial.empty() && !change.serial.empty();
  if (serials && listed.serial == change.serial) return 4 + (listed.model == change.model ? 1 : 0);
  if (listed.model != change.model) return 0;
  if (serials) return 0;
  return listed.revision == change.revision ? 3 : 2;
}

// A change of serial number: the one that can only be meant.
bool same_kind(const Component& listed, const Component& change) {
  return listed.manufacturer == change.manufacturer && listed.model == change.model &&
         listed.cls == change.cls;
}

class Builder {
 public:
  explicit Builder(std::span<const Certificate* const> certificates) : all_(certificates) {}

  Assembly run() {
    choose_base();
    if (!out_.base) {
      for (std::size_t i = 0; i < all_.size(); ++i)
        if (is_delta(i)) gap(i, "there is no base certificate that it could change");
      return std::move(out_);
    }
    out_.components = all_[*out_.base]->components();
    if (const auto& c = all_[*out_.base]->statement.configuration; c)
      out_.properties = c->properties;
    std::vector<std::size_t> waiting = deltas();
    std::vector<std::size_t> known{*out_.base};
    for (bool moved = true; moved;) {
      moved = false;
      for (auto it = waiting.begin(); it != waiting.end(); ++it) {
        const bool fits = std::ranges::any_of(
            known, [&](std::size_t k) { return builds_on(*all_[*it], *all_[k]); });
        if (!fits) continue;
        known.push_back(*it);
        apply(*it);
        waiting.erase(it);
        moved = true;
        break;
      }
    }
    for (const std::size_t i : waiting) leftover(i);
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_delta(std::size_t i) const {
    return all_[i]->statement.kind == Kind::delta;
  }
  void gap(std::size_t i, std::string reason) { out_.gaps.push_back({i, std::move(reason)}); }

  void choose_base() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (is_delta(i)) continue;
      if (!out_.base) {
        out_.base = i;
        continue;
      }
      const Certificate& held = *all_[*out_.base];
      const bool newer = std::pair(all_[i]->statement.kind == Kind::rebase, all_[i]->not_before) >
                         std::pair(held.statement.kind == Kind::rebase, held.not_before);
      out_.outdated.push_back(newer ? *out_.base : i);
      if (newer) out_.base = i;
    }
  }

  // By date, so that two that build on the same certificate are applied as they were made.
  [[nodiscard]] std::vector<std::size_t> deltas() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (is_delta(i)) found.push_back(i);
    std::ranges::sort(found, {}, [&](std::size_t i) { return std::pair(all_[i]->not_before, i); });
    return found;
  }

  // A delta of what a rebase has replaced is history; any other is missing what it builds on.
  void leftover(std::size_t i) {
    const bool old = std::ranges::any_of(
        out_.outdated, [&](std::size_t k) { return builds_on(*all_[i], *all_[k]); });
    if (old) {
      out_.outdated.push_back(i);
      return;
    }
    gap(i, fmt::format("it builds on {}, which is not among the certificates",
                       all_[i]->holder.text()));
  }

  void apply(std::size_t i) {
    const std::string& now = all_[i]->statement.platform.serial;
    const std::string& before = all_[*out_.base]->statement.platform.serial;
    if (!now.empty() && !before.empty() && now != before) {
      gap(i, fmt::format("it speaks of the platform with serial {}, the base of {}",
                         base::printable(now, 100), base::printable(before, 100)));
      return;
    }
    out_.applied.push_back(i);
    const auto& configuration = all_[i]->statement.configuration;
    if (!configuration) return;
    for (const Component& change : configuration->components) {
      const Status status = change.status.value_or(Status::added);
      if (status == Status::added)
        out_.components.push_back(change);
      else
        replace(i, change, status == Status::removed);
    }
    for (const Property& change : configuration->properties) set(change);
  }

  std::vector<Component>::iterator find(const Component& change, bool removed) {
    auto best = out_.components.end();
    int score = 0;
    for (auto it = out_.components.begin(); it != out_.components.end(); ++it)
      if (const int now = likeness(*it, change); now > score) {
        best = it;
        score = now;
      }
    const auto alike = [&](const Component& c) { return same_kind(c, change); };
    if (score == 0 && !removed && std::ranges::count_if(out_.components, alike) == 1)
      best = std::ranges::find_if(out_.components, alike);
    return best;
  }

  void replace(std::size_t i, const Component& change, bool removed) {
    const auto at = find(change, removed);
    if (at == out_.components.end()) {
      gap(i, fmt::format("it {} {}, which the list before it does not hold",
                         removed ? "removes" : "changes", called(change)));
    } else if (removed) {
      out_.components.erase(at);
    } else {
      *at = change;
    }
  }

  void set(const Property& change) {
    const auto at = std::ranges::find(out_.properties, change.name, &Property::name);
    if (change.status == Status::removed) {
      if (at != out_.properties.end()) out_.properties.erase(at);
    } else if (at != out_.properties.end()) {
      at->value = change.value;
    } else {
      out_.properties.push_back(change);
    }
  }

  std::span<const Certificate* const> all_;
  Assembly out_;
};

}  // namespace

bool builds_on(const Certificate& certificate, const Certificate& earlier) {
  if (&certificate == &earlier) return false;
  if (certificate.holder.base_certificate &&
      certificate.holder.base_certificate->names(earlier.issuer, earlier.serial))
    return true;
  return std::ranges::any_of(certificate.statement.previous, [&](const Trait& t) {
    return t.certificate && t.certificate->names(earlier.issuer, earlier.serial, earlier.signature);
  });
}

Assembly assemble(std::span<const Certificate* const> certificates) {
  return Builder(certificates).run();
}

}  // namespace assay::formats::platform
