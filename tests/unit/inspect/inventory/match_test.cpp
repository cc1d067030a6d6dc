#include "inspect/inventory/match.h"

#include <gtest/gtest.h>

#include "inspect/inventory/vendor_name.h"

namespace assay::inspect::inventory {
namespace {

using enum PartClass;

Component part(PartClass cls, std::string vendor, std::string model, std::string serial = "",
               std::string location = "") {
  Component c;
  c.cls = cls;
  c.vendor = std::move(vendor);
  c.model = std::move(model);
  c.serial = std::move(serial);
  c.location = std::move(location);
  return c;
}
Component dimm_at(std::string serial, std::string location) {
  return part(dimm, "Samsung", "M393A4K40CB2-CTD", std::move(serial), std::move(location));
}

using Parts = std::vector<Component>;

// "missing dimm; swapped dimm serial A1B2>C3D4": what a person would read off.
std::string told(const Parts& expected, const Parts& observed, const MatchOptions& options = {}) {
  std::string out;
  for (const auto& d : match_components(expected, observed, options)) {
    if (!out.empty()) out += "; ";
    out += std::string(name(d.change)) + " " + std::string(name(d.cls));
    if (!d.field.empty()) out += " " + std::string(d.field) + " " + d.before + ">" + d.after;
    EXPECT_EQ(d.expected.has_value(), d.change != Change::added);
    EXPECT_EQ(d.observed.has_value(), d.change != Change::missing && d.change != Change::unseen);
  }
  return out;
}

TEST(Match, the_same_parts_in_any_order_do_not_differ) {
  const Parts a{dimm_at("AAAA1", "A1"), dimm_at("BBBB2", "A2"), part(cpu, "Intel", "Xeon 6338")};
  const Parts b{part(cpu, "Intel(R) Corporation", "XEON 6338"), dimm_at("bbbb2", "a2"),
                dimm_at("AAAA1", "A1")};
  EXPECT_EQ(told(a, b), "");
  EXPECT_EQ(told({}, {}), "");
}

TEST(Match, one_part_less_and_one_more) {
  const Parts two{dimm_at("AAAA1", ""), dimm_at("BBBB2", "")};
  EXPECT_EQ(told(two, {dimm_at("BBBB2", "")}), "missing dimm");
  EXPECT_EQ(told({dimm_at("BBBB2", "")}, two), "added dimm");
  EXPECT_EQ(told({dimm_at("BBBB2", "")}, two, {.added = false}), "");
}

TEST(Match, another_serial_of_the_same_model_is_swapped) {
  EXPECT_EQ(told({dimm_at("AAAA1", "A1")}, {dimm_at("BBBB2", "A1")}),
            "swapped dimm serial AAAA1>BBBB2");
  EXPECT_EQ(told({dimm_at("AAAA1", "A1"), dimm_at("CCCC3", "A2")},
                 {dimm_at("BBBB2", "A1"), dimm_at("CCCC3", "A2")}),
            "swapped dimm serial AAAA1>BBBB2");
}

TEST(Match, what_only_one_side_states_is_no_difference) {
  EXPECT_EQ(told({dimm_at("", "")}, {dimm_at("AAAA1", "A1")}), "");
  EXPECT_EQ(told({dimm_at("AAAA1", "A1")}, {dimm_at("", "")}), "");
  // Who states no serial takes the stranger, so that nothing comes out as swapped.
  EXPECT_EQ(
      told({dimm_at("", ""), dimm_at("AAAA1", "")}, {dimm_at("AAAA1", ""), dimm_at("BBBB2", "")}),
      "");
  EXPECT_EQ(told({dimm_at("", ""), dimm_at("AAAA1", "")}, {dimm_at("", ""), dimm_at("BBBB2", "")}),
            "");
}

TEST(Match, the_same_serial_in_another_place_is_moved) {
  const Parts a{dimm_at("AAAA1", "A1"), dimm_at("BBBB2", "A2")};
  const Parts b{dimm_at("AAAA1", "A2"), dimm_at("BBBB2", "A1")};
  EXPECT_EQ(told(a, b), "moved dimm location A1>A2; moved dimm location A2>A1");
  EXPECT_EQ(told(a, b, {.places = false}), "");
}

TEST(Match, another_model_in_the_same_place_is_changed) {
  EXPECT_EQ(
      told({part(nic, "Intel", "X710", "", "Slot 1")}, {part(nic, "Intel", "X550", "", "SLOT1")}),
      "changed nic model X710>X550");
  EXPECT_EQ(
      told({part(nic, "Intel", "X710", "", "Slot 1")}, {part(nic, "Intel", "X550", "", "Slot 2")}),
      "missing nic; added nic");
}

TEST(Match, the_same_serial_on_another_model_or_maker_is_changed) {
  EXPECT_EQ(
      told({part(drive, "Samsung", "PM9A3", "S6AB1")}, {part(drive, "Samsung", "PM893", "S6AB1")}),
      "changed drive model PM9A3>PM893");
  EXPECT_EQ(
      told({part(psu, "Delta", "DPS-800", "P12345")}, {part(psu, "Artesyn", "DPS-800", "P12345")}),
      "changed psu vendor Delta>Artesyn");
}

TEST(Match, versions_and_revisions_are_compared_as_written_but_for_case_and_zeros) {
  Component was = part(bios, "Dell Inc.", "");
  Component now = part(bios, "Dell", "");
  was.firmware = "1.2.16";
  now.firmware = "12.16";
  EXPECT_EQ(told({was}, {now}), "changed bios firmware 1.2.16>12.16");
  EXPECT_EQ(told({was}, {now}, {.versions = false}), "");
  now.firmware = "1.2.16";
  was.revision = "06";
  now.revision = "6";
  EXPECT_EQ(told({was}, {now}), "");
  now.revision = "7";
  EXPECT_EQ(told({was}, {now}), "changed bios revision 06>7");
  EXPECT_EQ(told({was}, {now}, {.revisions = false}), "");
}

TEST(Match, the_only_one_of_its_kind_is_the_same_even_where_nothing_agrees) {
  EXPECT_EQ(
      told({part(board, "Dell", "08PHDH", "CN001")}, {part(board, "Dell", "0XYZ12", "CN002")}),
      "changed board model 08PHDH>0XYZ12");
  // Of fans there are many: another model is another fan.
  EXPECT_EQ(told({part(fan, "Delta", "A1")}, {part(fan, "Delta", "B2")}), "missing fan; added fan");
}

TEST(Match, the_expected_list_decides_which_classes_are_compared) {
  const Parts observed{dimm_at("AAAA1", ""), part(fan, "Delta", "F1"), part(psu, "Delta", "P1")};
  EXPECT_EQ(told({dimm_at("AAAA1", "")}, observed), "");
  EXPECT_EQ(told({}, observed), "");
}

TEST(Match, what_nobody_looked_at_is_unseen_not_missing) {
  MatchOptions options;
  options.visible.reset(static_cast<std::size_t>(psu));
  EXPECT_EQ(told({part(psu, "Delta", "P1"), dimm_at("AAAA1", "")}, {}, options),
            "unseen psu; missing dimm");
}

TEST(Match, classes_that_a_source_can_see) {
  Inventory inventory;
  EXPECT_TRUE(visible_classes(inventory).none());
  inventory.mark(evidence::FactSource::pci);
  EXPECT_TRUE(visible_classes(inventory).test(static_cast<std::size_t>(nic)));
  EXPECT_FALSE(visible_classes(inventory).test(static_cast<std::size_t>(dimm)));
  inventory.components.push_back(part(psu, "Delta", "P1"));
  EXPECT_TRUE(visible_classes(inventory).test(static_cast<std::size_t>(psu)));
}

TEST(Match, empty_sockets_are_no_parts) {
  Component socket = dimm_at("", "A1");
  socket.populated = false;
  EXPECT_EQ(told({dimm_at("AAAA1", "A1")}, {socket}), "missing dimm");
  EXPECT_EQ(told({socket}, {dimm_at("AAAA1", "A1")}), "");
}

TEST(Match, pci_numbers_meet_words_by_name_and_classes_by_kind) {
  Component number = part(nic, "", "8086:1521");
  number.set("name", "I350 Gigabit Network Connection");
  EXPECT_EQ(told({part(nic, "Intel", "I350 Gigabit Network Connection")}, {number}), "");
  EXPECT_EQ(told({number}, {part(pci, "Intel Corporation", "I350 Gigabit Network Connection")}),
            "");
  Component seen = part(nic, "Intel Corporation", "8086:1521", "", "0000:3b:00.0");
  EXPECT_EQ(told({part(nic, "8086", "8086:1521")}, {seen}), "");
  seen.model = "8086:1522";
  EXPECT_EQ(told({part(nic, "8086", "8086:1521")}, {seen}), "missing nic; added nic");
}

TEST(Match, further_functions_of_a_card_are_not_added) {
  const auto port = [](std::string_view at) {
    return part(nic, "Intel", "8086:1572", "", std::string(at));
  };
  const Parts observed{port("0000:3b:00.0"), port("0000:3b:00.1"), port("0000:3b:00.2")};
  EXPECT_EQ(told({part(nic, "", "8086:1572")}, observed), "");
  const Parts two_cards{port("0000:3b:00.0"), port("0000:5e:00.0")};
  EXPECT_EQ(told({part(nic, "", "8086:1572")}, two_cards), "added nic");
}

TEST(Match, a_mac_identifies_a_port) {
  Component was = part(nic, "", "8086:1572");
  was.set("mac", "aa:bb:cc:00:11:22");
  Component now = part(nic, "Intel", "8086:1521", "", "0000:3b:00.0");
  now.set("mac", "AA-BB-CC-00-11-22");
  EXPECT_EQ(told({was}, {now}), "changed nic model 8086:1572>8086:1521");
}

TEST(Match, short_serials_identify_nothing_by_themselves) {
  EXPECT_EQ(told({part(psu, "Delta", "P1", "1")}, {part(psu, "Artesyn", "Q7", "1")}),
            "missing psu; added psu");
  EXPECT_EQ(told({part(psu, "Delta", "P1", "1"), part(psu, "Delta", "P1", "2")},
                 {part(psu, "Delta", "P1", "2"), part(psu, "Delta", "P1", "1")}),
            "");
}

TEST(Match, thousands_of_equal_parts_take_no_square_of_time) {
  Parts a;
  Parts b;
  for (int i = 0; i < 20'000; ++i) {
    a.push_back(dimm_at("S" + std::to_string(100'000 + i), ""));
    b.push_back(dimm_at("T" + std::to_string(100'000 + i), ""));
  }
  EXPECT_EQ(match_components(a, b).size(), 20'000U);  // all swapped
}

TEST(VendorName, many_spellings_one_maker) {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"Samsung", "Samsung Electronics Co., Ltd."},
           {"Intel", "Intel(R) Corporation"},
           {"8086:1028:", "Intel"},
           {"8086", "GenuineIntel"},
           {"80CE000080CE", "Samsung"},
           {"SK Hynix", "Hynix Semiconductor"},
           {"Hewlett Packard Enterprise", "HPE"},
           {"Advanced Micro Devices, Inc. [AMD]", "AMD"},
           {"Super Micro Computer, Inc.", "Supermicro"},
           {"Mellanox Technologies", "NVIDIA Corporation"},
           {"Micron Technology", "micron"},
           {"Dell", "Dell EMC"},
           {"", "anything"}})
    EXPECT_TRUE(may_be_same_vendor(a, b)) << a << " | " << b;
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"Samsung", "Micron"}, {"Intel", "Intellinet"}, {"8086", "1022"}, {"Delta", "Dell"}})
    EXPECT_FALSE(may_be_same_vendor(a, b)) << a << " | " << b;
}

}  // namespace
}  // namespace assay::inspect::inventory
