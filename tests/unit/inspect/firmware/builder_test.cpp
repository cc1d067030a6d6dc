#include "inspect/firmware/builder.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::inspect::firmware {
namespace {

base::Bytes image(std::size_t size, std::byte value = std::byte{0xFF}) {
  base::Bytes bytes(size);
  for (auto& b : bytes) b = value;
  return bytes;
}

class BuilderTest : public ::testing::TestWithParam<unsigned> {
 protected:
  crypto::HashEngine hash;
  bytes::Budget budget;

  TreeBuilder start(const base::Bytes& bytes) {
    return TreeBuilder(bytes, budget, hash, {.artefact = "image", .threads = GetParam()});
  }
  // "kind:offset+size" of every node, indented by its depth.
  static std::string shape(const Tree& tree) {
    std::string text;
    for (const Node& node : tree.nodes) {
      for (auto at = node.parent; at != kNone; at = tree.nodes[at].parent) text += ' ';
      text +=
          node.type + ':' + std::to_string(node.offset) + '+' + std::to_string(node.size) + '\n';
    }
    return text;
  }
};

TEST_P(BuilderTest, nodes_come_out_in_document_order_and_gaps_are_filled) {
  auto bytes = image(100);
  bytes[95] = std::byte{1};
  auto tree = start(bytes);
  const auto second = tree.add({.parent = 0, .offset = 40, .size = 40, .header = 8, .type = "b"});
  tree.add({.parent = 0, .offset = 0, .size = 20, .type = "a"});
  tree.add({.parent = second, .offset = 60, .size = 20, .type = "c"});
  const Tree got = std::move(tree).finish();
  EXPECT_EQ(shape(got),
            "Image:0+100\n"
            " a:0+20\n"
            " Empty (0xFF):20+20\n"
            " b:40+40\n"
            "  Empty (0xFF):48+12\n"
            "  c:60+20\n"
            " Non-empty padding:80+20\n");
  EXPECT_EQ(got.nodes[2].kind, Kind::padding);
  EXPECT_EQ(got.nodes[6].kind, Kind::data);
  for (const Node& node : got.nodes)
    EXPECT_EQ(node.digest, hash.hash(crypto::HashAlg::sha256, got.bytes_of(node, bytes)));
}

TEST_P(BuilderTest, alignment_is_its_parents_unless_something_is_in_it) {
  auto bytes = image(32);
  auto first = start(bytes);
  first.add({.parent = 0, .offset = 0, .size = 12, .type = "a"});
  first.add({.parent = 0, .offset = 16, .size = 16, .type = "b"});
  EXPECT_EQ(std::move(first).finish().nodes.size(), 3U);
  bytes[14] = std::byte{1};
  auto second = start(bytes);
  second.add({.parent = 0, .offset = 0, .size = 12, .type = "a"});
  second.add({.parent = 0, .offset = 16, .size = 16, .type = "b"});
  const Tree got = std::move(second).finish();
  ASSERT_EQ(got.nodes.size(), 4U);
  EXPECT_EQ(got.nodes[2].type, "Non-empty padding");
}

TEST_P(BuilderTest, streams_are_buffers_below_their_node) {
  const auto bytes = image(64);
  auto tree = start(bytes);
  const auto packed = tree.add({.parent = 0, .offset = 0, .size = 64, .type = "packed"});
  tree.unpack_later(
      packed, 100,
      [](bytes::Budget& own) -> bytes::Parsed<Unpacked> {
        if (auto ok = own.bytes(100, 0, "content"); !ok) return std::unexpected(ok.error());
        return Unpacked{base::Bytes(100), "none"};
      },
      [](TreeBuilder& builder, const Place& place) {
        builder.add({.parent = place.parent,
                     .buffer = place.buffer,
                     .offset = 50,
                     .size = 50,
                     .type = "inner"});
      });
  const Tree got = std::move(tree).finish();
  EXPECT_EQ(shape(got),
            "Image:0+64\n"
            " packed:0+64\n"
            "  Empty (0x00):0+50\n"
            "  inner:50+50\n");
  ASSERT_EQ(got.buffers.size(), 2U);
  EXPECT_EQ(got.nodes[3].buffer, 1U);
  EXPECT_EQ(budget.left().bytes, bytes::Limits().bytes - 100);
}

TEST_P(BuilderTest, a_stream_that_fails_is_a_finding_and_the_rest_goes_on) {
  const auto bytes = image(64);
  auto tree = start(bytes);
  const auto packed = tree.add({.parent = 0, .offset = 16, .size = 48, .type = "packed"});
  tree.unpack_later(
      packed, 100,
      [](bytes::Budget&) -> bytes::Parsed<Unpacked> { return bytes::bad_value(20, "x", "y"); },
      [](TreeBuilder&, const Place&) { FAIL(); });
  const Tree got = std::move(tree).finish();
  ASSERT_EQ(got.findings.size(), 1U);
  EXPECT_EQ(got.findings[0].code, "artefact.malformed");
  EXPECT_EQ(got.findings[0].cites[0].at, "offset 20 (0x14)");
}

TEST_P(BuilderTest, a_promise_beyond_the_budget_is_refused_and_smaller_ones_are_not) {
  budget = bytes::Budget({.items = 100, .bytes = 1000, .depth = 8});
  const auto bytes = image(64);
  auto tree = start(bytes);
  const auto packed = tree.add({.parent = 0, .offset = 0, .size = 64, .type = "packed"});
  int opened = 0;
  const auto stream = [&](std::uint64_t expected) {
    tree.unpack_later(
        packed, expected,
        [](bytes::Budget&) -> bytes::Parsed<Unpacked> { return Unpacked{base::Bytes(300), ""}; },
        [&](TreeBuilder&, const Place&) { ++opened; });
  };
  stream(1001);
  stream(900);
  stream(600);  // fits once the one before has given back what it did not use
  stream(700);  // never does
  const Tree got = std::move(tree).finish();
  EXPECT_EQ(opened, 2);
  EXPECT_EQ(got.findings.size(), 2U);
}

TEST_P(BuilderTest, streams_within_streams_end_at_sixteen) {
  const auto bytes = image(64);
  auto tree = start(bytes);
  int opened = 0;
  std::function<void(TreeBuilder&, NodeId)> open = [&](TreeBuilder& builder, NodeId node) {
    builder.unpack_later(
        node, 8,
        [](bytes::Budget&) -> bytes::Parsed<Unpacked> { return Unpacked{base::Bytes(8), ""}; },
        [&](TreeBuilder& inner, const Place& place) {
          ++opened;
          open(inner, inner.add({.parent = place.parent, .buffer = place.buffer, .size = 8}));
        });
  };
  open(tree, tree.add({.parent = 0, .size = 64}));
  const Tree got = std::move(tree).finish();
  EXPECT_EQ(opened, 16);
  EXPECT_EQ(got.findings.size(), 1U);
}

TEST_P(BuilderTest, an_exhausted_budget_stops_nodes_and_is_told_once) {
  budget = bytes::Budget({.items = 2, .bytes = 0, .depth = 8});
  const auto bytes = image(64);
  auto tree = start(bytes);
  EXPECT_NE(tree.add({.parent = 0, .size = 8}), kNone);
  EXPECT_NE(tree.add({.parent = 0, .offset = 8, .size = 8}), kNone);
  const auto none = tree.add({.parent = 0, .offset = 16, .size = 8});
  EXPECT_EQ(none, kNone);
  EXPECT_TRUE(tree.exhausted());
  tree.attribute(none, "nothing", "happens");
  EXPECT_EQ(tree.add({.parent = none, .size = 8}), kNone);
  EXPECT_TRUE(tree.bytes_of(none).empty());
  EXPECT_EQ(std::move(tree).finish().findings.size(), 1U);
}

TEST_P(BuilderTest, a_node_beyond_its_buffer_is_cut_and_flagged) {
  const auto bytes = image(64);
  auto tree = start(bytes);
  tree.add({.parent = 0, .offset = 60, .size = ~std::uint64_t{0}, .type = "long"});
  tree.add({.parent = 0, .offset = 90, .size = 1, .type = "behind"});
  const Tree got = std::move(tree).finish();
  EXPECT_EQ(got.findings.size(), 2U);
  EXPECT_EQ(got.nodes[2].size, 4U);
}

INSTANTIATE_TEST_SUITE_P(Threads, BuilderTest, ::testing::Values(1U, 2U, 4U));

}  // namespace
}  // namespace assay::inspect::firmware
