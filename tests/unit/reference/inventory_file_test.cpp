// [[part]] and `describes` of a reference file: what is written comes back, what a person edits is
// read, and what nobody would mean is refused with its line.
#include "reference/inventory_file.h"

#include <gtest/gtest.h>

#include "reference/file.h"
#include "unit/reference/inventories.h"

namespace assay::reference {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the builders' small words

base::Result<Reference> reference_of(const std::string& rest) {
  return parse_reference("version = 1\nname = \"x\"\n" + rest, "r.toml");
}

std::string refused(const std::string& rest) {
  const auto r = reference_of(rest);
  return r ? "accepted" : r.error().describe();
}

const std::string kDimms = "[[part]]\nclass = \"dimm\"\nsource = \"smbios\"\n";

Inventory a_server(const std::string& drive) {
  return server(
      both(times(16, part(PartClass::dimm, "M393 \"A\" \\ 1")),
           {version(PartClass::bios, "3.4"), slot("P1", "in use"), part(PartClass::drive, drive),
            part(PartClass::nic, "8086:1521", FactSource::pci)}));
}

TEST(InventoryFile, comes_back_as_it_was_written) {
  Reference r;
  r.name = "fleet";
  r.inventory = learned({a_server("D1"), a_server("D2"), a_server("D3"), a_server("D4")});
  const auto text = to_toml(r);
  const auto again = parse_reference(text, "r.toml");
  ASSERT_TRUE(again) << again.error().describe() << text;
  EXPECT_EQ(to_toml(*again), text);
  EXPECT_EQ(again->inventory.describes, std::vector<std::string>{"Acme B-1"});
  ASSERT_EQ(again->inventory.rules.size(), r.inventory.rules.size());
  for (std::size_t i = 0; i < r.inventory.rules.size(); ++i) {
    EXPECT_EQ(again->inventory.rules[i].cls, r.inventory.rules[i].cls);
    EXPECT_EQ(again->inventory.rules[i].source, r.inventory.rules[i].source);
    EXPECT_EQ(again->inventory.rules[i].varies, r.inventory.rules[i].varies);
    EXPECT_EQ(again->inventory.rules[i].allowed, r.inventory.rules[i].allowed);
  }
  EXPECT_NE(text.find("varies = true"), std::string::npos) << "four drives of four servers";
}

TEST(InventoryFile, a_person_sees_counts_in_front_of_names) {
  Reference r;
  r.inventory = learned(
      {server(both(times(16, part(PartClass::dimm, "M393")), {part(PartClass::psu, "P")}))});
  const auto text = inventory_toml(r.inventory);
  EXPECT_NE(text.find("parts = [\"16 x M393\"]"), std::string::npos) << text;
  EXPECT_NE(text.find("parts = [\"P\"]"), std::string::npos) << text;
  EXPECT_EQ(inventory_toml({}), "");
}

TEST(InventoryFile, a_model_that_reads_like_a_count_survives) {
  InventoryReference r;
  r.rules.push_back({.cls = PartClass::nic,
                     .source = FactSource::smbios,
                     .allowed = {{{"2 x 10G adapter", 1}, {"4 x 25G adapter", 3}, {"0 x y", 1}}},
                     .varies = false});
  const auto again = reference_of(inventory_toml(r));
  ASSERT_TRUE(again) << again.error().describe();
  ASSERT_EQ(again->inventory.rules.size(), 1U);
  EXPECT_EQ(again->inventory.rules[0].allowed, r.rules[0].allowed) << inventory_toml(r);
}

TEST(InventoryFile, several_populations_of_a_class_are_several_that_are_good) {
  const auto r = reference_of(kDimms + "parts = [\"2 x A\"]\n" + kDimms + "parts = [\"2 x B\"]\n" +
                              kDimms + "parts = []\n");
  ASSERT_TRUE(r) << r.error().describe();
  ASSERT_EQ(r->inventory.rules.size(), 1U);
  EXPECT_EQ(r->inventory.rules[0].allowed, (std::vector<Population>{{{"A", 2}}, {{"B", 2}}, {}}));
}

TEST(InventoryFile, a_part_that_is_listed_twice_is_two) {
  const auto r = reference_of(kDimms + "parts = [\"A\", \"2 x A\", \"B\"]\n");
  ASSERT_TRUE(r) << r.error().describe();
  EXPECT_EQ(r->inventory.rules.at(0).allowed.at(0), (Population{{"A", 3}, {"B", 1}}));
}

TEST(InventoryFile, one_population_that_varies_makes_its_class_vary) {
  const auto r =
      reference_of(kDimms + "varies = true\nparts = [\"A\"]\n" + kDimms + "parts = [\"B\"]\n");
  ASSERT_TRUE(r) << r.error().describe();
  EXPECT_TRUE(r->inventory.rules.at(0).varies);
}

TEST(InventoryFile, a_boots_reference_has_no_inventory) {
  const auto r = reference_of("");
  ASSERT_TRUE(r) << r.error().describe();
  EXPECT_TRUE(r->inventory.empty());
  EXPECT_TRUE(r->inventory.describes.empty());
}

struct Wrong {
  std::string rest;
  std::string_view line;
  std::string_view says;
};

TEST(InventoryFile, what_nobody_would_mean_is_refused_with_its_line) {
  const Wrong all[]{
      {kDimms + "partz = [\"A\"]\n", "line 6", "partz"},
      {kDimms + "vary = true\nparts = []\n", "line 6", "vary"},
      {"[[part]]\nclass = \"dim\"\nsource = \"smbios\"\n", "line 4", "class"},
      {"[[part]]\nclass = \"dimm\"\nsource = \"bios\"\n", "line 5", "source"},
      {"[[part]]\nsource = \"smbios\"\n", "line 3", "class"},
      {"[[part]]\nclass = \"dimm\"\n", "line 3", "source"},
      {kDimms + "parts = \"A\"\n", "line 6", "parts"},
      {kDimms + "parts = [1]\n", "line 6", "parts"},
      {kDimms + "varies = \"yes\"\n", "line 6", "varies"},
      {"describes = \"Acme\"\n", "line 3", "describes"},
      {"describe = [\"Acme\"]\n", "line 3", "describe"},
  };
  for (const Wrong& w : all) {
    const auto message = refused(w.rest);
    EXPECT_NE(message.find(w.line), std::string::npos) << w.rest << message;
    EXPECT_NE(message.find(w.says), std::string::npos) << w.rest << message;
  }
}

}  // namespace
}  // namespace assay::reference
