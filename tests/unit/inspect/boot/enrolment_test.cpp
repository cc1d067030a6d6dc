#include "inspect/boot/enrolment.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::inspect::boot {
namespace {

using nlohmann::json;

json good() {
  static const auto key = proof::new_signing_key("enroller.example").value();
  return json::parse(testing::enrolment_json("server-1", testing::hex_bytes("000baabbcc"),
                                             std::string(64, 'e'), key));
}

base::Result<Enrolment> parse(const json& value) {
  return parse_enrolment(bytes::as_bytes(value.dump()));
}

TEST(Enrolment, a_record_is_read_whole) {
  const auto e = parse(good());
  ASSERT_TRUE(e) << e.error().describe();
  EXPECT_EQ(e->server, "server-1");
  EXPECT_EQ(bytes::to_hex(e->ak_name), "000baabbcc");
  EXPECT_EQ(e->ek_sha256, std::string(64, 'e'));
  EXPECT_EQ(base::to_rfc3339(e->activated), "2026-01-01T00:00:00Z");
  EXPECT_EQ(e->signed_text, "assay enrolment v1\nserver server-1\nak-name 000baabbcc\nek-sha256 " +
                                std::string(64, 'e') + "\nactivated 2026-01-01T00:00:00Z\n");
}

TEST(Enrolment, every_field_is_needed_and_of_one_line) {
  for (const char* key : {"version", "server", "ak_name", "ek_sha256", "activated", "signature"}) {
    json without = good();
    without.erase(key);
    EXPECT_FALSE(parse(without)) << key;
    json number = good();
    number[key] = 77;
    EXPECT_FALSE(parse(number)) << key;
    json lines = good();
    lines[key] = "one\nserver other";
    EXPECT_FALSE(parse(lines)) << key;
  }
}

TEST(Enrolment, wrong_values_are_refused_and_named) {
  const std::vector<std::pair<std::string, std::string>> kWrong{
      {"ak_name", "xyz"},         {"ak_name", "00"},
      {"ek_sha256", "ab"},        {"ek_sha256", std::string(64, 'g')},
      {"activated", "yesterday"}, {"signature", "no note"}};
  for (const auto& [key, value] : kWrong) {
    json wrong = good();
    wrong[key] = value;
    const auto e = parse(wrong);
    ASSERT_FALSE(e) << key;
    if (key == "signature") continue;  // the note's own words
    EXPECT_NE(e.error().message.find(key), std::string::npos) << e.error().message;
  }
}

TEST(Enrolment, survives_every_prefix_and_mutation) {
  const std::string text = good().dump();
  testing::every_prefix(bytes::as_bytes(text), [&](bytes::ByteSpan b) {
    EXPECT_EQ(parse_enrolment(b).has_value(), b.size() == text.size());
  });
  const auto whole = parse(good()).value();
  testing::mutations(bytes::as_bytes(text), 1000, 11, [&](bytes::ByteSpan b) {
    // A record that still reads as the same words is the same record; any other word changes what
    // is signed.
    const auto e = parse_enrolment(b);
    if (!e || e->signed_text != whole.signed_text) return;
    EXPECT_EQ(e->ak_name, whole.ak_name);
  });
}

}  // namespace
}  // namespace assay::inspect::boot
