#include "proof/note.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::proof {
namespace {

// The example that implementations of signed notes share, so that ours agrees with the others.
constexpr std::string_view kVerifier =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kSigner =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view kText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kSignature =
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp"
    "RZb6KE6RyyBwJnAM=\n";

std::string note() { return std::string(kText) + "\n" + std::string(kSignature); }
std::vector<VerifierKey> keys() { return {parse_verifier_key(kVerifier).value()}; }

NoteVerdict verify(std::string_view bytes, const std::vector<VerifierKey>& known) {
  const auto parsed = parse_note(bytes);
  return parsed ? verify_note(parsed->text, parsed->signatures, known) : NoteVerdict{};
}

TEST(Note, agrees_with_other_implementations) {
  const auto signer = parse_signing_key(kSigner);
  ASSERT_TRUE(signer) << signer.error().message;
  EXPECT_EQ(to_string(signer->verifier), kVerifier);
  EXPECT_EQ(to_string(*signer), kSigner);
  EXPECT_EQ(sign_line(kText, *signer), std::string(kSignature));

  const auto known = keys();
  const NoteVerdict verdict = verify(note(), known);
  EXPECT_EQ(verdict.signer, &known[0]);
  EXPECT_EQ(verdict.forged, nullptr);
}

TEST(Note, round_trips_with_a_new_key) {
  const auto key = new_signing_key("rack-7.example");
  ASSERT_TRUE(key);
  EXPECT_EQ(parse_signing_key(to_string(*key))->seed, key->seed);
  const std::string text = "assay manifest v1\nsha256 00\n";
  const std::string signed_note = text + "\n" + sign_line(text, *key).value();
  const std::vector<VerifierKey> known{key->verifier};
  EXPECT_EQ(verify(signed_note, known).signer, &known[0]);
}

TEST(Note, a_known_key_that_does_not_verify_is_forged) {
  std::string changed = note();
  changed[3] = 'Y';
  const auto known = keys();
  const NoteVerdict verdict = verify(changed, known);
  EXPECT_EQ(verdict.signer, nullptr);
  EXPECT_EQ(verdict.forged, &known[0]);
}

TEST(Note, one_forged_signature_spoils_the_good_ones) {
  const auto other = new_signing_key("other").value();
  const std::vector<VerifierKey> known{keys()[0], other.verifier};
  const std::string with_forged = note() + sign_line("another text\n", other).value();
  EXPECT_EQ(verify(with_forged, known).signer, nullptr);
  EXPECT_EQ(verify(with_forged, known).forged, &known[1]);
}

TEST(Note, unknown_keys_are_ignored) {
  const auto stranger = new_signing_key("stranger").value();
  const auto known = keys();
  EXPECT_EQ(verify(note() + sign_line(kText, stranger).value(), known).signer, &known[0]);
  EXPECT_EQ(verify(note(), {stranger.verifier}).signer, nullptr);
  EXPECT_EQ(verify(note(), {stranger.verifier}).forged, nullptr);
}

TEST(Note, the_same_name_with_another_key_is_unknown_not_forged) {
  const auto impostor = new_signing_key("PeterNeumann").value();
  const NoteVerdict verdict = verify(note(), {impostor.verifier});
  EXPECT_EQ(verdict.signer, nullptr);
  EXPECT_EQ(verdict.forged, nullptr);
}

TEST(ParseNote, is_strict_about_every_newline) {
  ASSERT_TRUE(parse_note(note()));
  const std::string text(kText);
  const std::string signature(kSignature);
  EXPECT_FALSE(parse_note(text + signature)) << "no empty line";
  EXPECT_FALSE(parse_note(text + "\n\n" + signature).value().text == text)
      << "an extra empty line is text";
  EXPECT_FALSE(parse_note(text + "\n" + signature.substr(0, signature.size() - 1)))
      << "no last newline";
  EXPECT_FALSE(parse_note(text + "\n" + signature + "\n")) << "an empty line after the signatures";
  EXPECT_FALSE(parse_note(text + "\n")) << "no signatures";
  EXPECT_FALSE(parse_note(text + "\nnot a signature\n"));
  EXPECT_FALSE(parse_note(""));
}

TEST(ParseNote, an_extra_empty_line_breaks_the_signature) {
  const std::string extra = std::string(kText) + "\n\n" + std::string(kSignature);
  EXPECT_EQ(verify(extra, keys()).signer, nullptr);
}

TEST(ParseNote, has_limits) {
  std::string many = std::string(kText) + "\n";
  for (int i = 0; i < 100; ++i) many += kSignature;
  EXPECT_TRUE(parse_note(many));
  many += kSignature;
  ASSERT_FALSE(parse_note(many));
  EXPECT_EQ(parse_note(many).error().kind, base::ErrorKind::budget);
  EXPECT_EQ(parse_note(std::string((1U << 20U) + 1, 'x')).error().kind, base::ErrorKind::budget);
}

TEST(ParseSignatureLine, wants_dash_name_and_base64) {
  EXPECT_TRUE(parse_signature_line("\u2014 k AAAAAAA="));
  EXPECT_FALSE(parse_signature_line("- k AAAAAAA="));
  EXPECT_FALSE(parse_signature_line("\u2014  AAAAAAA="));
  EXPECT_FALSE(parse_signature_line("\u2014 a+b AAAAAAA="));
  EXPECT_FALSE(parse_signature_line("\u2014 k AAAAAAA")) << "padding is required";
  EXPECT_FALSE(parse_signature_line("\u2014 k AAAA")) << "too short for a key id and a signature";
  EXPECT_FALSE(parse_signature_line("\u2014 k AAAAAAA= "));
}

TEST(ParseVerifierKey, its_id_must_belong_to_its_name_and_bytes) {
  std::string other_id(kVerifier);
  other_id.replace(other_id.find("c74f20a3"), 8, "c74f20a4");
  EXPECT_FALSE(parse_verifier_key(other_id));
  std::string other_name(kVerifier);
  other_name[0] = 'Q';
  EXPECT_FALSE(parse_verifier_key(other_name));
  EXPECT_FALSE(parse_verifier_key("PeterNeumann"));
  EXPECT_FALSE(parse_verifier_key("++"));
  EXPECT_FALSE(parse_signing_key(kVerifier)) << "a public key does not sign";
  EXPECT_FALSE(new_signing_key("two words"));
  EXPECT_FALSE(new_signing_key(""));
}

TEST(ParseVerifierKeys, skips_comments_and_names_the_bad_line) {
  const std::string file = "# ours\n\n  " + std::string(kVerifier) + "  \r\n";
  ASSERT_TRUE(parse_verifier_keys(file));
  EXPECT_EQ(parse_verifier_keys(file)->size(), 1U);
  const auto bad = parse_verifier_keys(file + "nonsense\n");
  ASSERT_FALSE(bad);
  EXPECT_TRUE(bad.error().message.starts_with("line 4: ")) << bad.error().message;
}

TEST(ParseNote, no_truncated_prefix_verifies) {
  const std::string whole = note();
  const auto known = keys();
  testing::every_prefix(bytes::as_bytes(whole).first(whole.size() - 1), [&](bytes::ByteSpan cut) {
    ASSERT_EQ(verify(bytes::as_chars(cut), known).signer, nullptr) << cut.size();
  });
}

TEST(ParseNote, no_mutation_of_the_text_verifies) {
  const auto known = keys();
  testing::mutations(bytes::as_bytes(kText), 1000, 3, [&](bytes::ByteSpan text) {
    if (bytes::as_chars(text) == kText) return;
    const std::string changed = std::string(bytes::as_chars(text)) + "\n" + std::string(kSignature);
    ASSERT_EQ(verify(changed, known).signer, nullptr) << changed;
  });
}

}  // namespace
}  // namespace assay::proof
