#include "formats/pi/unpack.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/pi/section.h"
#include "formats/pi/tiano.h"
#include "support/mutate.h"
#include "support/pi_builder.h"

namespace assay::formats::pi {
namespace {

// Sections, since a packed section holds nothing else.
base::Bytes content(std::size_t size = 5000) {
  base::Bytes body(size);
  for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<std::byte>(i * i >> 7U);
  return testing::pi_sections({testing::pi_section(kSectionRaw, body)});
}

bytes::Parsed<Content> run(Packing packing, bytes::ByteSpan stream,
                           std::uint64_t limit = std::uint64_t{1} << 20U) {
  bytes::Budget budget({.items = 100, .bytes = limit, .depth = 4});
  return unpack(packing, bytes::Reader(stream, 1000), false, budget);
}

TEST(Unpack, lzma_there_and_back) {
  const auto stream = testing::pi_lzma(content());
  ASSERT_FALSE(stream.empty());
  EXPECT_EQ(stated_size(Packing::lzma, bytes::Reader(stream)), content().size());
  const auto got = run(Packing::lzma, stream);
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(got->bytes, content());
  EXPECT_EQ(got->algorithm, "LZMA");
}

TEST(Unpack, bytes_behind_an_lzma_stream_do_not_matter) {
  auto stream = testing::pi_lzma(content());
  stream.resize(stream.size() + 3);
  EXPECT_TRUE(run(Packing::lzma, stream));
}

// E8 and an absolute target, which the filter makes relative: target - (offset of the next byte).
TEST(Unpack, the_x86_filter_makes_branches_relative_again) {
  base::Bytes code(64, std::byte{0x90});
  code[10] = std::byte{0xE8};
  code[11] = std::byte{0x20};
  code[12] = code[13] = code[14] = std::byte{0};
  const auto stream = testing::pi_lzma(code);
  const auto got = run(Packing::lzma_x86, stream);
  ASSERT_TRUE(got) << got.error().describe();
  ASSERT_EQ(got->bytes.size(), 64U);
  EXPECT_EQ(got->bytes[11], std::byte{0x20 - 15});
  EXPECT_EQ(got->algorithm, "LZMA x86");
}

TEST(Unpack, a_size_that_lies_costs_no_more_than_the_budget) {
  auto stream = testing::pi_lzma(content());
  for (std::size_t i = 5; i < 12; ++i) stream[i] = std::byte{0xFF};
  const auto got = run(Packing::lzma, stream, 100'000);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().fault, bytes::Fault::budget);
  stream[12] = std::byte{0xFF};
  EXPECT_EQ(run(Packing::lzma, stream).error().field, "LZMA uncompressed size");
}

TEST(Unpack, efi_and_tiano_are_told_apart_by_the_sections_inside) {
  for (const unsigned bits : {4U, 5U}) {
    const auto stream = testing::pi_tiano(content(), bits);
    EXPECT_EQ(tiano_size(bytes::Reader(stream)), content().size());
    const auto got = run(Packing::standard, stream);
    ASSERT_TRUE(got) << got.error().describe();
    EXPECT_EQ(got->bytes, content());
    EXPECT_EQ(got->algorithm, bits == 4 ? "EFI 1.1" : "Tiano");
  }
}

// Two symbols: the literal 'A' (code 0) and the match of length 3 (code 1); one distance code, 0.
TEST(Unpack, tiano_matches_may_overlap_their_own_output) {
  // 16 bits block size 2; table code of one symbol 3 (length 1 is table symbol 3); 257 characters,
  // of which the first 65 and those between are zero: that needs table symbols 1, 2 and 3.
  struct Bits {
    base::Bytes out;
    unsigned used = 0;
    void put(unsigned value, unsigned bits) {
      while (bits-- > 0) {
        if (used % 8 == 0) out.push_back(std::byte{0});
        if ((value >> bits & 1U) != 0) out.back() |= static_cast<std::byte>(0x80U >> used % 8);
        ++used;
      }
    }
  } bits;
  bits.put(2, 16);   // two codes in the block
  bits.put(4, 5);    // table: lengths of symbols 0 to 3
  bits.put(0, 3);    // 0 does not occur
  bits.put(0, 3);    // 1 does not occur
  bits.put(1, 3);    // 2 (a long run of zeros): one bit, code 0
  bits.put(0, 2);    // no gap behind the third
  bits.put(1, 3);    // 3 (a length of 1): one bit, code 1
  bits.put(257, 9);  // character lengths
  bits.put(0, 1);    // a run of 45 + 20 zeros
  bits.put(45, 9);
  bits.put(1, 1);  // 'A': length 1
  bits.put(0, 1);  // a run of 170 + 20 zeros
  bits.put(170, 9);
  bits.put(1, 1);  // 256, a match of three: length 1
  bits.put(0, 5);  // distances: one code,
  bits.put(0, 5);  // which is 0: the byte before
  bits.put(0, 1);  // 'A'
  bits.put(1, 1);  // three more
  bytes::Writer out;
  out.le32(static_cast<std::uint32_t>(bits.out.size())).le32(4).raw(bits.out);
  bytes::Budget budget;
  const auto got = unpack_tiano(bytes::Reader(out.view()), TianoVariant::tiano, budget);
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_EQ(bytes::as_chars(*got), "AAAA");
}

TEST(Unpack, a_tiano_stream_that_ends_early_names_what_it_lacks) {
  auto stream = testing::pi_tiano(content(), 5);
  stream[5] = std::byte{0xFF};
  const auto got = run(Packing::standard, stream);
  ASSERT_FALSE(got);
  EXPECT_GE(got.error().offset, 1008U);
}

TEST(Unpack, a_tiano_size_that_lies_costs_no_more_than_the_budget) {
  auto stream = testing::pi_tiano(content(), 5);
  for (std::size_t i = 4; i < 8; ++i) stream[i] = std::byte{0xFF};
  const auto got = run(Packing::standard, stream, 50'000);
  ASSERT_FALSE(got);
}

TEST(Unpack, hostile_streams) {
  const auto small = content(200);
  const auto lzma = testing::pi_lzma(small);
  const auto tiano = testing::pi_tiano(small, 5);
  base::Bytes brotli(40, std::byte{0x0B});
  base::Bytes gzip = {std::byte{0x1F}, std::byte{0x8B}, std::byte{8}, std::byte{0}, std::byte{1}};
  gzip.resize(60, std::byte{0x63});
  for (const auto& [packing, stream] : {std::pair{Packing::lzma, lzma},
                                        {Packing::lzma_x86, lzma},
                                        {Packing::standard, tiano},
                                        {Packing::brotli, brotli},
                                        {Packing::gzip, gzip}}) {
    const auto attempt = [&, packing = packing](bytes::ByteSpan part) {
      (void)stated_size(packing, bytes::Reader(part));
      const auto got = run(packing, part, 1U << 16U);
      if (got) {
        EXPECT_LE(got->bytes.size(), 1U << 16U);
      }
    };
    testing::every_prefix(stream, attempt);
    testing::mutations(stream, 1000, 5, attempt);
  }
}

}  // namespace
}  // namespace assay::formats::pi
