#include <gtest/gtest.h>

#include "build.h"
#include "formats/archive/archive.h"
#include "support/mutate.h"

namespace assay::formats::archive {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

std::string listing(const Bytes& bytes, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  const auto archive = read_zip(bytes::Reader(bytes), budget);
  if (!archive) return archive.error().message;
  std::string out;
  for (const ArchiveEntry& e : archive->files)
    out += e.path + "=" + bytes::to_string(e.content) + ";";
  for (const SkippedEntry& e : archive->skipped)
    out += e.path + " skipped: " + std::string(e.why) + ";";
  return out;
}

TEST(Zip, StoredDeflatedFoldersAndDataDescriptors) {
  const Bytes bytes = zip({{.name = "d/", .method = 0},
                           {.name = "d/stored", .content = from("abc"), .method = 0},
                           {.name = "deflated", .content = from("aaaaaaaaaaaaaaaa")},
                           {.name = "later", .content = from("xyz"), .flags = 8},
                           {.name = "empty", .method = 0}},
                          "a comment");
  EXPECT_EQ(listing(bytes), "d/stored=abc;deflated=aaaaaaaaaaaaaaaa;later=xyz;empty=;");
  EXPECT_EQ(recognise(bytes), Container::zip);
  EXPECT_EQ(listing(zip({})), "");
  EXPECT_EQ(recognise(zip({})), Container::zip);
}

TEST(Zip, OffsetsCountFromTheOutermostFile) {
  const Bytes inner = zip({{.name = "a", .content = from("abc"), .method = 0}});
  bytes::Budget budget;
  const auto archive = read_zip(bytes::Reader(inner, 1000), budget);
  ASSERT_TRUE(archive);
  EXPECT_EQ(archive->files[0].offset, 1031U);
}

TEST(Zip, Refusals) {
  const Bytes abc = from("abc");
  EXPECT_EQ(listing(zip({{.name = "a", .content = abc, .flags = 1}})),
            "zip member \"a\" is encrypted");
  EXPECT_EQ(listing(zip({{.name = "../a", .content = abc}})),
            "zip member \"../a\": the path leads out of the archive");
  EXPECT_EQ(listing(zip({{.name = "a", .content = abc}, {.name = "./a", .content = abc}})),
            "zip member \"./a\": stands twice");
  EXPECT_EQ(listing(zip({{.name = "a", .content = abc, .crc_lie = 7}})),
            "zip member \"a\": its CRC-32 is wrong");
  EXPECT_EQ(listing(zip({{.name = "a", .content = abc, .local_name = "b"}})),
            "zip member \"a\": its local header differs from the directory");
  EXPECT_EQ(listing(zip({{.name = "a", .content = abc, .method = 0, .size_lie = 9}})),
            "zip member \"a\": stored, but its two sizes differ");
  EXPECT_NE(listing(zip({{.name = "a", .content = abc, .size_lie = 2}}))
                .find("the size its header states"),
            std::string::npos);
  EXPECT_NE(listing(zip({{.name = "a", .content = abc, .size_lie = 4}}))
                .find("the size its header states"),
            std::string::npos);
  EXPECT_EQ(listing(zip({{.name = "d/", .content = abc}})),
            "zip member \"d/\": a directory with content");
  EXPECT_EQ(listing(zip({{.name = "", .content = abc}})), "zip member \"\": a file without a name");
  EXPECT_EQ(listing(zip({{.name = "a"}}, "", 2)), "zip: 2 members expected, 1 found");
  EXPECT_EQ(listing(zip({{.name = "a"}}, "", 0xFFFF)), "zip64 archives are not supported");
  EXPECT_EQ(listing(zip({{.name = "a", .size_lie = 0xFFFFFFFF}})),
            "zip64 archives are not supported");
  EXPECT_EQ(listing(join({from("junk"), zip({{.name = "a"}})})),
            "zip: the central directory does not end at its end record");
  EXPECT_EQ(listing(from("PK\x03\x04")),
            "zip: no end of central directory record at the end of the file");
  EXPECT_EQ(listing(join({zip({}), from("x")})),
            "zip: no end of central directory record at the end of the file");
}

TEST(Zip, LinksAndOddMethodsAreTold) {
  EXPECT_EQ(listing(zip({{.name = "l", .content = from("/etc"), .method = 0, .mode = 0120777}})),
            "l skipped: symbolic link;");
  EXPECT_EQ(listing(zip({{.name = "m", .content = from("x"), .method = 14}})),
            "m skipped: compression method not supported;");
}

TEST(Zip, MembersThatShareBytesAreRefused) {
  // Two directory entries for one local header.
  Bytes one = zip({{.name = "a", .content = from("abc"), .method = 0}});
  const std::size_t end = one.size() - 22;
  const std::size_t directory = 31 + 3;
  const Bytes entry(one.begin() + static_cast<std::ptrdiff_t>(directory),
                    one.begin() + static_cast<std::ptrdiff_t>(end));
  bytes::Writer out;
  out.raw(bytes::ByteSpan(one).first(end)).raw(entry);
  out.raw(bytes::as_bytes("PK\x05\x06")).le32(0).le16(2).le16(2);
  out.le32(static_cast<std::uint32_t>(2 * entry.size()))
      .le32(static_cast<std::uint32_t>(directory))
      .le16(0);
  EXPECT_EQ(listing(std::move(out).release()),
            "zip member \"a\" overlaps another part of the file");
}

TEST(Zip, HostileBytesAndBudget) {
  const Bytes sample = zip({{.name = "a", .content = from("abcabcabcabc")},
                            {.name = "b", .content = from("x"), .method = 0}});
  unsigned whole = 0;
  every_prefix(sample, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    if (read_zip(bytes::Reader(part), budget)) ++whole;
  });
  EXPECT_EQ(whole, 1U);
  unsigned refused = 0;
  mutations(sample, 1000, 5, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    if (!read_zip(bytes::Reader(part), budget)) ++refused;
  });
  EXPECT_GT(refused, 500U);
  // Two names of one byte, twelve bytes inflated.
  EXPECT_EQ(listing(sample, {.items = 2, .bytes = 14}), "a=abcabcabcabc;b=x;");
  EXPECT_NE(listing(sample, {.items = 1, .bytes = 14}).find("zip members"), std::string::npos);
  EXPECT_NE(listing(sample, {.items = 2, .bytes = 13}).find("deflate stream"), std::string::npos);
}

}  // namespace
}  // namespace assay::formats::archive
