#include "base/filesystem.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace assay::base {
namespace {

namespace stdfs = std::filesystem;

class PosixFileSystemTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (stdfs::temp_directory_path() / "assay-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { stdfs::remove_all(dir_); }

  stdfs::path write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / name) << text;
    return dir_ / name;
  }
  static Bytes of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    return {bytes.begin(), bytes.end()};
  }

  PosixFileSystem fs_;
  stdfs::path dir_;
};

TEST_F(PosixFileSystemTest, reads_a_file_up_to_exactly_its_limit) {
  const auto path = write("ten", "0123456789");
  EXPECT_EQ(fs_.read(path, 10), of("0123456789"));
  const auto refused = fs_.read(path, 9);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::budget);
  EXPECT_EQ(refused.error().file, path.string());
  EXPECT_EQ(fs_.read(write("empty", ""), 0), Bytes{});
}

TEST_F(PosixFileSystemTest, reads_kernel_files_that_state_no_size) {
  if (!stdfs::exists("/proc/self/maps")) GTEST_SKIP() << "no /proc";
  const auto maps = fs_.read("/proc/self/maps", 1 << 24);
  ASSERT_TRUE(maps);
  EXPECT_GT(maps->size(), 100U);
  EXPECT_EQ(fs_.read("/proc/self/maps", 10).error().kind, ErrorKind::budget);
}

TEST_F(PosixFileSystemTest, refuses_directories_pipes_and_endless_devices_without_hanging) {
  EXPECT_EQ(fs_.read(dir_, 10).error().message, "is a directory; a file was expected");
  ASSERT_EQ(::mkfifo((dir_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(fs_.read(dir_ / "pipe", 10).error().kind, ErrorKind::io);
  EXPECT_EQ(fs_.read("/dev/zero", 10).error().kind, ErrorKind::io);
  EXPECT_EQ(fs_.read(dir_ / "absent", 10).error().message,
            "cannot open: No such file or directory");
}

TEST_F(PosixFileSystemTest, lists_by_name_and_does_not_follow_links) {
  write("b", "");
  stdfs::create_directory(dir_ / "a");
  stdfs::create_symlink("/", dir_ / "c");
  const auto entries = fs_.list(dir_);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0].name, "a");
  EXPECT_EQ((*entries)[0].type, FileType::directory);
  EXPECT_EQ((*entries)[1].type, FileType::regular);
  EXPECT_EQ((*entries)[2].name, "c");
  EXPECT_EQ((*entries)[2].type, FileType::other);
  EXPECT_FALSE(fs_.list(dir_ / "b"));
}

TEST_F(PosixFileSystemTest, tells_what_a_path_is) {
  EXPECT_EQ(fs_.type(dir_), FileType::directory);
  EXPECT_EQ(fs_.type(write("f", "x")), FileType::regular);
  EXPECT_EQ(fs_.type("/dev/null"), FileType::other);
  EXPECT_EQ(fs_.type(dir_ / "absent"), FileType::none);
}

TEST_F(PosixFileSystemTest, replaces_a_file_whole) {
  const auto path = write("report", "old");
  ASSERT_TRUE(fs_.write_atomically(path, of("new and longer")));
  EXPECT_EQ(fs_.read(path, 100), of("new and longer"));
  EXPECT_EQ(fs_.list(dir_)->size(), 1U) << "the file written aside must be gone";
}

TEST_F(PosixFileSystemTest, a_file_written_in_pieces_appears_only_when_it_is_committed) {
  const auto path = write("report", "old");
  auto file = fs_.create_atomically(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write(of("new, ")));
  EXPECT_EQ(fs_.read(path, 100), of("old"));
  ASSERT_TRUE((*file)->write(of("in two pieces")));
  ASSERT_TRUE((*file)->commit());
  EXPECT_EQ(fs_.read(path, 100), of("new, in two pieces"));
  file->reset();
  EXPECT_EQ(fs_.list(dir_)->size(), 1U);
}

TEST_F(PosixFileSystemTest, a_file_that_is_not_committed_never_was) {
  const auto path = write("report", "old");
  {
    const auto file = fs_.create_atomically(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write(of("half of it")));
    const auto entries = fs_.list(dir_);
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_TRUE((*entries)[0].name.starts_with(kUnfinishedPrefix)) << (*entries)[0].name;
  }
  EXPECT_EQ(fs_.list(dir_)->size(), 1U);
  EXPECT_EQ(fs_.read(path, 100), of("old"));
  EXPECT_FALSE(fs_.create_atomically(dir_ / "absent" / "file"));
}

TEST_F(PosixFileSystemTest, a_private_file_is_its_owners_and_never_replaces_another) {
  ASSERT_TRUE(fs_.write_private(dir_ / "key", of("secret")));
  EXPECT_EQ(stdfs::status(dir_ / "key").permissions(),
            stdfs::perms::owner_read | stdfs::perms::owner_write);
  const auto again = fs_.write_private(dir_ / "key", of("other"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().file, (dir_ / "key").string());
  EXPECT_EQ(fs_.read(dir_ / "key", 100), of("secret"));
  EXPECT_EQ(fs_.list(dir_)->size(), 1U);
}

TEST_F(PosixFileSystemTest, a_file_moves_to_a_name_that_is_free_and_to_no_other) {
  const auto first = write("first", "one");
  const auto second = write("second", "two");
  EXPECT_EQ(move_where_free(first, dir_ / "name").value(), true);
  EXPECT_FALSE(stdfs::exists(first));
  EXPECT_EQ(move_where_free(second, dir_ / "name").value(), false);
  EXPECT_TRUE(stdfs::exists(second));
  EXPECT_EQ(fs_.read(dir_ / "name", 10).value(), of("one"));
  EXPECT_FALSE(move_where_free(second, dir_ / "nowhere" / "name"));
}

TEST_F(PosixFileSystemTest, a_failed_write_leaves_nothing_behind) {
  stdfs::create_directory(dir_ / "taken");
  const auto result = fs_.write_atomically(dir_ / "taken", of("x"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().file, (dir_ / "taken").string());
  EXPECT_EQ(fs_.list(dir_)->size(), 1U);
  EXPECT_FALSE(fs_.write_atomically(dir_ / "absent" / "file", of("x")));
}

}  // namespace
}  // namespace assay::base
