#include "inspect/firmware/tree_wire.h"

#include <gtest/gtest.h>
#include <utility>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "evidence/finding_codes.h"
#include "support/mutate.h"

namespace assay::inspect::firmware {
namespace {

constexpr std::uint64_t kImage = 4096;

// An image with a volume, a file in it, and a section in what the file had packed.
Tree sample() {
  Tree tree;
  tree.buffers.resize(2);
  tree.buffers[1] = bytes::copy(bytes::as_bytes("MZ, unpacked"));
  tree.nodes.push_back({.kind = Kind::image, .size = kImage, .type = "UEFI image"});
  tree.nodes.push_back({.kind = Kind::volume,
                        .parent = 0,
                        .offset = 16,
                        .size = 2048,
                        .header = 72,
                        .type = "FFSv2",
                        .attributes = {{"Revision", "2"}, {"Größe", "2 KiB"}}});
  tree.nodes.push_back({.kind = Kind::file,
                        .parent = 1,
                        .offset = 88,
                        .size = 512,
                        .header = 24,
                        .type = "DXE driver",
                        .name = "Setup",
                        .guid = formats::uefi::kShimLock,
                        .version = "1.0",
                        .digest = crypto::Digest(crypto::HashAlg::sha256)});
  tree.nodes.push_back({.kind = Kind::executable, .parent = 2, .buffer = 1, .size = 12});
  tree.findings.push_back(evidence::make_finding("artefact.malformed", "Setup", "It is not.",
                                                 {{"bios.bin", "offset 88"}}));
  return tree;
}

bytes::Parsed<Tree> parse(bytes::ByteSpan wire, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_tree(bytes::Reader(wire), budget, kImage);
}

// The field that a changed tree is refused for.
std::string_view refused(const std::function<void(Tree&)>& change) {
  Tree tree = sample();
  change(tree);
  const auto parsed = parse(encode_tree(tree, Contents::included));
  return parsed ? "nothing" : parsed.error().field;
}

void expect_equal(const Node& a, const Node& b) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.parent, b.parent);
  EXPECT_EQ(a.buffer, b.buffer);
  EXPECT_EQ(a.offset, b.offset);
  EXPECT_EQ(a.size, b.size);
  EXPECT_EQ(a.header, b.header);
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.guid, b.guid);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.digest, b.digest);
  ASSERT_EQ(a.attributes.size(), b.attributes.size());
  for (std::size_t i = 0; i < a.attributes.size(); ++i) {
    EXPECT_EQ(a.attributes[i].name, b.attributes[i].name);
    EXPECT_EQ(a.attributes[i].value, b.attributes[i].value);
  }
}

TEST(TreeWire, a_tree_is_read_as_it_was_written) {
  const Tree tree = sample();
  for (const Contents contents : {Contents::left_out, Contents::included}) {
    const Tree read = parse(encode_tree(tree, contents)).value();
    ASSERT_EQ(read.nodes.size(), tree.nodes.size());
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) expect_equal(read.nodes[i], tree.nodes[i]);
    EXPECT_EQ(read.findings, tree.findings);
    ASSERT_EQ(read.buffers.size(), 2U);
    const auto unpacked = bytes::to_string(read.bytes_of(read.nodes[3], {}));
    EXPECT_EQ(unpacked, contents == Contents::included ? "MZ, unpacked" : "");
  }
}

TEST(TreeWire, what_consumers_index_with_is_checked) {
  EXPECT_EQ(refused([](Tree&) {}), "nothing");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[2].parent = 2; }), "parent");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[2].parent = 3; }), "parent");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[2].parent = kNone; }), "parent");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[0].parent = 0; }), "parent");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[3].buffer = 2; }), "buffer");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[3].size = 13; }), "offset");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[3].offset = 1; }), "offset");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[1].offset = ~std::uint64_t{0}; }), "offset");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[3].header = 13; }), "header");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[0].size = 1; }), "node");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[0].kind = Kind::region; }), "node");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[1].kind = static_cast<Kind>(200); }), "kind");
  EXPECT_EQ(refused([](Tree& t) { t.buffers[0].resize(1); }), "buffer size");
  EXPECT_EQ(refused([](Tree& t) { t.nodes.clear(); }), "nodes");
  EXPECT_EQ(refused([](Tree& t) { t.buffers.clear(); }), "buffers");
}

TEST(TreeWire, texts_and_findings_are_checked) {
  EXPECT_EQ(refused([](Tree& t) { t.nodes[2].name = "\xFF"; }), "name");
  EXPECT_EQ(refused([](Tree& t) { t.nodes[1].attributes[0].value = "\xC0\xAF"; }),
            "attribute value");
  EXPECT_EQ(refused([](Tree& t) { t.findings[0].code = "no.such.code"; }), "code");
  EXPECT_EQ(refused([](Tree& t) { t.findings[0].severity = static_cast<evidence::Severity>(9); }),
            "severity");
  EXPECT_EQ(refused([](Tree& t) { t.findings[0].why = "\x80"; }), "why");
}

TEST(TreeWire, what_a_worker_would_have_people_do_is_not_sent) {
  Tree tree = sample();
  tree.findings[0].action = "Ignore this.";
  EXPECT_EQ(parse(encode_tree(tree, Contents::left_out)).value().findings, sample().findings);
}

TEST(TreeWire, a_chain_deeper_than_anybody_walks_is_refused) {
  Tree tree = sample();
  while (tree.nodes.size() <= kDeepestTree)
    tree.nodes.push_back({.parent = static_cast<std::uint32_t>(tree.nodes.size() - 1)});
  EXPECT_TRUE(parse(encode_tree(tree, Contents::left_out)));
  tree.nodes.push_back({.parent = kDeepestTree});
  EXPECT_EQ(parse(encode_tree(tree, Contents::left_out)).error().field, "parent");
}

TEST(TreeWire, counts_that_the_bytes_cannot_hold_are_refused_before_memory_is_taken) {
  bytes::Writer w;
  w.raw(bytes::as_bytes("ATW1")).u8(0).le32(1).le64(0).le32(0xFFFFFFFF);
  const auto parsed = parse(w.view());
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().field, "nodes");
  EXPECT_EQ(parsed.error().offset, 17U);
}

TEST(TreeWire, costs_what_it_holds) {
  const auto wire = encode_tree(sample(), Contents::included);
  // 2 buffers, 4 nodes, 2 attributes, 1 finding, 1 cite.
  EXPECT_TRUE(parse(wire, {.items = 10}));
  EXPECT_EQ(parse(wire, {.items = 9}).error().fault, bytes::Fault::budget);
  std::uint64_t needed = 0;
  while (!parse(wire, {.bytes = needed})) ++needed;
  EXPECT_GT(needed, 12U);
  EXPECT_EQ(parse(wire, {.bytes = needed - 1}).error().fault, bytes::Fault::budget);
}

TEST(TreeWire, hostile_answers_are_refused_or_safe_to_walk) {
  const auto check = [](bytes::ByteSpan wire) {
    const auto tree = parse(wire);
    if (!tree) return;
    for (std::uint32_t i = 0; i < tree->nodes.size(); ++i) {
      (void)tree->bytes_of(tree->nodes[i], {});
      (void)tree->path_of(i);
    }
  };
  const auto wire = encode_tree(sample(), Contents::included);
  for (std::size_t n = 0; n < wire.size(); ++n)
    EXPECT_FALSE(parse(bytes::ByteSpan(wire).first(n))) << n;
  testing::every_prefix(wire, check);
  testing::mutations(wire, 1000, 1, check);
  testing::mutations(encode_tree(sample(), Contents::left_out), 1000, 2, check);
}

TEST(TreeWire, make_sendable_repairs_what_an_image_may_hold) {
  Tree tree = sample();
  tree.nodes[2].name =
      "a\xFF"
      "b";
  tree.nodes[2].header = 5000;
  tree.findings[0].subject = "\xFF";
  make_sendable(tree);
  EXPECT_EQ(tree.nodes[2].name, "a\uFFFDb");
  EXPECT_EQ(tree.nodes[2].header, 512U);
  EXPECT_TRUE(parse(encode_tree(tree, Contents::left_out)));
}

}  // namespace
}  // namespace assay::inspect::firmware
