#include "ledger/writer.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <thread>

#include "bytes/text.h"
#include "ledger/fsck.h"
#include "ledger/reader.h"
#include "support/ledger.h"

namespace assay::ledger {
namespace {

using testing::ScratchLedger;

TEST(Ledger, every_leaf_of_every_size_can_be_proved) {
  const ScratchLedger at;
  auto writer = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(writer) << writer.error().describe();
  proof::TreeHasher hasher;
  std::vector<proof::Checkpoint> heads;
  for (const std::size_t step : {1U, 1U, 1U, 4U, 200U, 48U, 1U, 1U, 255U, 256U, 300U, 1U}) {
    const auto done = at.append(**writer, step);
    ASSERT_TRUE(done) << done.error().describe();
    heads.push_back((*writer)->head());
    EXPECT_EQ(heads.back().size, done->size);
    auto reader = Reader::open(at.fs, at.folder());
    ASSERT_TRUE(reader) << reader.error().describe();
    EXPECT_EQ(reader->head().head, heads.back());
    EXPECT_EQ(reader->root(reader->size()), heads.back().root);
    for (std::uint64_t i = 0; i < reader->size(); i += 1 + reader->size() / 37) {
      const auto entry = reader->entry(i);
      ASSERT_TRUE(entry) << entry.error().describe();
      const auto path = reader->inclusion(i, reader->size());
      ASSERT_TRUE(path) << path.error().describe();
      EXPECT_TRUE(proof::verify_inclusion(hasher, i, reader->size(), hasher.leaf(*entry), *path,
                                          heads.back().root));
      const auto record = reader->record(i);
      ASSERT_TRUE(record) << record.error().describe();
      EXPECT_EQ(commitment(hasher, record->salt, record->record),
                parse_leaf(bytes::Reader(*entry))->commitment);
    }
    for (const auto& old : heads) {
      const auto path = reader->consistency(old.size, reader->size());
      ASSERT_TRUE(path) << path.error().describe();
      EXPECT_TRUE(proof::verify_consistency(hasher, old.size, reader->size(), old.root,
                                            heads.back().root, *path));
    }
  }
  const auto report = fsck(at.fs, at.folder(), {});
  ASSERT_TRUE(report);
  for (const auto& p : report->problems) ADD_FAILURE() << p.file << ": " << p.what;
  EXPECT_EQ(report->records, heads.back().size);
}

TEST(Ledger, its_root_is_that_of_the_leaves_in_a_list) {
  const ScratchLedger at;
  auto writer = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(writer);
  ASSERT_TRUE(at.append(**writer, 777));
  auto reader = Reader::open(at.fs, at.folder());
  ASSERT_TRUE(reader);
  proof::TreeHasher hasher;
  std::vector<proof::Hash> leaves;
  for (std::uint64_t i = 0; i < 777; ++i) leaves.push_back(hasher.leaf(*reader->entry(i)));
  EXPECT_EQ(hasher.root(leaves), reader->head().head.root);
}

TEST(Ledger, a_writer_goes_on_where_another_stopped) {
  const ScratchLedger at;
  for (std::size_t i = 0; i < 20; ++i) {
    auto writer = Writer::open(at.fs, at.folder());
    ASSERT_TRUE(writer) << writer.error().describe();
    EXPECT_EQ((*writer)->recovered(), 0U);
    ASSERT_TRUE(at.append(**writer, 1 + 13 * i));
  }
  EXPECT_TRUE(fsck(at.fs, at.folder(), {})->problems.empty());
}

TEST(Ledger, two_writers_the_second_is_told) {
  const ScratchLedger at;
  const auto first = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(first);
  const auto second = Writer::open(at.fs, at.folder());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("in use by process"), std::string::npos)
      << second.error().message;
}

TEST(Ledger, many_threads_append_and_each_gets_leaves_of_its_own) {
  const ScratchLedger at;
  auto writer = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(writer);
  std::vector<std::vector<std::uint64_t>> got(8);
  std::vector<std::thread> threads;
  for (auto& mine : got)
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto done = at.append(**writer, 3);
        if (done) mine.push_back(done->first);
      }
    });
  for (auto& t : threads) t.join();
  std::vector<std::uint64_t> all;
  for (const auto& mine : got) all.insert(all.end(), mine.begin(), mine.end());
  std::ranges::sort(all);
  ASSERT_EQ(all.size(), 80U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], 3 * i);
  EXPECT_EQ((*writer)->head().size, 240U);
  EXPECT_TRUE(fsck(at.fs, at.folder(), {})->problems.empty());
}

TEST(Ledger, refuses_what_is_too_much_and_stays_usable) {
  const ScratchLedger at;
  auto writer = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(writer);
  EXPECT_FALSE((*writer)->append({}));
  const base::Bytes large(kMostRecord + 1);
  EXPECT_FALSE((*writer)->append({{LeafType::policy, large}}));
  EXPECT_FALSE((*writer)->append(std::vector<NewRecord>(kMostBatch + 1)));
  EXPECT_TRUE((*writer)->append({{LeafType::policy, {}}}));
}

TEST(Ledger, init_refuses_a_folder_that_has_one) {
  const ScratchLedger at;
  EXPECT_FALSE(init(at.fs, at.folder(), at.key));
  EXPECT_FALSE(Writer::open(at.fs, at.folder() / "elsewhere"));
  EXPECT_FALSE(Reader::open(at.fs, at.folder() / "elsewhere"));
}

TEST(Ledger, equal_records_make_different_leaves) {
  const ScratchLedger at;
  auto writer = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(writer);
  const auto text = bytes::as_bytes("serial 12345");
  ASSERT_TRUE((*writer)->append({{LeafType::evidence, text}, {LeafType::evidence, text}}));
  auto reader = Reader::open(at.fs, at.folder());
  EXPECT_NE(*reader->entry(0), *reader->entry(1));
}

}  // namespace
}  // namespace assay::ledger
