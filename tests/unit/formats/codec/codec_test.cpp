#include "formats/codec/codec.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <lz4.h>
#include <lz4frame.h>
#include <lzma.h>
#include <lzo/lzo1x.h>
#include <zlib.h>
#include <zstd.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/hostile.h"

namespace assay::formats::codec {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

// Text with repeats, so that each codec finds something to pack.
base::Bytes sample() {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "line " + std::to_string(i % 37) + " of the sample\n";
  return bytes::copy(bytes::as_bytes(text));
}

base::Bytes deflated(ByteSpan in, int window) {
  z_stream s{};
  EXPECT_EQ(deflateInit2(&s, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  base::Bytes out(in.size() + 1024);
  base::Bytes copy(in.begin(), in.end());
  s.next_in = bytes::as_uchars(std::span(copy));
  s.avail_in = static_cast<uInt>(copy.size());
  s.next_out = bytes::as_uchars(std::span(out));
  s.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&s, Z_FINISH), Z_STREAM_END);
  out.resize(s.total_out);
  deflateEnd(&s);
  return out;
}

base::Bytes run(lzma_stream& s, ByteSpan in) {
  base::Bytes out(in.size() + 1024);
  s.next_in = bytes::as_uchars(in);
  s.avail_in = in.size();
  s.next_out = bytes::as_uchars(std::span(out));
  s.avail_out = out.size();
  EXPECT_EQ(lzma_code(&s, LZMA_FINISH), LZMA_STREAM_END);
  out.resize(s.total_out);
  lzma_end(&s);
  return out;
}

lzma_options_lzma options(unsigned lc, unsigned lp, unsigned pb, std::uint32_t dictionary) {
  lzma_options_lzma o{};
  lzma_lzma_preset(&o, 6);
  o.lc = lc;
  o.lp = lp;
  o.pb = pb;
  o.dict_size = dictionary;
  return o;
}

base::Bytes alone(ByteSpan in) {
  lzma_stream s = LZMA_STREAM_INIT;
  auto o = options(3, 0, 2, 1U << 16U);
  EXPECT_EQ(lzma_alone_encoder(&s, &o), LZMA_OK);
  return run(s, in);
}

base::Bytes raw_lzma(ByteSpan in, unsigned lc, unsigned pb, std::uint32_t dictionary) {
  lzma_stream s = LZMA_STREAM_INIT;
  auto o = options(lc, 0, pb, dictionary);
  const std::array filters{lzma_filter{LZMA_FILTER_LZMA1, &o},
                           lzma_filter{LZMA_VLI_UNKNOWN, nullptr}};
  EXPECT_EQ(lzma_raw_encoder(&s, filters.data()), LZMA_OK);
  return run(s, in);
}

base::Bytes xz(ByteSpan in) {
  lzma_stream s = LZMA_STREAM_INIT;
  EXPECT_EQ(lzma_easy_encoder(&s, 6, LZMA_CHECK_CRC32), LZMA_OK);
  return run(s, in);
}

base::Bytes zstd(ByteSpan in) {
  base::Bytes out(ZSTD_compressBound(in.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), in.data(), in.size(), 9));
  return out;
}

base::Bytes lz4_block(ByteSpan in) {
  std::string out(static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(in.size()))), '\0');
  const int n = LZ4_compress_default(bytes::as_chars(in).data(), out.data(),
                                     static_cast<int>(in.size()), static_cast<int>(out.size()));
  out.resize(static_cast<std::size_t>(n));
  return bytes::copy(bytes::as_bytes(out));
}

base::Bytes lz4_frame(ByteSpan in) {
  base::Bytes out(LZ4F_compressFrameBound(in.size(), nullptr));
  out.resize(LZ4F_compressFrame(out.data(), out.size(), in.data(), in.size(), nullptr));
  return out;
}

base::Bytes lz4_legacy(ByteSpan in) {
  const auto block = lz4_block(in);
  bytes::Writer w;
  w.le32(0x184C2102).le32(static_cast<std::uint32_t>(block.size())).raw(block);
  return std::move(w).release();
}

base::Bytes lzo(ByteSpan in) {
  base::Bytes out(in.size() + in.size() / 16 + 67);
  base::Bytes work(LZO1X_1_MEM_COMPRESS);
  lzo_uint n = out.size();
  EXPECT_EQ(lzo1x_1_compress(bytes::as_uchars(in), in.size(), bytes::as_uchars(std::span(out)), &n,
                             work.data()),
            LZO_E_OK);
  out.resize(n);
  return out;
}

// lzop 1.03: version needed, level, Adler-32 of the data, no name.
base::Bytes lzop(ByteSpan in) {
  const auto block = lzo(in);
  bytes::Writer w;
  w.raw(bytes::as_bytes(std::string_view("\x89LZO\0\r\n\x1a\n", 9)));
  w.be16(0x1030).be16(0x2080).be16(0x0940).u8(1).u8(5).be32(1).zeros(12).u8(0).be32(0);
  w.be32(static_cast<std::uint32_t>(in.size())).be32(static_cast<std::uint32_t>(block.size()));
  w.be32(0).raw(block).be32(0);
  return std::move(w).release();
}

base::Bytes bzip2(ByteSpan in) {
  std::string copy(bytes::as_chars(in));
  std::string out(in.size() + 1024, '\0');
  auto n = static_cast<unsigned>(out.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(out.data(), &n, copy.data(),
                                     static_cast<unsigned>(copy.size()), 9, 0, 0),
            BZ_OK);
  out.resize(n);
  return bytes::copy(bytes::as_bytes(out));
}

struct Case {
  std::string_view title;
  Codec codec;
  base::Bytes (*pack)(ByteSpan);
};

const std::vector<Case>& blocks() {
  static const std::vector<Case> kCases{
      {"zlib", Codec::zlib, [](ByteSpan b) { return deflated(b, 15); }},
      {"deflate", Codec::deflate, [](ByteSpan b) { return deflated(b, -15); }},
      {"gzip", Codec::gzip, [](ByteSpan b) { return deflated(b, 31); }},
      {"lzma alone", Codec::lzma, alone},
      {"lzma bare", Codec::lzma_bare, [](ByteSpan b) { return raw_lzma(b, 0, 0, 0x2000); }},
      {"xz", Codec::xz, xz},
      {"zstd", Codec::zstd, zstd},
      {"lz4", Codec::lz4, lz4_block},
      {"lzo", Codec::lzo, lzo},
      {"bzip2", Codec::bzip2, bzip2},
  };
  return kCases;
}

TEST(Block, what_each_library_packed_comes_out_again) {
  const auto data = sample();
  for (const auto& c : blocks()) {
    SCOPED_TRACE(c.title);
    const auto packed = c.pack(data);
    Budget budget;
    const auto out = decode_block(c.codec, Reader(packed), data.size(), budget);
    ASSERT_TRUE(out) << out.error().describe();
    EXPECT_EQ(*out, data);
    // Without a header nothing says how long a block should be.
    if (c.codec == Codec::lzma_bare) continue;
    EXPECT_FALSE(decode_block(c.codec, Reader(packed), data.size() / 2, budget));
  }
}

TEST(Block, output_is_charged_before_it_is_made) {
  const auto data = sample();
  for (const auto& c : blocks()) {
    const auto packed = c.pack(data);
    Budget budget({.items = 1, .bytes = data.size() - 1, .depth = 1});
    const auto out = decode_block(c.codec, Reader(packed), data.size(), budget);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().fault, bytes::Fault::budget);
  }
}

TEST(Block, lzma_headers_that_old_file_systems_shortened) {
  const auto data = sample();
  const auto stream = raw_lzma(data, 3, 2, 1U << 16U);
  bytes::Writer five;
  five.u8(0x5D).le32(1U << 16U).raw(stream);
  bytes::Writer nine;
  nine.u8(0x5D).le32(1U << 16U).le32(static_cast<std::uint32_t>(data.size())).raw(stream);
  for (const ByteSpan packed : {five.view(), ByteSpan(stream)}) {
    Budget budget;
    const auto out = decode_block(Codec::lzma, Reader(packed), data.size(), budget);
    ASSERT_TRUE(out);
    EXPECT_EQ(*out, data);
  }
}

TEST(Block, rtime_repeats_what_followed) {
  bytes::Writer w;  // "a", then "b" and nothing, then "a" and the "ba…" that followed the first
  w.u8('a').u8(0).u8('b').u8(0).u8('a').u8(3);
  Budget budget;
  const auto out = decode_block(Codec::rtime, Reader(w.view()), 6, budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes::as_chars(*out), "ababab");
  EXPECT_FALSE(decode_block(Codec::rtime, Reader(w.view()), 5, budget));
}

const std::vector<Case>& streams() {
  static const std::vector<Case> kCases{
      {"gzip", Codec::gzip, [](ByteSpan b) { return deflated(b, 31); }},
      {"lzma", Codec::lzma, alone},
      {"xz", Codec::xz, xz},
      {"zstd", Codec::zstd, zstd},
      {"lz4 frame", Codec::lz4, lz4_frame},
      {"lz4 legacy", Codec::lz4, lz4_legacy},
      {"bzip2", Codec::bzip2, bzip2},
      {"lzop", Codec::lzop, lzop},
  };
  return kCases;
}

TEST(Stream, ends_where_it_ends_whatever_follows) {
  const auto data = sample();
  for (const auto& c : streams()) {
    SCOPED_TRACE(c.title);
    const auto packed = c.pack(data);
    bytes::Writer w;
    w.raw(packed).le32(0xFFFFFFFF).le32(0xFFFFFFFF).zeros(64);
    Budget budget;
    const auto out = decode_stream(c.codec, Reader(w.view()), budget);
    ASSERT_TRUE(out) << out.error().describe();
    EXPECT_EQ(out->bytes, data);
    EXPECT_EQ(out->used, packed.size());
    EXPECT_EQ(recognise(packed), c.codec);
  }
}

TEST(Stream, hostile_input) {
  const auto data = sample();
  for (const auto& c : streams()) {
    SCOPED_TRACE(c.title);
    testing::survives(c.pack(data), [&](ByteSpan b, Budget& budget) {
      if (const auto kind = recognise(b)) (void)decode_stream(*kind, Reader(b), budget);
      (void)decode_block(c.codec, Reader(b), 65536, budget);
    });
  }
}

TEST(Crc32, starts_as_each_file_system_has_it) {
  const auto data = bytes::as_bytes(std::string_view("123456789"));
  EXPECT_EQ(crc32(data), 0xCBF43926U);
  EXPECT_EQ(crc32_raw(data, 0xFFFFFFFFU), ~0xCBF43926U);
  EXPECT_EQ(crc32_raw(data, 0), 0x2DFD2D88U);  // jffs2: CRC-32 from zero, not inverted
}

}  // namespace
}  // namespace assay::formats::codec
