#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bytes/text.h"
#include "bytes/writer.h"
#include "inspect/firmware/tree_wire.h"

namespace assay::inspect::firmware {
namespace {

void repair(std::string& text) {
  if (!base::is_utf8(text)) text = base::as_utf8(text);
}

// A count or length beyond 32 bits would be gigabytes of answer, refused long before.
std::uint32_t count_of(const auto& things) { return static_cast<std::uint32_t>(things.size()); }

void put(bytes::Writer& w, std::string_view text) {
  w.le32(count_of(text)).raw(bytes::as_bytes(text));
}

void put(bytes::Writer& w, const Node& node) {
  w.u8(std::to_underlying(node.kind)).le32(node.parent).le32(node.buffer);
  w.le64(node.offset).le64(node.size).le32(node.header);
  put(w, node.type);
  put(w, node.name);
  put(w, node.version);
  w.u8(node.guid ? 1 : 0);
  if (node.guid) w.raw(node.guid->raw);
  const bool digest = node.digest.alg() == crypto::HashAlg::sha256;
  w.u8(digest ? 1 : 0);
  if (digest) w.raw(node.digest.span());
  w.le32(count_of(node.attributes));
  for (const Attribute& a : node.attributes) {
    put(w, a.name);
    put(w, a.value);
  }
}

void put(bytes::Writer& w, const evidence::Finding& finding) {
  put(w, finding.code);
  w.u8(std::to_underlying(finding.severity));
  put(w, finding.subject);
  put(w, finding.why);
  w.le32(count_of(finding.cites));
  for (const evidence::Cite& cite : finding.cites) {
    put(w, cite.artefact);
    put(w, cite.at);
  }
}

}  // namespace

void make_sendable(Tree& tree) {
  for (Node& node : tree.nodes) {
    node.header = static_cast<std::uint32_t>(std::min<std::uint64_t>(node.header, node.size));
    for (std::string* text : {&node.type, &node.name, &node.version}) repair(*text);
    for (Attribute& a : node.attributes) {
      repair(a.name);
      repair(a.value);
    }
  }
  for (evidence::Finding& finding : tree.findings) {
    repair(finding.subject);
    repair(finding.why);
    for (evidence::Cite& cite : finding.cites) {
      repair(cite.artefact);
      repair(cite.at);
    }
  }
}

base::Bytes encode_tree(const Tree& tree, Contents contents) {
  bytes::Writer w;
  const bool included = contents == Contents::included;
  w.raw(bytes::as_bytes("ATW1")).u8(included ? 1 : 0);
  w.le32(count_of(tree.buffers));
  for (const base::Bytes& buffer : tree.buffers) {
    w.le64(buffer.size());
    if (included) w.raw(buffer);
  }
  w.le32(count_of(tree.nodes));
  for (const Node& node : tree.nodes) put(w, node);
  w.le32(count_of(tree.findings));
  for (const evidence::Finding& finding : tree.findings) put(w, finding);
  return std::move(w).release();
}

}  // namespace assay::inspect::firmware
