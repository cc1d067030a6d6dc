#include "reference/file.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "unit/reference/boots.h"

namespace assay::reference {
namespace {

using namespace testing;

Reference varied() {
  std::vector<EventLogBuilder> logs;
  for (const char* id : {"11", "22", "33"}) {
    logs.push_back(a_log(id == std::string_view("11") ? "fw \"1\" \\ old" : "fw 2", "kernel",
                         "root=UUID=" + std::string(id) + " ro"));
    if (id == std::string_view("22"))
      logs.back().event(5, formats::tcg::EV_EFI_ACTION, "now\tand then");
  }
  logs.push_back(logs[0]);
  auto r = learned(logs);
  r.valid_from = base::parse_rfc3339("2026-01-01");
  r.valid_to = base::parse_rfc3339("2027-01-01T12:30:00Z");
  return r;
}

TEST(ReferenceFile, comes_back_as_it_was_written) {
  const auto r = varied();
  const auto text = to_toml(r);
  const auto again = parse_reference(text, "r.toml");
  ASSERT_TRUE(again) << again.error().describe();
  EXPECT_EQ(to_toml(*again), text);
  EXPECT_EQ(again->name, r.name);
  EXPECT_EQ(again->learned_from, r.learned_from);
  EXPECT_EQ(again->valid_to, r.valid_to);
  ASSERT_EQ(again->slots.size(), r.slots.size());
  for (std::size_t i = 0; i < r.slots.size(); ++i) {
    EXPECT_EQ(again->slots[i].what, r.slots[i].what);
    EXPECT_EQ(again->slots[i].type, r.slots[i].type);
    EXPECT_EQ(again->slots[i].varies, r.slots[i].varies);
    EXPECT_EQ(again->slots[i].optional, r.slots[i].optional);
    EXPECT_EQ(again->slots[i].pattern, r.slots[i].pattern);
    ASSERT_EQ(again->slots[i].values.size(), r.slots[i].values.size());
    for (std::size_t v = 0; v < r.slots[i].values.size(); ++v) {
      EXPECT_EQ(again->slots[i].values[v].text, r.slots[i].values[v].text);
      EXPECT_EQ(again->slots[i].values[v].digests, r.slots[i].values[v].digests);
    }
  }
  EXPECT_EQ(again->pcrs, r.pcrs);
}

TEST(ReferenceFile, a_source_whose_name_is_no_text_can_still_be_read_back) {
  auto r = varied();
  r.learned_from = {"rack\xFF/\x1b[31mred"};
  EXPECT_TRUE(parse_reference(to_toml(r), "r.toml"));
}

// Wrong files: what is wrong, on which line, with which word in the message.
struct Wrong {
  std::string_view toml;
  unsigned line;
  std::string_view word;
};

constexpr std::string_view kHead = "version = 1\nname = \"x\"\n";

TEST(ReferenceFile, mistakes_are_named_with_their_line) {
  const std::vector<Wrong> kWrong{
      {"[[event]]\npcr = 0\ntype = \"EV_IPL\"\nwhat = \"x\"\nsha257 = [\"00\"]\nvaries = true\n", 7,
       "sha257"},
      {"[[event]]\npcr = 24\ntype = \"EV_IPL\"\nwhat = \"x\"\nvaries = true\n", 4, "pcr"},
      {"[[event]]\npcr = -1\ntype = \"EV_IPL\"\nwhat = \"x\"\nvaries = true\n", 4, "pcr"},
      {"[[event]]\npcr = 0\ntype = \"EV_NONSENSE\"\nwhat = \"x\"\nvaries = true\n", 5, "type"},
      {"[[event]]\npcr = 0\ntype = \"0x\"\nwhat = \"x\"\nvaries = true\n", 5, "type"},
      {"[[event]]\npcr = 0\ntype = \"EV_IPL\"\nvaries = true\n", 3, "what"},
      {"[[event]]\npcr = 0\ntype = \"EV_IPL\"\nwhat = \"x\"\n", 5, "digest"},
      {"[[event]]\npcr = 0\ntype = \"EV_IPL\"\nwhat = \"x\"\nsha256 = [\"abcd\"]\n", 7, "sha256"},
      {"[[event]]\npcr = 0\ntype = \"EV_IPL\"\nwhat = \"x\"\nvaries = \"yes\"\n", 7, "varies"},
      {"[[pcr]]\nbank = \"md5\"\nindex = 0\nvalues = []\n", 4, "bank"},
      {"[[pcr]]\nbank = \"sha256\"\nindex = 99\nvalues = []\n", 5, "index"},
      {"[[pcr]]\nbank = \"sha256\"\nindex = 0\nvalues = [\"zz\"]\n", 6, "values"},
      {"surprise = 1\n", 3, "surprise"},
  };
  for (const auto& wrong : kWrong) {
    const auto r = parse_reference(std::string(kHead) + std::string(wrong.toml), "fleet.toml");
    ASSERT_FALSE(r) << wrong.toml;
    const auto said = r.error().describe();
    EXPECT_NE(said.find("fleet.toml"), std::string::npos) << said;
    EXPECT_NE(said.find("line " + std::to_string(wrong.line)), std::string::npos) << said << "\n"
                                                                                  << wrong.toml;
    EXPECT_NE(said.find(wrong.word), std::string::npos) << said;
  }
  EXPECT_FALSE(parse_reference("version = 2\nname = \"x\"\n", "f"));
  EXPECT_FALSE(parse_reference("name = \"x\"\n", "f"));
  EXPECT_FALSE(parse_reference("version = 1\n", "f"));
}

TEST(ReferenceFile, survives_every_prefix_and_mutation) {
  auto r = varied();
  r.slots.resize(3);
  const auto text = to_toml(r);
  std::size_t refused = 0;
  const auto try_it = [&](bytes::ByteSpan b) {
    const auto parsed = parse_reference(bytes::as_chars(b), "f");
    refused += parsed ? 0U : 1U;
    if (parsed) {
      EXPECT_TRUE(parse_reference(to_toml(*parsed), "f"));
    }
  };
  testing::every_prefix(bytes::as_bytes(text), try_it);
  EXPECT_GT(refused, text.size() / 3);
  testing::mutations(bytes::as_bytes(text), 1000, 3, try_it);
}

}  // namespace
}  // namespace assay::reference
