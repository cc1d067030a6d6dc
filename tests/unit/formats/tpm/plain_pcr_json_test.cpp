#include "formats/tpm/plain_pcr_json.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "bytes/text.h"
#include "formats/json/json.h"
#include "support/mutate.h"

namespace assay::formats::tpm {
namespace {

using crypto::HashAlg;

const std::string kOne(64, '1');
const std::string kTwo = "0123456789abcdefABCDEF" + std::string(42, '2');

std::string two_values() { return R"({"sha256":{"0":")" + kOne + R"(","23":")" + kTwo + "\"}}\n"; }

TEST(PlainPcrJson, reads_what_collectors_write) {
  const auto values = plain_pcr_json(two_values());
  ASSERT_TRUE(values);
  EXPECT_EQ(values->banks.size(), 1U);
  EXPECT_EQ(values->find(HashAlg::sha256, 0)->hex(), kOne);
  EXPECT_EQ(values->find(HashAlg::sha256, 23)->hex(), bytes::to_hex(*bytes::from_hex(kTwo)));
  EXPECT_EQ(values->find(HashAlg::sha256, 1), nullptr);
}

TEST(PlainPcrJson, white_space_and_several_banks_are_plain) {
  const auto values = plain_pcr_json(" {\n \"sha1\" : { \"7\" : \"" + std::string(40, 'a') +
                                     "\" } ,\r\n\t\"sha256\":{\"7\":\"" + kOne + "\"}} \n");
  ASSERT_TRUE(values);
  EXPECT_NE(values->find(HashAlg::sha1, 7), nullptr);
  EXPECT_NE(values->find(HashAlg::sha256, 7), nullptr);
}

// Each is left to the JSON library, which reads the escape and the prefix and refuses the rest.
TEST(PlainPcrJson, leaves_everything_else_to_the_json_library) {
  const std::string value = "\"" + kOne + "\"";
  for (const std::string& text : std::vector<std::string>{
           std::string(), std::string("{}"), std::string("[]"), std::string(R"({"sha256":{}})"),
           R"({"sha256":{"24":)" + value + "}}", R"({"sha256":{"-1":)" + value + "}}",
           R"({"sha256":{"":)" + value + "}}", R"({"sha256":{"0":"11"}})",
           R"({"sha256":{"0":"0x)" + kOne + "\"}}", R"({"sha256":{"0":)" + value + "}",
           R"({"sha256":{"0":)" + value + ",}}", R"({"sha256":{"0":)" + value + "}}x",
           R"({"sha256":{"0":)" + value + R"(,"0":)" + value + "}}",
           R"({"sha256":{"0":)" + value + R"(},"sha256":{"1":)" + value + "}}",
           R"({"md5":{"0":)" + value + "}}", R"({"sha256":{"\u0030":)" + value + "}}",
           R"({"sha256":{0:)" + value + "}}"})
    EXPECT_FALSE(plain_pcr_json(text)) << text;
}

TEST(PlainPcrJson, what_it_reads_the_json_library_reads_too) {
  const std::string good = two_values();
  std::size_t read = 0;
  testing::mutations(bytes::as_bytes(good), 1000, 7, [&](bytes::ByteSpan text) {
    const auto plain = plain_pcr_json(bytes::as_chars(text));
    if (!plain) return;
    ++read;
    bytes::Budget budget;
    const auto root = json::parse(text, budget);
    ASSERT_TRUE(root) << bytes::as_chars(text);
    for (const PcrBank& bank : plain->banks)
      EXPECT_EQ(root->at(std::string(crypto::name(bank.alg))).size(), bank.present.count());
  });
  EXPECT_GT(read, 0U) << "a changed digit is still a digit";
}

}  // namespace
}  // namespace assay::formats::tpm
