#include "appraise/challenge.h"

#include <gtest/gtest.h>

#include "evidence/challenge_note.h"
#include "evidence/manifest.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::appraise {
namespace {

using testing::codes;
using testing::GoodBoot;
using testing::text_bytes;

base::Time at(std::string_view time) { return base::parse_rfc3339(time).value(); }

class ChallengeTest : public ::testing::Test {
 protected:
  ChallengeTest() : challenger(proof::new_signing_key("appraiser.example").value()) {
    in.policy.challengers = {challenger.verifier};
    in.policy.enrollers = boot.enrollers;
    in.as_of = at("2026-06-01T12:00:00Z");
    challenge = {.server = boot.server,
                 .nonce = boot.nonces.front(),
                 .issued = at("2026-06-01T11:00:00Z"),
                 .expires = at("2026-06-01T13:00:00Z")};
  }
  // The boot's evidence with a note over `text`, signed by `key`.
  evidence::Bundle with_note(const std::string& text, const proof::SigningKey& key) const {
    return with_file(text_bytes(text + "\n" + proof::sign_line(text, key).value()));
  }
  evidence::Bundle with_file(base::Bytes note) const {
    auto bundle = boot.bundle();
    bundle.artefacts.push_back(
        {"boot/challenge.note", evidence::Role::challenge_note, std::move(note)});
    return bundle;
  }
  evidence::Bundle good() const { return with_note(challenge_text(challenge), challenger); }
  ServerAppraisal appraise(const evidence::Bundle& bundle) const {
    crypto::HashEngine hash;
    return appraise_server(bundle, in, hash);
  }

  GoodBoot boot;
  proof::SigningKey challenger;
  evidence::SignedChallenge challenge;
  Inputs in;
};

TEST_F(ChallengeTest, a_quote_that_answers_a_trusted_challenge_is_fresh) {
  const auto s = appraise(good());
  EXPECT_TRUE(s.boot.fresh);
  EXPECT_EQ(codes(s.findings), "");
}

TEST_F(ChallengeTest, without_it_nothing_is_proven) {
  const auto s = appraise(boot.bundle());
  EXPECT_FALSE(s.boot.fresh);
  EXPECT_EQ(codes(s.findings), "boot.freshness.unproven");
}

TEST_F(ChallengeTest, a_strangers_challenge_proves_nothing) {
  const auto same_name = proof::new_signing_key("appraiser.example").value();
  const auto s = appraise(with_note(challenge_text(challenge), same_name));
  EXPECT_FALSE(s.boot.fresh);
  EXPECT_EQ(codes(s.findings), "boot.freshness.unproven evidence.challenge.untrusted");
  in.policy.challengers.clear();
  EXPECT_FALSE(appraise(good()).boot.fresh);
}

TEST_F(ChallengeTest, an_old_challenge_with_its_old_answer_is_not_fresh) {
  in.as_of = at("2026-06-01T13:00:00Z");
  EXPECT_TRUE(appraise(good()).boot.fresh) << "the last moment";
  for (const auto* time :
       {"2026-06-01T13:00:01Z", "2026-06-01T10:59:59Z", "2027-06-01T12:00:00Z"}) {
    in.as_of = at(time);
    const auto s = appraise(good());
    EXPECT_FALSE(s.boot.fresh) << time;
    EXPECT_EQ(codes(s.findings), "boot.freshness.unproven evidence.challenge.expired") << time;
  }
}

TEST_F(ChallengeTest, another_servers_challenge_is_told_and_proves_nothing) {
  challenge.server = "web-99";
  const auto s = appraise(good());
  EXPECT_FALSE(s.boot.fresh);
  EXPECT_EQ(codes(s.findings), "boot.freshness.unproven evidence.challenge.invalid");
}

TEST_F(ChallengeTest, a_quote_for_another_nonce_is_a_mismatch) {
  challenge.nonce = text_bytes("what was really asked");
  const auto s = appraise(good());
  EXPECT_FALSE(s.boot.fresh);
  EXPECT_EQ(codes(s.findings), "boot.nonce.mismatch");
}

TEST_F(ChallengeTest, no_mutation_and_no_prefix_of_the_note_is_fresh_but_the_note_itself) {
  const auto note = good().artefacts.back().bytes;
  testing::every_prefix(note, [&](bytes::ByteSpan part) {
    const bool fresh = appraise(with_file(bytes::copy(part))).boot.fresh;
    EXPECT_EQ(fresh, part.size() == note.size()) << part.size();
  });
  testing::mutations(note, 1000, 7, [&](bytes::ByteSpan bad) {
    if (bytes::equal(bad, note)) return;
    // A line behind the good ones that is no signature of a known key changes nothing.
    const auto s = appraise(with_file(bytes::copy(bad)));
    if (!s.boot.fresh) return;
    EXPECT_TRUE(bytes::starts_with(bad, challenge_text(challenge)));
  });
}

TEST_F(ChallengeTest, the_manifests_challenge_must_be_one_that_is_held) {
  auto bundle = good();
  bundle.manifest.emplace();
  const auto told = [&] {
    std::vector<evidence::Finding> out;
    const HeldNonces held(bundle, in, &out);
    return codes(out);
  };
  EXPECT_EQ(told(), "");
  bundle.manifest->challenge = evidence::Challenge{challenge.nonce, "appraiser.example"};
  EXPECT_EQ(told(), "");
  bundle.manifest->challenge->issuer = "somebody.else";
  EXPECT_EQ(told(), "evidence.challenge.mismatch");
  bundle.manifest->challenge = evidence::Challenge{text_bytes("another nonce, long"), ""};
  EXPECT_EQ(told(), "evidence.challenge.mismatch");
  bundle.artefacts.pop_back();
  EXPECT_EQ(told(), "") << "the appraiser holds none";
}

TEST_F(ChallengeTest, a_ledger_head_is_a_nonce_for_any_server) {
  in.nonces["web-99"] = {text_bytes("of another server")};
  in.ledger_heads = {text_bytes("an older head of it"), boot.nonces.front()};
  EXPECT_TRUE(appraise(boot.bundle()).boot.fresh);
  in.ledger_heads.pop_back();
  const auto s = appraise(boot.bundle());
  EXPECT_FALSE(s.boot.fresh);
  EXPECT_EQ(codes(s.findings), "boot.nonce.mismatch");
}

}  // namespace
}  // namespace assay::appraise
