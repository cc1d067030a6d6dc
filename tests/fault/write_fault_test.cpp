// Writing to a real disk that refuses half way: the old file is whole, and nothing is left beside
// it.
#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/filesystem.h"
#include "support/boot_builder.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay::base {
namespace {

// Files of this process may not grow beyond `bytes` while this lives.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &now);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

std::size_t entries(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(WriteAtomically, a_write_that_fails_half_way_leaves_the_old_file_whole) {
  const testing::ScratchFolder folder;
  const auto path = folder.path() / "report.html";
  const PosixFileSystem fs;
  const auto old = testing::text_bytes("the old report");
  ASSERT_TRUE(fs.write_atomically(path, old));
  {
    const SmallFiles limit(1000);
    const auto wrote = fs.write_atomically(path, Bytes(100'000));
    ASSERT_FALSE(wrote);
    EXPECT_EQ(wrote.error().file, path.string());
  }
  EXPECT_EQ(testing::read_file(path.string()), old);
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(WriteAtomically, a_file_in_pieces_that_met_a_full_disk_is_not_committed) {
  const testing::ScratchFolder folder;
  const auto path = folder.path() / "report.html";
  const PosixFileSystem fs;
  const auto old = testing::text_bytes("the old report");
  ASSERT_TRUE(fs.write_atomically(path, old));
  {
    const auto file = fs.create_atomically(path);
    ASSERT_TRUE(file);
    {
      const SmallFiles limit(1000);
      EXPECT_FALSE((*file)->write(Bytes(100'000)));
    }
    EXPECT_FALSE((*file)->write(testing::text_bytes("more"))) << "a hole in it";
    EXPECT_FALSE((*file)->commit());
  }
  EXPECT_EQ(testing::read_file(path.string()), old);
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(WriteAtomically, a_target_that_cannot_be_replaced_leaves_nothing_beside_it) {
  const testing::ScratchFolder folder;
  const auto path = folder.path() / "taken";
  std::filesystem::create_directories(path / "by a folder");
  EXPECT_FALSE(PosixFileSystem().write_atomically(path, testing::text_bytes("x")));
  EXPECT_EQ(entries(folder.path()), 1U);
  EXPECT_FALSE(PosixFileSystem().write_atomically(folder.path() / "no/such/folder/x",
                                                  testing::text_bytes("x")));
}

TEST(WritePrivate, a_key_that_could_not_be_written_whole_is_not_left_half) {
  const testing::ScratchFolder folder;
  const auto path = folder.path() / "key";
  const SmallFiles limit(1000);
  EXPECT_FALSE(PosixFileSystem().write_private(path, Bytes(100'000)));
  EXPECT_EQ(entries(folder.path()), 0U);
}

}  // namespace
}  // namespace assay::base
