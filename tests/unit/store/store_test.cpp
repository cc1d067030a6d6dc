#include "store/store.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/process.h"

namespace assay::store {
namespace {

struct StoreTest : ::testing::Test {
  testing::ScratchFolder scratch;
  base::PosixFileSystem fs;
  Store store{fs, scratch.path() / "store"};
};

TEST_F(StoreTest, gives_back_what_was_put_under_its_digest) {
  const auto digest = store.put(bytes::as_bytes("evidence"));
  ASSERT_TRUE(digest) << digest.error().describe();
  EXPECT_EQ(bytes::as_chars(*store.get(*digest)), "evidence");
  // sha256sum of "evidence".
  EXPECT_TRUE(store.path_of(*digest).string().ends_with("/objects/" + digest->hex().substr(0, 2) +
                                                        "/" + digest->hex().substr(2)));
}

TEST_F(StoreTest, putting_twice_is_putting_once_and_repairs_what_was_damaged) {
  const auto digest = *store.put(bytes::as_bytes("evidence"));
  EXPECT_EQ(*store.put(bytes::as_bytes("evidence")), digest);
  EXPECT_EQ(store.list()->size(), 1U);
  std::ofstream(store.path_of(digest)) << "evidencf";
  const auto damaged = store.get(digest);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().file, store.path_of(digest).string());
  EXPECT_EQ(*store.put(bytes::as_bytes("evidence")), digest);
  EXPECT_TRUE(store.get(digest));
}

TEST_F(StoreTest, several_at_once_with_a_repeated_one) {
  const auto digests =
      store.put_all({bytes::as_bytes("a"), bytes::as_bytes("b"), bytes::as_bytes("a")});
  ASSERT_TRUE(digests);
  EXPECT_EQ(digests->at(0), digests->at(2));
  EXPECT_EQ(store.list()->size(), 2U);
}

TEST_F(StoreTest, lists_foreign_files_as_such_and_leaves_out_unfinished_ones) {
  EXPECT_TRUE(store.list()->empty());
  const auto digest = *store.put(bytes::as_bytes("a"));
  const auto folder = store.path_of(digest).parent_path();
  std::ofstream(folder / ".assay-123456") << "half";
  std::ofstream(folder / "notes") << "x";
  const auto all = store.list();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().digest, digest);
  EXPECT_EQ(all->back().digest.size(), 0U);
}

TEST_F(StoreTest, a_missing_object_is_an_error_with_its_file) {
  const auto none =
      store.get(*crypto::Digest::from_hex(crypto::HashAlg::sha256, std::string(64, '0')));
  ASSERT_FALSE(none);
  EXPECT_FALSE(none.error().file.empty());
}

}  // namespace
}  // namespace assay::store
