// What becomes of keys: only who may sign such a record, and only in one form.
#include "proof/key_record.h"

#include <gtest/gtest.h>

namespace assay::proof {
namespace {

const SigningKey kOld = signing_key_from_seed("old.example", {std::byte{1}}).value();
const SigningKey kNew = signing_key_from_seed("new.example", {std::byte{2}}).value();
const SigningKey kLog = signing_key_from_seed("log.example", {std::byte{3}}).value();
const KeyRotation kRotation{.use = "statement",
                            .old_key = kOld.verifier,
                            .new_key = kNew.verifier,
                            .at = {1'800'000'000},
                            .why = "worn"};
const KeyLoss kLoss{.use = "statement",
                    .key = kOld.verifier,
                    .since = {1'700'000'000},
                    .at = {1'800'000'000},
                    .why = "stolen"};

TEST(KeyRecord, a_rotation_comes_back_and_needs_both_signatures) {
  const auto note = sign_rotation(kRotation, kOld, kNew);
  ASSERT_TRUE(note) << note.error().describe();
  const auto record = parse_key_record(*note, {});
  ASSERT_TRUE(record) << record.error().describe();
  EXPECT_FALSE(record->loss);
  EXPECT_EQ(record->rotation.old_key, kOld.verifier);
  EXPECT_EQ(record->rotation.new_key, kNew.verifier);
  EXPECT_EQ(record->rotation.why, "worn");
  const auto text = note->substr(0, note->find("\n\n") + 1);
  const auto by = [&](const SigningKey& key) { return sign_line(text, key).value(); };
  EXPECT_FALSE(parse_key_record(text + "\n" + by(kOld), {})) << "the new key's owner did not agree";
  EXPECT_FALSE(parse_key_record(text + "\n" + by(kNew), {kLog.verifier}));
  EXPECT_FALSE(parse_key_record(text + "\n" + by(kLog) + by(kNew), {kLog.verifier}))
      << "a ledger gives no key's place away";
  EXPECT_FALSE(parse_key_record(*note + by(kLog), {kLog.verifier})) << "and nobody else signs";
}

TEST(KeyRecord, a_loss_is_signed_by_the_key_itself_or_by_the_ledger) {
  for (const auto& key : {kOld, kLog}) {
    const auto note = sign_loss(kLoss, key).value();
    const auto record = parse_key_record(note, {kLog.verifier});
    ASSERT_TRUE(record) << record.error().describe();
    EXPECT_TRUE(record->loss);
    EXPECT_EQ(record->lost.since.seconds, 1'700'000'000);
  }
  EXPECT_FALSE(parse_key_record(sign_loss(kLoss, kNew).value(), {kLog.verifier}))
      << "nobody else can take somebody's key away";
  EXPECT_FALSE(parse_key_record(sign_loss(kLoss, kLog).value(), {}));
}

TEST(KeyRecord, is_written_in_one_way) {
  const auto note = sign_rotation(kRotation, kOld, kNew).value();
  for (std::size_t i = 0; i < note.size(); ++i)
    EXPECT_FALSE(parse_key_record(note.substr(0, i), {})) << i;
  for (std::size_t i = 0; i < note.size(); ++i) {
    auto other = note;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(parse_key_record(other, {})) << i;
  }
  auto bad = kRotation;
  bad.use = "door";
  EXPECT_FALSE(sign_rotation(bad, kOld, kNew));
  bad = kRotation;
  for (const char* why : {"", "two\nlines", "a\tb", "\x1b[2J"}) {
    bad.why = why;
    EXPECT_FALSE(sign_rotation(bad, kOld, kNew)) << why;
  }
  EXPECT_FALSE(sign_rotation(kRotation, kNew, kOld)) << "the keys are those that it names";
}

}  // namespace
}  // namespace assay::proof
