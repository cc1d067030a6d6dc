#include "ledger/witness.h"

#include <gtest/gtest.h>

#include "ledger/fsck.h"
#include "ledger/reader.h"
#include "proof/cosignature.h"
#include "support/ledger.h"

namespace assay::ledger {
namespace {

using testing::ScratchLedger;

struct WitnessTest : ::testing::Test {
  base::Result<WitnessReport> see(const ScratchLedger& ledger, std::int64_t now = 1'700'000'000) {
    ASSAY_TRY(auto reader, Reader::open(ledger.fs, ledger.folder()));
    ASSAY_TRY(auto witness, Witness::open(ledger.fs, state.path() / "w", key));
    return witness.see(reader.head_text(), ledger.key.verifier,
                       [&](std::uint64_t a, std::uint64_t b) { return reader.consistency(a, b); },
                       {now});
  }
  testing::ScratchFolder state;
  proof::SigningKey key = proof::signing_key_from_seed("witness.example", {}).value();
};

TEST_F(WitnessTest, cosigns_what_extends_what_it_saw) {
  const ScratchLedger ledger;
  for (const std::size_t grow : {0U, 3U, 300U, 0U, 1U}) {
    if (grow != 0) {
      ASSERT_TRUE(ledger.append(grow));
    }
    const auto report = see(ledger);
    ASSERT_TRUE(report) << report.error().describe();
    ASSERT_EQ(report->outcome, Witnessed::cosigned) << report->why;
    const auto reader = Reader::open(ledger.fs, ledger.folder());
    const auto line = proof::parse_signature_line(
        std::string_view(report->line).substr(0, report->line.size() - 1));
    EXPECT_EQ(proof::verify_cosignature(reader->head().note.text, *line,
                                        proof::cosigner_of(key.verifier)),
              1'700'000'000U);
  }
}

// So that a line that was lost on the way is not replaced by a later one, which could be chosen.
TEST_F(WitnessTest, gives_out_again_the_first_line_that_it_gave_for_a_head) {
  const ScratchLedger ledger;
  ASSERT_TRUE(ledger.append(3));
  const auto first = see(ledger);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->first, first->line);
  const auto again = see(ledger, 1'700'000'001);
  ASSERT_TRUE(again);
  EXPECT_NE(again->line, first->line) << "fresh";
  EXPECT_EQ(again->first, first->line);
  ASSERT_TRUE(ledger.append(1));
  const auto grown = see(ledger, 1'700'000'002);
  ASSERT_TRUE(grown);
  EXPECT_EQ(grown->first, grown->line);
}

TEST_F(WitnessTest, refuses_a_head_that_is_smaller_than_one_it_saw) {
  const ScratchLedger ledger;
  ASSERT_TRUE(ledger.append(5));
  const auto old = *ledger.fs.read(ledger.folder() / "checkpoint", 10'000);
  ASSERT_TRUE(ledger.append(5));
  ASSERT_TRUE(see(ledger));
  ASSERT_TRUE(ledger.fs.write_atomically(ledger.folder() / "checkpoint", old));
  const auto report = see(ledger);
  ASSERT_TRUE(report) << report.error().describe();
  EXPECT_EQ(report->outcome, Witnessed::smaller);
  EXPECT_TRUE(report->line.empty());
  EXPECT_NE(report->why.find("10 leaves with root "), std::string::npos) << report->why;
  EXPECT_NE(report->why.find("5 leaves with root "), std::string::npos) << report->why;
}

// Two ledgers of one key with different leaves: what one person is shown, and another.
TEST_F(WitnessTest, finds_a_split_view_and_names_both_heads) {
  const ScratchLedger one;
  ASSERT_TRUE(one.append(5));
  ASSERT_EQ(see(one)->outcome, Witnessed::cosigned);
  for (const std::size_t size : {5U, 8U}) {
    const ScratchLedger other;
    ASSERT_TRUE(other.append(size));
    const auto report = see(other);
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->outcome, Witnessed::split_view);
    EXPECT_TRUE(report->line.empty());
    EXPECT_NE(report->why.find("split view"), std::string::npos) << report->why;
    for (const auto* ledger : {&one, &other})
      EXPECT_NE(report->why.find(
                    bytes::to_base64(Reader::open(ledger->fs, ledger->folder())->head().head.root)),
                std::string::npos)
          << report->why;
  }
}

TEST_F(WitnessTest, a_proof_that_lies_is_a_split_view) {
  const ScratchLedger ledger;
  ASSERT_TRUE(ledger.append(5));
  ASSERT_TRUE(see(ledger));
  ASSERT_TRUE(ledger.append(5));
  auto reader = Reader::open(ledger.fs, ledger.folder());
  auto witness = Witness::open(ledger.fs, state.path() / "w", key);
  const auto report =
      witness->see(reader->head_text(), ledger.key.verifier,
                   [](std::uint64_t, std::uint64_t) { return std::vector<proof::Hash>(3); }, {1});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->outcome, Witnessed::split_view);
}

TEST_F(WitnessTest, a_head_of_another_key_or_a_state_that_was_edited_is_an_error) {
  const ScratchLedger ledger;
  ASSERT_TRUE(ledger.append(1));
  ASSERT_TRUE(see(ledger));
  auto reader = Reader::open(ledger.fs, ledger.folder());
  {
    auto witness = Witness::open(ledger.fs, state.path() / "w", key);
    EXPECT_FALSE(witness->see(reader->head_text(), key.verifier, {}, {1}));
    EXPECT_FALSE(Witness::open(ledger.fs, state.path() / "w", key)) << "two at a time";
  }
  for (const auto& e : std::filesystem::directory_iterator(state.path() / "w"))
    if (e.path().extension() == ".head") {
      ASSERT_TRUE(ledger.fs.write_atomically(e.path(), bytes::as_bytes("x\n")));
    }
  EXPECT_FALSE(see(ledger));
}

}  // namespace
}  // namespace assay::ledger
