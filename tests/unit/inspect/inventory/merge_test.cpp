#include "inspect/inventory/merge.h"

#include <gtest/gtest.h>

namespace assay::inspect::inventory {
namespace {

using evidence::FactSource;

Component part(PartClass cls, FactSource source, std::string model, std::string serial,
               std::string location = {}) {
  Component c;
  c.cls = cls;
  c.model = std::move(model);
  c.serial = std::move(serial);
  c.location = std::move(location);
  c.sources = {{source, {std::string(evidence::name(source)), "1"}}};
  return c;
}

Inventory merged(std::vector<Component> components) {
  Inventory out;
  out.components = std::move(components);
  merge_sources(out);
  return out;
}

TEST(Merge, one_serial_by_two_sources_is_one_part) {
  const auto i = merged({part(PartClass::dimm, FactSource::smbios, "M32", "0A1B", "A1"),
                         part(PartClass::dimm, FactSource::redfish, "M32", "0x0a1b", "DIMM 1")});
  ASSERT_EQ(i.components.size(), 1U);
  EXPECT_EQ(i.components[0].sources.size(), 2U);
  EXPECT_TRUE(i.findings.empty());
}

TEST(Merge, parts_of_one_source_are_never_joined) {
  EXPECT_EQ(merged({part(PartClass::dimm, FactSource::smbios, "M32", "S"),
                    part(PartClass::dimm, FactSource::smbios, "M32", "S")})
                .components.size(),
            2U);
}

TEST(Merge, two_serials_in_one_place_disagree_and_both_are_shown) {
  const auto i = merged({part(PartClass::dimm, FactSource::smbios, "M32", "S1", "DIMM-A1"),
                         part(PartClass::dimm, FactSource::redfish, "M32", "S2", "DIMM A1")});
  ASSERT_EQ(i.findings.size(), 1U);
  EXPECT_EQ(i.findings[0].code, "inventory.sources.disagree");
  EXPECT_NE(i.findings[0].why.find("S1"), std::string::npos);
  EXPECT_NE(i.findings[0].why.find("S2"), std::string::npos);
  EXPECT_EQ(i.findings[0].cites.size(), 2U);
}

TEST(Merge, a_module_that_only_one_of_two_full_lists_has_is_told) {
  const auto i = merged({part(PartClass::dimm, FactSource::smbios, "M32", "S1", "A1"),
                         part(PartClass::dimm, FactSource::smbios, "M32", "S2", "A2"),
                         part(PartClass::dimm, FactSource::redfish, "M32", "S1", "A1")});
  ASSERT_EQ(i.findings.size(), 1U);
  EXPECT_EQ(i.findings[0].subject, "A2");
}

TEST(SameModel, names_differ_in_dress_and_not_in_number) {
  EXPECT_TRUE(may_be_same_model("Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz", "Xeon Silver 4208"));
  EXPECT_TRUE(may_be_same_model("", "X11"));
  EXPECT_FALSE(may_be_same_model("Xeon Silver 4208", "Xeon Gold 6230"));
}

TEST(SameSerial, dress_does_not_count_and_nothing_equals_nothing) {
  EXPECT_TRUE(same_serial("0x00AB12", "ab12"));
  EXPECT_FALSE(same_serial("AB12", "AB13"));
  EXPECT_FALSE(same_serial("", ""));
  EXPECT_FALSE(same_serial("000", "0"));
}

}  // namespace
}  // namespace assay::inspect::inventory
