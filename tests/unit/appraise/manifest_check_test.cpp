#include "appraise/manifest_check.h"

#include <gtest/gtest.h>

#include "evidence/manifest.h"
#include "support/boot_builder.h"

namespace assay::appraise {
namespace {

using testing::codes;
using testing::text_bytes;

class ManifestCheck : public ::testing::Test {
 protected:
  ManifestCheck() : collector(proof::new_signing_key("collector.example").value()) {
    bundle.manifest.emplace();
    bundle.manifest->server = "web-1";
    bundle.manifest_bytes = text_bytes(evidence::to_json(*bundle.manifest));
    sign(collector);
    policy.collectors = {collector.verifier};
  }
  void sign(const proof::SigningKey& key) {
    crypto::HashEngine hash;
    const auto text =
        evidence::signed_text(hash.hash(crypto::HashAlg::sha256, bundle.manifest_bytes).hex());
    bundle.manifest_signature = text_bytes(text + "\n" + proof::sign_line(text, key).value());
  }
  ServerAppraisal look() {
    ServerAppraisal out;
    crypto::HashEngine hash;
    check_manifest_signature(bundle, policy, hash, out);
    return out;
  }
  proof::SigningKey collector;
  evidence::Bundle bundle;
  Policy policy;
};

TEST_F(ManifestCheck, a_trusted_collectors_signature_is_noted) {
  EXPECT_EQ(codes(look().findings), "");
  EXPECT_EQ(look().manifest_signer, "collector.example");
}

TEST_F(ManifestCheck, an_altered_manifest_is_caught) {
  bundle.manifest_bytes.push_back(std::byte{' '});
  EXPECT_EQ(codes(look().findings), "evidence.signature.invalid");
  EXPECT_EQ(look().manifest_signer, "");
}

TEST_F(ManifestCheck, a_forged_signature_is_caught) {
  sign(proof::new_signing_key("collector.example").value());
  EXPECT_EQ(codes(look().findings), "evidence.signature.untrusted")
      << "the same name with another key id is a stranger";
  sign(collector);
  std::string text = bytes::to_string(bundle.manifest_signature);
  text[text.size() - 20] = text[text.size() - 20] == 'A' ? 'B' : 'A';
  bundle.manifest_signature = text_bytes(text);
  EXPECT_EQ(codes(look().findings), "evidence.signature.invalid");
}

TEST_F(ManifestCheck, an_unsigned_manifest_is_untrusted_only_where_collectors_are_named) {
  bundle.manifest_signature.clear();
  EXPECT_EQ(codes(look().findings), "evidence.signature.untrusted");
  policy.collectors.clear();
  EXPECT_EQ(codes(look().findings), "");
}

TEST_F(ManifestCheck, a_signature_that_is_no_note_is_malformed) {
  bundle.manifest_signature = text_bytes("hello");
  EXPECT_EQ(codes(look().findings), "evidence.manifest.malformed");
}

}  // namespace
}  // namespace assay::appraise
