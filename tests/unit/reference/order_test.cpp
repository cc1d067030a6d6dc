// Orders from a purchasing system's CSV and from a bill of materials: what is read, for whom it
// counts, and that what cannot be read is refused with its line.
#include "reference/order.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::reference {
namespace {

using inspect::inventory::Identity;
using inspect::inventory::PartClass;

Identity with_serial(std::string serial) {
  Identity out;
  out.serial = std::move(serial);
  return out;
}

base::Result<Order> order_of(std::string_view text) {
  return parse_order(bytes::as_bytes(text), "fleet/order.csv");
}

// The message of a text that must be refused.
std::string refused(std::string_view text) {
  const auto order = order_of(text);
  return order ? "accepted" : order.error().describe();
}

std::vector<std::string> models(const Order& order, std::string_view server,
                                const Identity& identity = {}) {
  std::vector<std::string> out;
  for (const auto& part : order.parts_for(server, identity)) out.push_back(part.model);
  return out;
}
using Models = std::vector<std::string>;

TEST(Order, every_column_is_read_and_cited_by_its_line) {
  const auto order = order_of(
      "server,class,model,vendor,revision,serial,location,count\r\n"
      "web-01,nic,X710-DA2,Intel,B1,N001,slot 1,\r\n"
      "\r\n"
      "web-01,dimm,\"M393,A8\",  Samsung  ,,,,16\r\n");
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(order->file, "fleet/order.csv");
  ASSERT_EQ(order->lines.size(), 2U);
  const auto& nic = order->lines[0];
  EXPECT_EQ(nic.server, "web-01");
  EXPECT_EQ(nic.count, 1U) << "an empty count is one";
  EXPECT_EQ(nic.part.cls, PartClass::nic);
  EXPECT_EQ(nic.part.model, "X710-DA2");
  EXPECT_EQ(nic.part.vendor, "Intel");
  EXPECT_EQ(nic.part.revision, "B1");
  EXPECT_EQ(nic.part.serial, "N001");
  EXPECT_EQ(nic.part.location, "slot 1");
  ASSERT_EQ(nic.part.sources.size(), 1U);
  EXPECT_EQ(nic.part.sources[0].cite.artefact, "fleet/order.csv");
  EXPECT_EQ(nic.part.sources[0].cite.at, "line 2");
  EXPECT_EQ(order->lines[1].count, 16U);
  EXPECT_EQ(order->lines[1].part.model, "M393,A8");
  EXPECT_EQ(order->lines[1].part.vendor, "Samsung") << "blanks around a text are no text";
  EXPECT_EQ(order->lines[1].part.sources.at(0).cite.at, "line 4");
}

TEST(Order, columns_stand_in_any_order) {
  const auto order = order_of("model,class,server\nP1,psu,web-01\n");
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(order->lines.at(0).part.cls, PartClass::psu);
  EXPECT_EQ(order->lines.at(0).part.model, "P1");
}

TEST(Order, every_class_of_parts_can_be_ordered) {
  for (std::size_t c = 0; c < inspect::inventory::kPartClasses; ++c) {
    const auto cls = static_cast<PartClass>(c);
    const auto order = order_of("server,class,model\nweb-01," +
                                std::string(inspect::inventory::name(cls)) + ",M\n");
    ASSERT_TRUE(order) << order.error().describe();
    EXPECT_EQ(order->lines.at(0).part.cls, cls);
  }
}

TEST(Order, a_line_counts_for_the_servers_that_its_glob_names) {
  const auto order = order_of(
      "server,class,model,count\nweb-*,dimm,D,2\nweb-0?,nic,N,\nweb-01,psu,P,\n*,board,B,1\n");
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(models(*order, "web-01"), (Models{"D", "D", "N", "P", "B"}));
  EXPECT_EQ(models(*order, "web-11"), (Models{"D", "D", "B"}));
  EXPECT_EQ(models(*order, "db-01"), Models{"B"});
}

TEST(Order, a_serial_number_names_the_server_as_well_as_its_id) {
  const auto order = order_of("server,class,model\nS00123,nic,N\n");
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(models(*order, "web-01", with_serial("S00123")), Models{"N"});
  EXPECT_EQ(models(*order, "web-01", with_serial("s00123")), Models{"N"})
      << "case is no difference";
  EXPECT_EQ(models(*order, "web-01", with_serial("S00124")), Models{});
  EXPECT_EQ(models(*order, "web-01"), Models{}) << "a server without a serial is not in it";
}

TEST(Order, a_server_that_no_line_names_has_no_parts) {
  const auto order = order_of("server,class,model\nweb-01,nic,N\n");
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_TRUE(order->parts_for("web-02", {}).empty());
}

// A wrong order: what the message must say.
struct Wrong {
  std::string_view text;
  std::string_view says;
};

TEST(Order, what_is_wrong_is_refused_with_its_line) {
  const Wrong all[]{
      {"", "holds no header line of an order"},
      {"\n\n", "holds no header line of an order"},
      {"server,class,model,colour\n", "line 1: unknown column \"colour\""},
      {"server,class,model,model\n", "line 1: the column \"model\" stands there twice"},
      {"class,model\n", "line 1: no column \"server\""},
      {"server,model\n", "line 1: no column \"class\""},
      {"server,class\n", "line 1: no column \"model\""},
      {"Server,class,model\n", "line 1: unknown column \"Server\""},
      {"server,class,model\nweb-01,nic\n", "line 2: 2 fields where the header has 3"},
      {"server,class,model\nweb-01,nic,N,9\n", "line 2: 4 fields where the header has 3"},
      {"server,class,model\na,nic,N\nb,gadget,N\n",
       "line 3: class \"gadget\": expected one of system, board"},
      {"server,class,model\n,nic,N\n", "line 2: names no server"},
      {"server,class,model\nweb-01,nic,\n", "line 2: names no model"},
      {"server,class,model\nweb-01,nic,To Be Filled By O.E.M.\n", "line 2: names no model"},
      {"server,class,model,count\nweb-01,nic,N,0\n", "line 2: count \"0\": expected 1 to 10000"},
      {"server,class,model,count\nweb-01,nic,N,10001\n",
       "line 2: count \"10001\": expected 1 to 10000"},
      {"server,class,model,count\nweb-01,nic,N,-1\n", "line 2: count \"-1\""},
      {"server,class,model,count\nweb-01,nic,N,two\n", "line 2: count \"two\""},
      {"server,class,model,count\nweb-01,nic,N,2x\n", "line 2: count \"2x\""},
      {"server,class,model,count\nweb-01,nic,N,99999999999\n", "line 2: count \"99999999999\""},
      {"server,class,model,serial,count\nweb-01,nic,N,S1,2\n",
       "line 2: one serial number for several parts"},
      {"server,class,model\n\"web\n-01\",nic,N\nweb-02,gadget,N\n", "line 4: class \"gadget\""},
  };
  for (const Wrong& w : all) {
    const auto message = refused(w.text);
    EXPECT_NE(message.find(w.says), std::string::npos) << w.text << "\n" << message;
    EXPECT_NE(message.find("fleet/order.csv"), std::string::npos) << message;
  }
}

TEST(Order, a_broken_quote_is_refused_and_not_guessed) {
  EXPECT_NE(refused("server,class,model\nweb-01,nic,\"N\"x\n"), "accepted");
  EXPECT_NE(refused("server,class,model\nweb-01,nic,\"N\n"), "accepted");
}

TEST(Order, the_most_pieces_of_a_line_are_ten_thousand) {
  const auto order = order_of("server,class,model,count\nweb-01,dimm,D,10000\n");
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(order->parts_for("web-01", {}).size(), 10'000U);
}

constexpr std::string_view kBill = R"({
 "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
 "metadata": {"component": {"type": "device", "name": "SYS-9", "properties": [
   {"name": "assay:serial", "value": "S77"}]}},
 "components": [
  {"type": "device", "name": "X710", "manufacturer": {"name": "Intel"},
   "properties": [{"name": "assay:class", "value": "nic"}]},
  {"type": "device", "name": "M393", "manufacturer": {"name": "Samsung"},
   "properties": [{"name": "assay:class", "value": "dimm"}]}]})";

std::string bill_without(std::string_view what) {
  std::string text(kBill);
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, what.size(), "");
}

TEST(Order, a_bill_of_materials_is_an_order_for_its_subject) {
  const auto order = order_of(kBill);
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(models(*order, "web-01", with_serial("S77")), (Models{"X710", "M393"}));
  EXPECT_EQ(models(*order, "S77"), (Models{"X710", "M393"})) << "an id that is the serial number";
  EXPECT_EQ(models(*order, "web-01", with_serial("S78")), Models{});
  EXPECT_EQ(order->lines.at(0).part.cls, PartClass::nic);
  EXPECT_EQ(order->lines.at(0).part.vendor, "Intel");
}

TEST(Order, a_bill_without_a_serial_number_is_for_the_server_of_its_name) {
  const auto order = order_of(bill_without(R"(, "properties": [
   {"name": "assay:serial", "value": "S77"}])"));
  ASSERT_TRUE(order) << order.error().describe();
  EXPECT_EQ(models(*order, "SYS-9"), (Models{"X710", "M393"}));
}

TEST(Order, a_bill_that_does_not_say_of_what_is_refused) {
  const auto message = refused(
      bill_without(R"("metadata": {"component": {"type": "device", "name": "SYS-9", "properties": [
   {"name": "assay:serial", "value": "S77"}]}},)"));
  EXPECT_NE(message.find("metadata.component"), std::string::npos) << message;
}

TEST(Order, damaged_orders_are_read_or_refused_and_nothing_else) {
  for (const std::string_view text :
       {std::string_view("server,class,model,count\nweb-*,dimm,\"D,1\",2\nS1,nic,N,\n"), kBill}) {
    const auto whole = bytes::as_bytes(text);
    const auto read = [](bytes::ByteSpan damaged) {
      if (const auto order = parse_order(damaged, "o")) (void)order->parts_for("web-1", {});
    };
    testing::every_prefix(whole, read);
    testing::mutations(whole, 1000, 1, read);
  }
}

}  // namespace
}  // namespace assay::reference
