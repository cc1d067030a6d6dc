#include "proof/tile.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/mutate.h"

namespace assay::proof {
namespace {

TEST(TilePath, is_as_the_specification_shows) {
  EXPECT_EQ(tile_path({.level = 0, .index = 1234067}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({.level = 1, .index = 0, .width = 17}), "tile/1/000.p/17");
  EXPECT_EQ(tile_path({.index = 999, .entries = true}), "tile/entries/999");
  EXPECT_EQ(tile_path({.index = 1000, .width = 1, .entries = true}), "tile/entries/x001/000.p/1");
  EXPECT_EQ(tile_path({.level = 63, .index = 5}), "tile/63/005");
}

TEST(TilePath, is_read_as_it_is_written_and_in_no_other_way) {
  for (const std::uint64_t index :
       std::vector<std::uint64_t>{0, 7, 999, 1000, 123456789, UINT64_MAX})
    for (const unsigned width : {1U, 255U, 256U}) {
      const TileId id{.level = 2, .index = index, .width = width};
      EXPECT_EQ(parse_tile_path(tile_path(id)), id);
      const TileId entries{.level = 0, .index = index, .width = width, .entries = true};
      EXPECT_EQ(parse_tile_path(tile_path(entries)), entries);
    }
  for (const char* bad : {"",
                          "tile",
                          "tile/",
                          "tile/0",
                          "tile/0/",
                          "tile/0/00",
                          "tile/0/0000",
                          "tile/00/000",
                          "tile/64/000",
                          "tile/0/x000/000",
                          "tile/0/x001",
                          "tile/0/001/002",
                          "tile/0/000.p",
                          "tile/0/000.p/",
                          "tile/0/000.p/0",
                          "tile/0/000.p/256",
                          "tile/0/000.p/01",
                          "tile/0/000.p/1/",
                          "tile/0/x001.p/1",
                          "tile/-1/000",
                          "tile/0/00a",
                          "/tile/0/000",
                          "tile/data/000",
                          "tile/0/x184/x467/x440/x737/x095/x516/160"})
    EXPECT_FALSE(parse_tile_path(bad)) << bad;
}

TEST(Tiles, of_seventy_thousand_leaves) {
  // The specification's own example.
  EXPECT_EQ(hashes_at(0, 70'000), 70'000U);
  EXPECT_EQ(tile_holding(0, 69'999, 70'000), (TileId{.level = 0, .index = 273, .width = 112}));
  EXPECT_EQ(tile_holding(0, 0, 70'000)->width, 256U);
  EXPECT_EQ(tile_holding(1, 272, 70'000), (TileId{.level = 1, .index = 1, .width = 17}));
  EXPECT_EQ(tile_holding(2, 0, 70'000), (TileId{.level = 2, .index = 0, .width = 1}));
  EXPECT_FALSE(tile_holding(2, 1, 70'000));
  EXPECT_FALSE(tile_holding(1, 273, 70'000));
  EXPECT_EQ(tile_holding(1, 0, 256), (TileId{.level = 1, .index = 0, .width = 1}));
  EXPECT_EQ(hashes_at(63, UINT64_MAX), 0U);
}

TEST(ParseTile, wants_exactly_its_hashes) {
  const base::Bytes bytes(64, std::byte{7});
  bytes::Budget budget;
  EXPECT_EQ(parse_tile(bytes::Reader(bytes), 2, budget)->size(), 2U);
  EXPECT_FALSE(parse_tile(bytes::Reader(bytes), 1, budget));
  EXPECT_FALSE(parse_tile(bytes::Reader(bytes), 3, budget));
  bytes::Budget small({.items = 1, .bytes = 0, .depth = 1});
  EXPECT_EQ(parse_tile(bytes::Reader(bytes), 2, small).error().fault, bytes::Fault::budget);
}

TEST(ParseBundle, gives_entries_as_views) {
  bytes::Writer w;
  w.be16(3).raw(bytes::as_bytes("abc")).be16(0).be16(1).raw(bytes::as_bytes("d"));
  bytes::Budget budget;
  const auto entries = parse_bundle(bytes::Reader(w.view()), 3, budget);
  ASSERT_TRUE(entries);
  EXPECT_EQ(bytes::as_chars(entries->at(0)), "abc");
  EXPECT_TRUE(entries->at(1).empty());
  EXPECT_FALSE(parse_bundle(bytes::Reader(w.view()), 2, budget)) << "one more than said";
  testing::every_prefix(w.view().first(w.size() - 1), [](bytes::ByteSpan part) {
    bytes::Budget own;
    const auto cut = parse_bundle(bytes::Reader(part), 3, own);
    ASSERT_FALSE(cut);
    EXPECT_LE(cut.error().offset, part.size());
  });
  testing::mutations(w.view(), 1000, 5, [](bytes::ByteSpan bytes) {
    bytes::Budget own;
    const auto parsed = parse_bundle(bytes::Reader(bytes), 3, own);
    if (!parsed) return;
    std::size_t sum = 0;
    for (const auto e : *parsed) sum += 2 + e.size();
    EXPECT_EQ(sum, bytes.size()) << "every byte is part of an entry";
  });
}

}  // namespace
}  // namespace assay::proof
