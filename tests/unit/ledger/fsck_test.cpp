// Whatever happens to a file of a ledger, fsck says so, and names that file.
#include "ledger/fsck.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/reader.h"
#include "proof/cosignature.h"
#include "store/store.h"
#include "support/altered_filesystem.h"
#include "support/ledger.h"
#include "support/mutate.h"

namespace assay::ledger {
namespace {

namespace stdfs = std::filesystem;
using testing::ScratchLedger;

// All files but the lock, which is empty.
std::vector<stdfs::path> files_of(const stdfs::path& folder) {
  std::vector<stdfs::path> out;
  for (const auto& e : stdfs::recursive_directory_iterator(folder))
    if (e.is_regular_file() && e.file_size() != 0) out.push_back(e.path());
  std::ranges::sort(out);
  return out;
}

struct FsckTest : ::testing::Test {
  void make(const std::vector<std::size_t>& batches) {
    auto writer = Writer::open(at.fs, at.folder());
    ASSERT_TRUE(writer);
    for (const auto count : batches) ASSERT_TRUE(at.append(**writer, count));
    const store::Store store(at.fs, Layout{at.folder()}.store());
    ASSERT_TRUE(store.put(bytes::as_bytes("a policy")));
    // A witness's line and key are files to damage as well.
    const auto witness = proof::signing_key_from_seed("witness.example", {}).value();
    auto reader = Reader::open(at.fs, at.folder());
    const auto line = proof::cosign_line(reader->head().note.text, witness, 1'700'000'000);
    ASSERT_TRUE(
        (*writer)->add_cosignature(*line, proof::to_string(proof::cosigner_of(witness.verifier))));
  }
  std::vector<Problem> problems(bool owners = true) {
    const auto report = fsck(disk, at.folder(), {.jobs = 1, .owners = owners, .against = {}});
    EXPECT_TRUE(report);
    return report ? report->problems : std::vector<Problem>{};
  }
  // Whether one of the problems names the file.
  bool names(const std::vector<Problem>& found, const stdfs::path& file) const {
    const auto name = file.lexically_relative(at.folder()).string();
    return std::ranges::any_of(found, [&](const Problem& p) { return p.file == name; });
  }
  static std::string words(const std::vector<Problem>& found) {
    std::string out;
    for (const auto& p : found) out += p.file + ": " + p.what + "\n";
    return out;
  }

  ScratchLedger at;
  testing::AlteredFileSystem disk;
};

TEST_F(FsckTest, every_bit_of_a_small_ledger) {
  make({2, 1});
  ASSERT_TRUE(problems().empty()) << words(problems());
  for (const auto& file : files_of(at.folder())) {
    const auto whole = testing::read_file(file.string());
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      auto damaged = whole;
      damaged[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
      disk.alter(file, damaged);
      const auto found = problems();
      ASSERT_TRUE(names(found, file)) << file << " bit " << bit << "\n" << words(found);
    }
    disk.restore();
  }
}

TEST_F(FsckTest, a_bit_here_and_there_of_a_larger_one_is_named_alone) {
  make({200, 100, 256, 30});
  ASSERT_TRUE(problems().empty()) << words(problems());
  for (const auto& file : files_of(at.folder())) {
    const auto whole = testing::read_file(file.string());
    const bool tree = file.string().find("/tile/") != std::string::npos;
    for (std::size_t i = 0; i < whole.size(); i += 1 + whole.size() / 11) {
      auto damaged = whole;
      damaged[i] ^= std::byte{0x10};
      disk.alter(file, damaged);
      const auto found = problems();
      ASSERT_TRUE(names(found, file)) << file << " byte " << i << "\n" << words(found);
      // What the tree confirms from above is not blamed on a neighbour.
      for (const auto& p : found)
        ASSERT_TRUE(!tree || at.folder() / p.file == file) << file << "\n" << words(found);
    }
    disk.restore();
  }
}

TEST_F(FsckTest, the_offset_is_where_the_bit_is) {
  make({300});
  const auto bundle = at.folder() / "tile/entries/000";
  auto bytes = testing::read_file(bundle.string());
  bytes[36 * 7 + 20] ^= std::byte{1};
  disk.alter(bundle, bytes);
  auto found = problems();
  ASSERT_EQ(found.size(), 1U) << words(found);
  EXPECT_EQ(found[0].offset, 36U * 7 + 2);
  EXPECT_NE(found[0].what.find("leaf 7 "), std::string::npos) << found[0].what;
  disk.restore();
  const auto tile = at.folder() / "tile/0/000";
  bytes = testing::read_file(tile.string());
  bytes[32 * 9 + 5] ^= std::byte{1};
  disk.alter(tile, bytes);
  found = problems();
  ASSERT_EQ(found.size(), 1U) << words(found);
  EXPECT_EQ(found[0].offset, 32U * 9);
}

TEST_F(FsckTest, every_file_that_is_missing) {
  for (const auto& batches : {std::vector<std::size_t>{3}, {256}, {300, 5, 300}}) {
    make(batches);
    for (const auto& file : files_of(at.folder())) {
      if (file.filename() == "witnesses.vkey") continue;
      disk.alter(file, std::nullopt);
      const auto found = problems();
      // Partial tiles of earlier heads may be gone.
      const auto id = proof::parse_tile_path(file.lexically_relative(at.folder()).string());
      const auto size = Reader::open(at.fs, at.folder())->size();
      const auto now = id ? proof::tile_holding(id->level, id->index * 256, size) : std::nullopt;
      // An object that nothing names is not missed; what names it says so. That an earlier head was
      // cosigned nobody else knows.
      const bool spare = (now && now->width != id->width) ||
                         file.string().find("/store/") != std::string::npos ||
                         (file.parent_path().filename() == "cosigned" &&
                          file != Layout{at.folder()}.cosigned(size));
      if (!spare) {
        EXPECT_TRUE(names(found, file)) << file << "\n" << words(found);
      }
      disk.restore();
    }
  }
}

// Two leaves change places in the bundle, or in bundle and tile alike.
TEST_F(FsckTest, leaves_that_changed_places) {
  make({300});
  for (const bool full : {true, false}) {
    const std::string suffix = full ? "000" : "001.p/44";
    const auto bundle = at.folder() / ("tile/entries/" + suffix);
    const auto tile = at.folder() / ("tile/0/" + suffix);
    auto entries = testing::read_file(bundle.string());
    std::swap_ranges(entries.begin(), entries.begin() + 36, entries.begin() + 36);
    disk.alter(bundle, entries);
    auto found = problems();
    EXPECT_EQ(found.size(), 2U) << words(found);
    EXPECT_TRUE(names(found, bundle)) << words(found);
    auto hashes = testing::read_file(tile.string());
    std::swap_ranges(hashes.begin(), hashes.begin() + 32, hashes.begin() + 32);
    disk.alter(tile, hashes);
    for (const bool owners : {true, false}) {
      found = problems(owners);
      EXPECT_FALSE(found.empty());
      if (full || owners) {
        EXPECT_TRUE(names(found, bundle)) << words(found);
      } else {
        EXPECT_TRUE(names(found, at.folder() / "checkpoint")) << words(found);
      }
    }
    disk.restore();
  }
}

TEST_F(FsckTest, a_tail_that_is_cut_off) {
  make({300});
  const auto report = fsck(at.fs, at.folder(), {});
  for (const auto& file : files_of(at.folder())) {
    const auto whole = testing::read_file(file.string());
    for (const std::size_t keep : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
      disk.alter(file, base::Bytes(whole.begin(), whole.begin() + static_cast<long>(keep)));
      EXPECT_TRUE(names(problems(), file) || (keep == 0 && file.filename() == "witnesses.vkey"))
          << file << " cut to " << keep << "\n"
          << words(problems());
    }
    disk.restore();
  }
}

TEST_F(FsckTest, an_older_checkpoint_put_back) {
  ASSERT_TRUE(at.append(5));
  const auto path = at.folder() / "checkpoint";
  const auto old = testing::read_file(path.string());
  ASSERT_TRUE(at.append(5));
  const auto now = testing::read_file(path.string());
  disk.alter(path, old);
  const auto found = problems();
  EXPECT_TRUE(names(found, at.folder() / "private/records/000/000/000/005")) << words(found);
  EXPECT_TRUE(names(found, at.folder() / "tile/0/000.p/10")) << words(found);
  // Without the owner's files, a head seen earlier shows it.
  const auto seen =
      fsck(disk, at.folder(), {.jobs = 1, .owners = false, .against = bytes::to_string(now)});
  ASSERT_TRUE(seen);
  EXPECT_TRUE(names(seen->problems, path)) << words(seen->problems);
  disk.restore();
  EXPECT_TRUE(fsck(disk, at.folder(), {.jobs = 1, .owners = true, .against = bytes::to_string(old)})
                  ->problems.empty());
}

TEST_F(FsckTest, a_ledger_that_does_not_extend_a_cosigned_head) {
  make({5});
  make({4});
  const Layout layout{at.folder()};
  const auto five = at.fs.read(layout.cosigned(5), 1U << 20U).value();
  const auto nine = at.fs.read(layout.cosigned(9), 1U << 20U).value();
  EXPECT_TRUE(problems().empty());
  // Put back to what it was, the ledger is shorter than a head that was cosigned.
  disk.alter(layout.checkpoint(), five);
  EXPECT_TRUE(names(problems(), layout.cosigned(9)));
  disk.restore();
  // Under another size's name, and without any witness's line.
  disk.alter(layout.cosigned(5), nine);
  EXPECT_TRUE(names(problems(), layout.cosigned(5)));
  auto bare = bytes::to_string(five);
  bare.resize(bare.rfind("\u2014 witness.example"));
  disk.alter(layout.cosigned(5),
             base::Bytes(bytes::as_bytes(bare).begin(), bytes::as_bytes(bare).end()));
  EXPECT_TRUE(names(problems(), layout.cosigned(5)));
}

TEST_F(FsckTest, files_that_do_not_belong) {
  make({3});
  for (const char* name : {"cosigned/x", "cosigned/000000000002", "cosigned/3", "tile/0/001",
                           "tile/0/000.p/4", "tile/0/0000", "tile/7/000", "tile/x",
                           "private/records/000/000/000/003x", "private/store/objects/aa/bb"}) {
    stdfs::create_directories((at.folder() / name).parent_path());
    ASSERT_TRUE(at.fs.write_atomically(at.folder() / name, bytes::as_bytes("x")));
    const auto found = problems();
    EXPECT_TRUE(names(found, at.folder() / name)) << name << "\n" << words(found);
    stdfs::remove(at.folder() / name);
  }
  ASSERT_TRUE(at.fs.write_atomically(at.folder() / "tile/0/.assay-abcdef", bytes::as_bytes("x")));
  EXPECT_TRUE(problems().empty()) << "what a killed writer leaves is read by nobody";
}

}  // namespace
}  // namespace assay::ledger
