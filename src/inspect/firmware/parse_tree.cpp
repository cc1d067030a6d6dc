#include <utility>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "inspect/firmware/tree_wire.h"

namespace assay::inspect::firmware {
namespace {

using bytes::Parsed;

class TreeReader {
 public:
  TreeReader(bytes::Reader reader, bytes::Budget& budget, std::uint64_t image_size)
      : reader_(reader), budget_(budget), image_size_(image_size) {}

  Parsed<Tree> tree() {
    const std::uint64_t at = reader_.offset();
    ASSAY_TRY(const auto magic, reader_.take(4, "magic"));
    if (bytes::as_chars(magic) != "ATW1") return bytes::bad_value(at, "magic", "ATW1");
    ASSAY_CHECK(buffers());
    ASSAY_CHECK(nodes());
    ASSAY_CHECK(findings());
    ASSAY_CHECK(reader_.finish("tree"));
    return std::move(out_);
  }

 private:
  // A count is paid for before anything is reserved; `least` bytes of each must still be there.
  Parsed<std::uint32_t> count(std::string_view field, std::uint64_t least) {
    const std::uint64_t at = reader_.offset();
    ASSAY_TRY(const std::uint32_t n, reader_.le32(field));
    if (n > reader_.remaining() / least)
      return bytes::bad_value(at, field, "no more than the bytes left can hold");
    ASSAY_CHECK(budget_.items(n, at, field));
    return n;
  }

  Parsed<bool> flag(std::string_view field) {
    const std::uint64_t at = reader_.offset();
    ASSAY_TRY(const std::uint8_t value, reader_.u8(field));
    if (value > 1) return bytes::bad_value(at, field, "0 or 1");
    return value == 1;
  }

  Parsed<std::string> text(std::string_view field) {
    ASSAY_TRY(const std::uint32_t size, reader_.le32(field));
    const std::uint64_t at = reader_.offset();
    ASSAY_TRY(const auto bytes, reader_.take(size, field));
    ASSAY_CHECK(budget_.bytes(size, at, field));
    if (!base::is_utf8(bytes::as_chars(bytes))) return bytes::bad_value(at, field, "UTF-8");
    return bytes::to_string(bytes);
  }

  Parsed<void> buffers() {
    ASSAY_TRY(const bool included, flag("with contents"));
    ASSAY_TRY(const std::uint32_t n, count("buffers", 8));
    if (n == 0) return bytes::bad_value(reader_.offset(), "buffers", "at least the image's");
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::uint64_t at = reader_.offset();
      ASSAY_TRY(const std::uint64_t size, reader_.le64("buffer size"));
      // The first stands for the image, which the reader has.
      if (i == 0 && size != 0) return bytes::bad_value(at, "buffer size", "0 for the image's");
      sizes_.push_back(i == 0 ? image_size_ : size);
      out_.buffers.emplace_back();
      if (!included) continue;
      ASSAY_TRY(const auto content, reader_.take(size, "buffer"));
      ASSAY_CHECK(budget_.bytes(size, at, "buffer"));
      out_.buffers.back() = bytes::copy(content);
    }
    return {};
  }

  Parsed<void> nodes() {
    constexpr std::uint64_t kLeastNode = 47;  // no texts, GUID, digest or attributes
    const std::uint64_t at = reader_.offset();
    ASSAY_TRY(const std::uint32_t n, count("nodes", kLeastNode));
    if (n == 0) return bytes::bad_value(at, "nodes", "at least the image");
    out_.nodes.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      ASSAY_TRY(auto one, node(i));
      out_.nodes.push_back(std::move(one));
    }
    return {};
  }

  // Where it stands: the part that consumers index with.
  Parsed<void> place(Node& node, std::uint32_t index) {
    std::uint64_t at = reader_.offset();
    ASSAY_TRY(const std::uint8_t kind, reader_.u8("kind"));
    if (kind > std::to_underlying(Kind::data)) return bytes::bad_value(at, "kind", "a known one");
    node.kind = static_cast<Kind>(kind);
    at = reader_.offset();
    ASSAY_TRY(node.parent, reader_.le32("parent"));
    if (index == 0 ? node.parent != kNone : node.parent >= index)
      return bytes::bad_value(at, "parent", "a node before this one, none for the first alone");
    depth_.push_back(index == 0 ? 0 : depth_[node.parent] + 1);
    if (depth_.back() > kDeepestTree) return bytes::bad_value(at, "parent", "at most 512 levels");
    at = reader_.offset();
    ASSAY_TRY(node.buffer, reader_.le32("buffer"));
    if (node.buffer >= sizes_.size()) return bytes::bad_value(at, "buffer", "one of those listed");
    const std::uint64_t whole = sizes_[node.buffer];
    at = reader_.offset();
    ASSAY_TRY(node.offset, reader_.le64("offset"));
    ASSAY_TRY(node.size, reader_.le64("size"));
    if (node.offset > whole || node.size > whole - node.offset)
      return bytes::bad_value(at, "offset", "a place within the buffer");
    at = reader_.offset();
    ASSAY_TRY(node.header, reader_.le32("header"));
    if (node.header > node.size) return bytes::bad_value(at, "header", "at most the node's size");
    return {};
  }

  Parsed<Node> node(std::uint32_t index) {
    const std::uint64_t start = reader_.offset();
    Node out;
    ASSAY_CHECK(place(out, index));
    if (index == 0 && (out.kind != Kind::image || out.buffer != 0 || out.size != image_size_))
      return bytes::bad_value(start, "node", "the whole image first");
    ASSAY_TRY(out.type, text("type"));
    ASSAY_TRY(out.name, text("name"));
    ASSAY_TRY(out.version, text("version"));
    ASSAY_TRY(const bool has_guid, flag("has GUID"));
    if (has_guid) {
      ASSAY_TRY(const auto raw, reader_.fixed<16>("GUID"));
      out.guid = formats::uefi::Guid::from(raw);
    }
    ASSAY_TRY(const bool has_digest, flag("has SHA-256"));
    if (has_digest) {
      ASSAY_TRY(const auto value, reader_.fixed<32>("SHA-256"));
      out.digest = crypto::Digest::from(crypto::HashAlg::sha256, value).value();
    }
    ASSAY_TRY(const std::uint32_t n, count("attributes", 8));
    out.attributes.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      Attribute& attribute = out.attributes.emplace_back();
      ASSAY_TRY(attribute.name, text("attribute name"));
      ASSAY_TRY(attribute.value, text("attribute value"));
    }
    return out;
  }

  Parsed<void> findings() {
    constexpr std::uint64_t kLeastFinding = 17;
    ASSAY_TRY(const std::uint32_t n, count("findings", kLeastFinding));
    for (std::uint32_t i = 0; i < n; ++i) {
      ASSAY_TRY(auto one, finding());
      out_.findings.push_back(std::move(one));
    }
    return {};
  }

  Parsed<evidence::Finding> finding() {
    std::uint64_t at = reader_.offset();
    ASSAY_TRY(const std::string code, text("code"));
    if (evidence::find_code(code) == nullptr) return bytes::bad_value(at, "code", "a known code");
    at = reader_.offset();
    ASSAY_TRY(const std::uint8_t severity, reader_.u8("severity"));
    if (severity > std::to_underlying(evidence::Severity::critical))
      return bytes::bad_value(at, "severity", "0 to 2");
    ASSAY_TRY(std::string subject, text("subject"));
    ASSAY_TRY(std::string why, text("why"));
    // What to do is ours to say, not the worker's.
    auto out = evidence::make_finding(code, std::move(subject), std::move(why));
    out.severity = static_cast<evidence::Severity>(severity);
    ASSAY_TRY(const std::uint32_t n, count("cites", 8));
    for (std::uint32_t i = 0; i < n; ++i) {
      evidence::Cite& cite = out.cites.emplace_back();
      ASSAY_TRY(cite.artefact, text("artefact"));
      ASSAY_TRY(cite.at, text("at"));
    }
    return out;
  }

  bytes::Reader reader_;
  bytes::Budget& budget_;
  std::uint64_t image_size_;
  std::vector<std::uint64_t> sizes_;  ///< of the buffers, the image's first
  std::vector<std::uint32_t> depth_;  ///< of the nodes so far
  Tree out_;
};

}  // namespace

Parsed<Tree> parse_tree(bytes::Reader reader, bytes::Budget& budget, std::uint64_t image_size) {
  return TreeReader(reader, budget, image_size).tree();
}

}  // namespace assay::inspect::firmware
