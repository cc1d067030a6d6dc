// Evidence files that the tests of this folder hand to one adder.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "bytes/text.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::testing {

/// Files by name and content; roles as a bundle would give them.
class Files {
 public:
  Files& add(std::string path, bytes::ByteSpan content) {
    const auto role = evidence::role_of(path);
    all_.push_back({.path = std::move(path), .role = role, .bytes = bytes::copy(content)});
    return *this;
  }
  Files& add(std::string path, std::string_view content) {
    return add(std::move(path), bytes::as_bytes(content));
  }
  template <class Add>
  [[nodiscard]] inspect::inventory::Inventory into(Add adder, bytes::Limits limits = {}) const {
    inspect::inventory::Inventory out;
    into(adder, out, limits);
    return out;
  }
  template <class Add>
  void into(Add adder, inspect::inventory::Inventory& out, bytes::Limits limits = {}) const {
    std::vector<const evidence::Artefact*> pointers;
    for (const auto& a : all_) pointers.push_back(&a);
    bytes::Budget budget(limits);
    adder(std::span<const evidence::Artefact* const>(pointers), budget, out);
  }

 private:
  std::deque<evidence::Artefact> all_;
};

}  // namespace assay::testing
