#include "formats/archive/decompress.h"

#include <chrono>
#include <gtest/gtest.h>

#include "build.h"
#include "formats/archive/archive.h"
#include "formats/archive/pack.h"
#include "support/mutate.h"

namespace assay::formats::archive {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

constexpr std::size_t kMiB = std::size_t{1024} * 1024;

struct Codec {
  Container container;
  Bytes (*compress)(bytes::ByteSpan);
};
Bytes zstd(bytes::ByteSpan content) { return *compress_zstd(content); }
const Codec kCodecs[] = {{Container::gzip, gzipped}, {Container::xz, xz}, {Container::zstd, zstd}};

class Streams : public ::testing::TestWithParam<Codec> {
 protected:
  [[nodiscard]] bytes::Parsed<base::Bytes> run(bytes::ByteSpan bytes,
                                               bytes::Limits limits = {}) const {
    bytes::Budget budget(limits);
    return decompress(GetParam().container, bytes::Reader(bytes), budget);
  }
};

Bytes sample() {
  Bytes out;
  for (std::uint32_t i = 0; i < 100'000; ++i) out.push_back(static_cast<std::byte>(i * i >> 7U));
  return out;
}

TEST_P(Streams, RoundTripAndRecognition) {
  for (const Bytes& content : {sample(), from("x"), Bytes{}}) {
    const Bytes packed = GetParam().compress(content);
    EXPECT_EQ(recognise(packed), GetParam().container);
    const auto back = run(packed);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(*back, content);
  }
}

TEST_P(Streams, SeveralStreamsAreOneFile) {
  const Bytes a = GetParam().compress(from("one "));
  const Bytes b = GetParam().compress(from("two"));
  EXPECT_EQ(run(join({a, b})).value(), from("one two"));
  EXPECT_FALSE(run(join({a, from("rubbish")})));
}

TEST_P(Streams, TheBudgetIsExact) {
  const Bytes content = sample();
  const Bytes packed = GetParam().compress(content);
  EXPECT_TRUE(run(packed, {.bytes = content.size()}));
  const auto refused = run(packed, {.bytes = content.size() - 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, bytes::Fault::budget);
}

TEST_P(Streams, HostileBytes) {
  const Bytes packed = GetParam().compress(from("some text, some text, some more text"));
  unsigned whole = 0;
  every_prefix(packed, [&](bytes::ByteSpan part) {
    const auto out = run(part);
    if (out) ++whole;
    if (!out && out.error().offset > part.size()) ADD_FAILURE() << out.error().describe();
  });
  EXPECT_EQ(whole, 1U);
  unsigned changed = 0;
  const auto original = run(packed).value();
  mutations(packed, 1000, 9, [&](bytes::ByteSpan part) {
    const auto out = run(part);
    // A stream may stand twice, or lose a part that says nothing; its text never changes otherwise.
    if (out && *out != original && out->size() % original.size() != 0) ++changed;
  });
  EXPECT_EQ(changed, 0U) << "checksums hold";
}

TEST_P(Streams, AGibibyteOfZerosIsRefusedAtOnce) {
  const Bytes part = GetParam().compress(Bytes(64 * kMiB));
  Bytes bomb;
  for (int i = 0; i < 16; ++i) bomb.insert(bomb.end(), part.begin(), part.end());
  const auto start = std::chrono::steady_clock::now();
  const auto out = run(bomb, {.bytes = 16 * kMiB});
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().fault, bytes::Fault::budget);
  std::printf("%s: %zu bytes for 1 GiB, refused in %.1f ms\n",
              std::string(name(GetParam().container)).c_str(), bomb.size(), took.count());
  EXPECT_LT(took.count(), 1000) << "a busy machine, or a bomb that went off";
}

INSTANTIATE_TEST_SUITE_P(Codecs, Streams, ::testing::ValuesIn(kCodecs), [](const auto& tested) {
  return std::string(name(tested.param.container));
});

TEST(Bombs, ZipsThatTellTheTruthAndZipsThatLie) {
  const Bytes stream = deflated(Bytes(64 * kMiB), -15, 16);
  for (const std::uint32_t stated : {std::uint32_t{1} << 30U, std::uint32_t{1} << 20U}) {
    const Bytes bytes =
        zip({{.name = "zeros", .size_lie = stated, .crc_lie = 1, .compressed = stream}});
    bytes::Budget budget({.bytes = 16 * kMiB});
    const auto start = std::chrono::steady_clock::now();
    const auto out = read_zip(bytes::Reader(bytes), budget);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(out);
    std::printf("zip that states %u: refused in %.1f ms\n", stated, took.count());
    EXPECT_LT(took.count(), 1000);
  }
}

TEST(Bombs, TarInsideACompressor) {
  const Bytes half = *compress_zstd(Bytes(512 * kMiB));
  const Bytes bomb = join({*compress_zstd(tar_member({.name = "zeros", .size = "10000000000"})),
                           half, half, *compress_zstd(tar_end())});
  bytes::Budget budget({.bytes = 16 * kMiB});
  const auto out = open(bytes::Reader(bomb), budget);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, base::ErrorKind::budget);
}

TEST(Gzip, TrailingZerosArePadding) {
  bytes::Budget budget;
  const Bytes padded = join({gzipped(from("x")), Bytes(512)});
  EXPECT_EQ(decompress(Container::gzip, bytes::Reader(padded), budget).value(), from("x"));
}

TEST(Windows, LargerOnesThanAllowedAreRefused) {
  // A zstd frame header (RFC 8878, 3.1.1.1) whose window descriptor asks for 2^31 bytes.
  const Bytes frame{std::byte{0x28}, std::byte{0xB5}, std::byte{0x2F},
                    std::byte{0xFD}, std::byte{0x00}, std::byte{21U << 3U},
                    std::byte{1},    std::byte{0},    std::byte{0}};
  bytes::Budget budget;
  const auto out = decompress(Container::zstd, bytes::Reader(frame), budget);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().fault, bytes::Fault::budget) << out.error().describe();
}

TEST(Open, PeelsOneLayerAndATarInIt) {
  const Bytes tar = join({tar_member({.name = "a", .content = "abc"}), tar_end()});
  for (const Codec& codec : kCodecs) {
    bytes::Budget budget;
    const Bytes packed = codec.compress(tar);
    const auto archive = open(bytes::Reader(packed), budget);
    ASSERT_TRUE(archive) << archive.error().describe();
    EXPECT_EQ(archive->files.at(0).path, "a");
    const Bytes single = codec.compress(from("text"));
    const auto file = open(bytes::Reader(single), budget);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->files.at(0).path, "");
    EXPECT_EQ(bytes::to_string(file->files.at(0).content), "text");
  }
  bytes::Budget budget;
  EXPECT_FALSE(open(bytes::Reader(bytes::as_bytes("plain text")), budget));
  const Bytes broken = *compress_zstd(tar_member({.name = "a"}));
  EXPECT_NE(open(bytes::Reader(broken), budget).error().message.find("decompressed zstd stream"),
            std::string::npos);
  EXPECT_FALSE(decompress(Container::zip, bytes::Reader(broken), budget));
}

}  // namespace
}  // namespace assay::formats::archive
