#include <gtest/gtest.h>

#include "build.h"
#include "formats/archive/archive.h"
#include "formats/archive/pack.h"
#include "support/mutate.h"

namespace assay::formats::archive {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

base::Result<Archive> read(const Bytes& bytes) {
  bytes::Budget budget;
  return read_tar(bytes::Reader(bytes), budget);
}

// The paths and contents, or the error.
std::string listing(const Bytes& bytes) {
  const auto archive = read(bytes);
  if (!archive) return archive.error().message;
  std::string out;
  for (const ArchiveEntry& e : archive->files)
    out += e.path + "=" + bytes::to_string(e.content) + ";";
  for (const SkippedEntry& e : archive->skipped)
    out += e.path + " skipped: " + std::string(e.why) + ";";
  return out;
}
std::string one(const TarMember& member) { return listing(join({tar_member(member), tar_end()})); }

TEST(Tar, ReadsRegularFiles) {
  const Bytes bytes = join({tar_member({.name = "./", .type = '5'}),
                            tar_member({.name = "./a.txt", .content = "hello"}),
                            tar_member({.name = "b/", .type = '\0'}),
                            tar_member({.name = "b//c", .content = std::string(512, 'x')}),
                            tar_member({.name = "empty"}), tar_end()});
  const auto archive = read(bytes);
  ASSERT_TRUE(archive) << archive.error().describe();
  ASSERT_EQ(archive->files.size(), 3U);
  EXPECT_EQ(archive->files[0].path, "a.txt");
  EXPECT_EQ(archive->files[0].offset, 1024U);
  EXPECT_EQ(bytes::to_string(archive->files[0].content), "hello");
  EXPECT_EQ(archive->files[1].path, "b/c");
  EXPECT_EQ(archive->files[1].content.size(), 512U);
  EXPECT_EQ(archive->files[2].content.size(), 0U);
  EXPECT_TRUE(archive->skipped.empty());
  EXPECT_EQ(recognise(bytes), Container::tar);
}

TEST(Tar, LongNamesInAllThreeDialects) {
  const std::string deep(60, 'd');
  EXPECT_EQ(one({.name = "n", .content = "1", .prefix = deep + "/" + deep}),
            deep + "/" + deep + "/n=1;");
  const std::string path(300, 'p');
  EXPECT_EQ(listing(join({tar_member({.name = "x", .content = pax("path", path), .type = 'x'}),
                          tar_member({.name = "short", .content = "2"}),
                          tar_member({.name = "next", .content = "3"}), tar_end()})),
            path + "=2;next=3;");
  EXPECT_EQ(
      listing(join({tar_member({.name = "././@LongLink", .content = path + '\0', .type = 'L'}),
                    tar_member({.name = "short", .content = "4", .magic = "ustar  "}), tar_end()})),
      path + "=4;");
  EXPECT_EQ(one({.name = "v7", .content = "5", .magic = ""}), "v7=5;");
}

TEST(Tar, Sizes) {
  EXPECT_EQ(
      one({.name = "a", .content = "xy", .size = std::string("\x80\0\0\0\0\0\0\0\0\0\0\x02", 12)}),
      "a=xy;");
  EXPECT_EQ(listing(join({tar_member({.name = "x", .content = pax("size", "3"), .type = 'x'}),
                          tar_member({.name = "a", .content = "abc", .size = "00000000000"}),
                          tar_end()})),
            "a=abc;");
  EXPECT_NE(one({.name = "a", .size = "77777777777"}).find("tar member: 8589934591 bytes"),
            std::string::npos);
  EXPECT_EQ(one({.name = "a", .size = "0000000000x"}),
            "tar header: size: expected an octal number");
  EXPECT_EQ(one({.name = "a", .size = std::string(12, '\xff')}),
            "tar header: size: expected an octal number");
}

TEST(Tar, ChecksumsSignedAndUnsigned) {
  EXPECT_EQ(one({.name = "\xfc", .content = "x"}), "\xfc=x;");
  EXPECT_EQ(one({.name = "\xfc", .content = "x", .signed_sum = true}), "\xfc=x;");
  Bytes bytes = join({tar_member({.name = "a"}), tar_end()});
  bytes[0] = std::byte{'b'};
  EXPECT_EQ(listing(bytes), "tar header: the checksum is wrong");
  EXPECT_FALSE(recognise(bytes));
}

TEST(Tar, LinksDevicesAndSparseFilesAreToldNotFollowed) {
  EXPECT_EQ(one({.name = "l", .type = '2'}), "l skipped: symbolic link;");
  EXPECT_EQ(one({.name = "l", .type = '1'}), "l skipped: hard link;");
  EXPECT_EQ(one({.name = "l", .type = '6'}), "l skipped: FIFO;");
  EXPECT_EQ(one({.name = "s", .content = "x", .type = 'S'}), "s skipped: sparse file;");
  EXPECT_EQ(one({.name = "z", .content = "x", .type = 'Z'}),
            "z skipped: member of an unknown type;");
  EXPECT_EQ(
      listing(join({tar_member({.name = "x", .content = pax("GNU.sparse.major", "1"), .type = 'x'}),
                    tar_member({.name = "s", .content = "abc"}), tar_end()})),
      "s skipped: sparse file;");
  EXPECT_EQ(one({.name = "l", .content = "x", .type = '2'}),
            "tar member \"l\": a symbolic link with content");
}

TEST(Tar, ClimbingPathsAreRefusedByName) {
  for (const char* path :
       {"../x", "a/../../x", "/etc/passwd", "a/..", "..", "a\\..\\x", "\\x", "C:x"})
    EXPECT_EQ(one({.name = path, .content = "x"}),
              fmt::format("tar member \"{}\": the path leads out of the archive", path));
  EXPECT_NE(one({.name = "../link", .type = '2'}).find("leads out"), std::string::npos);
  EXPECT_EQ(one({.name = "..a/b..", .content = "x"}), "..a/b..=x;");
  EXPECT_EQ(one({.name = "", .content = "x"}), "tar member without a name");
  EXPECT_EQ(listing(join({tar_member({.name = "a"}), tar_member({.name = "./a"}), tar_end()})),
            "tar member \"a\" stands twice");
}

TEST(Tar, ExtendedHeadersAreBounded) {
  const auto with = [](const std::string& records, char type = 'x') {
    return listing(join({tar_member({.name = "x", .content = records, .type = type}),
                         tar_member({.name = "a"}), tar_end()}));
  };
  EXPECT_EQ(with("12 comment=x\n" + pax("mtime", "1")),
            "pax header: expected \"LENGTH KEY=VALUE\" records");
  EXPECT_EQ(with(pax("comment", "x")), "a=;");
  for (const char* bad : {"x", "5", "9 path=a", "3 =\n", "99 path=a\n", "0 path=a\n", "7 path\n",
                          "1234567890123456789012 path=a\n"})
    EXPECT_EQ(with(bad), "pax header: expected \"LENGTH KEY=VALUE\" records") << bad;
  EXPECT_EQ(with(pax("comment", "git"), 'g'), "a=;");
  EXPECT_NE(with(pax("path", "b"), 'g').find("global pax header"), std::string::npos);
  EXPECT_NE(with(std::string(65537, ' ')).find("at most 65536"), std::string::npos);
  EXPECT_NE(with(pax("path", std::string("a\0b", 3))).find("leads out"), std::string::npos);
  EXPECT_NE(listing(join({tar_member({.name = "x", .content = pax("path", "b"), .type = 'x'}),
                          tar_end()}))
                .find("before no member"),
            std::string::npos);
}

TEST(Tar, MustEnd) {
  const Bytes member = tar_member({.name = "a", .content = "x"});
  EXPECT_NE(listing(member).find("tar header: 512 bytes expected, 0 left"), std::string::npos)
      << listing(member);
  EXPECT_EQ(listing(join({member, Bytes(512)})), "a=x;");
  EXPECT_EQ(listing(join({member, Bytes(10240)})), "a=x;");
  EXPECT_EQ(listing(join({member, Bytes(512), member})), "data after the end of the tar archive");
}

TEST(Tar, HostileBytesAndBudget) {
  const Bytes sample = join({tar_member({.name = "x", .content = pax("path", "long"), .type = 'x'}),
                             tar_member({.name = "a", .content = "abc"}), tar_end()});
  unsigned whole = 0;
  every_prefix(sample, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    if (read_tar(bytes::Reader(part), budget)) ++whole;
  });
  EXPECT_EQ(whole, 513U) << "one zero block suffices";
  unsigned refused = 0;
  mutations(sample, 1000, 3, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    if (!read_tar(bytes::Reader(part), budget)) ++refused;
  });
  EXPECT_GT(refused, 500U);
  bytes::Budget probe;
  ASSERT_TRUE(read_tar(bytes::Reader(sample), probe));
  const bytes::Limits used{.items = bytes::Limits{}.items - probe.left().items,
                           .bytes = bytes::Limits{}.bytes - probe.left().bytes};
  bytes::Budget exact(used);
  EXPECT_TRUE(read_tar(bytes::Reader(sample), exact));
  bytes::Budget few({.items = used.items - 1, .bytes = used.bytes});
  EXPECT_EQ(read_tar(bytes::Reader(sample), few).error().kind, base::ErrorKind::budget);
  bytes::Budget small({.items = used.items, .bytes = used.bytes - 1});
  EXPECT_EQ(read_tar(bytes::Reader(sample), small).error().kind, base::ErrorKind::budget);
}

TEST(Pack, IsDeterministicAndReadsBack) {
  const std::string deep = std::string(90, 'd') + "/" + std::string(60, 'e') + "/f";
  const std::string flat(250, 'x');
  const Bytes big(100'000, std::byte{7});
  const std::vector<PackEntry> entries{{"boot/eventlog.bin", big},
                                       {flat, bytes::as_bytes("flat")},
                                       {"a", {}},
                                       {deep, bytes::as_bytes("deep")}};
  std::vector<PackEntry> other = entries;
  std::ranges::reverse(other);
  const base::Time time{1'700'000'000};
  const auto tar = write_tar(entries, time);
  ASSERT_TRUE(tar) << tar.error().describe();
  EXPECT_EQ(*tar, *write_tar(other, time));
  EXPECT_NE(*tar, *write_tar(entries, base::Time{1}));
  const auto back = read(*tar);
  ASSERT_TRUE(back) << back.error().describe();
  ASSERT_EQ(back->files.size(), 4U);
  EXPECT_EQ(back->files[0].path, "a");
  EXPECT_EQ(back->files[1].path, "boot/eventlog.bin");
  EXPECT_TRUE(bytes::equal(back->files[1].content, big));
  EXPECT_EQ(back->files[2].path, deep);
  EXPECT_EQ(back->files[3].path, flat);
  EXPECT_EQ(bytes::to_string(back->files[3].content), "flat");

  const auto packed = compress_zstd(*tar);
  ASSERT_TRUE(packed);
  EXPECT_EQ(*packed, *compress_zstd(*tar));
  EXPECT_LT(packed->size(), 2000U);
  bytes::Budget budget;
  auto opened = open(bytes::Reader(*packed), budget);
  ASSERT_TRUE(opened) << opened.error().describe();
  const Archive moved = *std::move(opened);
  EXPECT_EQ(moved.files.size(), 4U);
  EXPECT_TRUE(bytes::equal(moved.files[1].content, big)) << "spans survive a move";
}

TEST(Pack, HeaderFieldsAreFixed) {
  const std::vector<PackEntry> entries{{"a", bytes::as_bytes("x")}};
  const auto tar = *write_tar(entries, base::Time{0});
  const std::string_view text = bytes::as_chars(tar);
  EXPECT_EQ(text.substr(100, 24), std::string_view("0000644\0"
                                                   "0000000\0"
                                                   "0000000\0",
                                                   24));
  EXPECT_EQ(text.substr(124, 24), std::string_view("00000000001\0"
                                                   "00000000000\0",
                                                   24));
  EXPECT_EQ(text.substr(257, 8), std::string_view("ustar\0"
                                                  "00",
                                                  8));
  EXPECT_TRUE(bytes::all_of(bytes::ByteSpan(tar).subspan(265, 80), std::byte{0}))
      << "no owner names";
  EXPECT_EQ(*write_tar(entries, base::Time{-5}), tar);
}

TEST(Pack, RefusesWhatItCouldNotReadBack) {
  for (const char* path : {"", "/a", "../a", "a/../b", "./a", "a//b", "a/"}) {
    const std::vector<PackEntry> entries{{path, {}}};
    EXPECT_FALSE(write_tar(entries, base::Time{0})) << path;
  }
  const std::vector<PackEntry> twice{{"a", {}}, {"b", {}}, {"a", {}}};
  EXPECT_EQ(write_tar(twice, base::Time{0}).error().message, "\"a\" twice");
  EXPECT_TRUE(read(*write_tar({}, base::Time{0}))->files.empty());
  EXPECT_TRUE(compress_zstd(Bytes(10), 19));
}

}  // namespace
}  // namespace assay::formats::archive
