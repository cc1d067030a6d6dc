// Stores of variables as nodes: the store, each variable below it, its GUID table and free space.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "formats/nvram/store.h"
#include "inspect/firmware/add.h"
#include "inspect/firmware/key_database.h"

namespace assay::inspect::firmware {
namespace {

namespace nvram = formats::nvram;

void add_store(TreeBuilder& tree, NodeId parent, std::uint32_t buffer, const nvram::Store& store);

void add_variable(TreeBuilder& tree, NodeId parent, std::uint32_t buffer, const nvram::Store& store,
                  const nvram::Variable& v) {
  Node node{.kind = Kind::variable,
            .parent = parent,
            .buffer = buffer,
            .offset = v.offset,
            .size = v.size,
            .header = v.header,
            .type = fmt::format("{} entry", nvram::name(store.kind)),
            .name = base::printable(v.name, 256),
            .guid = v.vendor};
  const NodeId id = tree.add(std::move(node));
  tree.attribute(id, "State", std::string(nvram::name(v.state)));
  if (v.attributes != 0)
    tree.attribute(id, "Attributes",
                   fmt::format("{:#x} ({})", v.attributes, nvram::attributes_text(v.attributes)));
  if (!v.timestamp.empty()) tree.attribute(id, "Timestamp", v.timestamp);
  if (v.link) tree.attribute(id, "Link", "newer value of an earlier entry");
  if (v.checked) tree.attribute(id, "Checksum", *v.checked ? "good" : "wrong");
  const bool counts =
      v.state == nvram::VariableState::valid || v.state == nvram::VariableState::in_transition;
  const KeyRole role = v.vendor ? key_role(v.name, *v.vendor) : KeyRole::none;
  if (role != KeyRole::none)
    describe_keys(tree, id, bytes::Reader(v.data, v.data_offset), counts ? role : KeyRole::forbids);
  for (const nvram::Store& inner : v.inner) add_store(tree, id, buffer, inner);
}

bool uniform(bytes::ByteSpan b) noexcept {
  return b.empty() || std::ranges::all_of(b, [&](std::byte x) { return x == b.front(); });
}

// Unused space is free only where it is erased: anything else stays a gap that somebody looks at.
void add_free_space(TreeBuilder& tree, NodeId parent, std::uint32_t buffer,
                    const nvram::Store& store) {
  if (store.free_size == 0) return;
  const Place place{parent, buffer, store.free_offset, store.free_size};
  if (!uniform(tree.bytes_of(place))) return;
  tree.add({.kind = Kind::free_space,
            .parent = parent,
            .buffer = buffer,
            .offset = store.free_offset,
            .size = store.free_size,
            .type = "Free space"});
}

void add_guid_table(TreeBuilder& tree, NodeId parent, std::uint32_t buffer,
                    const nvram::Store& store) {
  const std::uint64_t from = store.free_offset + store.free_size;
  const std::uint64_t end = store.offset + store.size;
  if (store.kind != nvram::StoreKind::nvar || from >= end) return;
  tree.add({.kind = Kind::table,
            .parent = parent,
            .buffer = buffer,
            .offset = from,
            .size = end - from,
            .type = "NVAR GUID store"});
}

// What the store holds, below `node`, which covers it.
void fill_store(TreeBuilder& tree, NodeId node, std::uint32_t buffer, const nvram::Store& store) {
  if (!store.variant.empty()) tree.attribute(node, "Variant", base::printable(store.variant, 40));
  if (store.checked) tree.attribute(node, "Checksum", *store.checked ? "good" : "wrong");
  tree.attribute(node, "Variables", fmt::format("{}", store.variables.size()));
  for (const bytes::ParseError& problem : store.problems) tree.malformed(node, problem);
  for (const nvram::Variable& v : store.variables) {
    if (tree.exhausted()) return;
    add_variable(tree, node, buffer, store, v);
  }
  for (const nvram::Store& inner : store.inner) add_store(tree, node, buffer, inner);
  add_free_space(tree, node, buffer, store);
  add_guid_table(tree, node, buffer, store);
}

void add_store(TreeBuilder& tree, NodeId parent, std::uint32_t buffer, const nvram::Store& store) {
  const NodeId node = tree.add({.kind = Kind::store,
                                .parent = parent,
                                .buffer = buffer,
                                .offset = store.offset,
                                .size = store.size,
                                .header = store.header,
                                .type = fmt::format("{} store", nvram::name(store.kind))});
  fill_store(tree, node, buffer, store);
}

}  // namespace

bool add_nvram_volume(TreeBuilder& tree, NodeId volume) {
  const Place body = tree.body(volume);
  const auto stores = nvram::find_stores(tree.reader(body), tree.budget());
  if (!stores) {
    tree.malformed(volume, stores.error());
    return false;
  }
  for (const nvram::Store& store : *stores) add_store(tree, volume, body.buffer, store);
  return !stores->empty();
}

bool add_nvar_store(TreeBuilder& tree, NodeId file) {
  const Place body = tree.body(file);
  if (nvram::looks_like_store(tree.bytes_of(body)) != nvram::StoreKind::nvar) return false;
  const auto store = nvram::parse_store(tree.reader(body), tree.budget());
  if (!store) {
    tree.malformed(file, store.error());
    return false;
  }
  add_store(tree, file, body.buffer, *store);
  return true;
}

std::uint64_t add_bare_store(TreeBuilder& tree, const Place& place) {
  if (!nvram::looks_like_store(tree.bytes_of(place))) return 0;
  const auto store = nvram::parse_store(tree.reader(place), tree.budget());
  if (!store || store->size == 0) return 0;
  add_store(tree, place.parent, place.buffer, *store);
  return store->size;
}

bool add_key_database(TreeBuilder& tree, NodeId node) {
  return describe_keys(tree, node, tree.reader(tree.body(node)), KeyRole::trusts);
}

}  // namespace assay::inspect::firmware
