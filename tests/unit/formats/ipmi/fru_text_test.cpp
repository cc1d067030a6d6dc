#include "formats/ipmi/fru_text.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::ipmi {
namespace {

constexpr std::string_view kPrint =
    "FRU Device Description : Builtin FRU Device (ID 0)\n"
    " Chassis Type          : Other\n"
    " Chassis Part Number   : CSE-829\n"
    " Chassis Serial        : C829\n"
    " Board Mfg Date        : Mon Jan  1 00:00:00 1996\n"
    " Board Mfg             : Supermicro\n"
    " Board Product         : X11\n"
    " Board Serial          : ZM19\n"
    " Board Part Number     : X11DPH-T\n"
    " Product Manufacturer  : Supermicro\n"
    " Product Name          : SSG\n"
    " Product Part Number   : SSG-6029P\n"
    " Product Serial        : A401\n"
    "\n"
    "FRU Device Description : PSU2 (ID 5)\n"
    " Device not present (Requested sensor, data, or record not found)\n";

constexpr std::string_view kMc =
    "Device ID                 : 32\n"
    "Device Revision           : 1\n"
    "Firmware Revision         : 1.71\n"
    "IPMI Version              : 2.0\n"
    "Manufacturer ID           : 10876\n"
    "Manufacturer Name         : Supermicro\n"
    "Product ID                : 2402 (0x0962)\n"
    "Aux Firmware Rev Info     : \n"
    "    0x0b\n"
    "    0x00\n";

template <class T>
auto with(std::string_view text, T parse, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse(bytes::Reader(bytes::as_bytes(text)), budget);
}

TEST(FruText, each_device_has_its_own_lines) {
  const auto out = with(kPrint, parse_fru_text).value();
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].description, "Builtin FRU Device");
  EXPECT_EQ(out[0].id, 0);
  EXPECT_EQ(out[0].board_date, "Mon Jan  1 00:00:00 1996");
  EXPECT_EQ(out[0].board_manufacturer, "Supermicro");
  EXPECT_EQ(out[0].board_serial, "ZM19");
  EXPECT_EQ(out[0].product_serial, "A401");
  EXPECT_TRUE(out[0].present);
  EXPECT_EQ(out[1].description, "PSU2");
  EXPECT_EQ(out[1].id, 5);
  EXPECT_EQ(out[1].line, 15U);
  EXPECT_FALSE(out[1].present);
  EXPECT_TRUE(looks_like_fru_text(bytes::as_bytes(kPrint)));
}

TEST(McInfo, firmware_and_maker_come_out) {
  const auto out = with(kMc, parse_mc_info).value();
  EXPECT_EQ(out.firmware_revision, "1.71");
  EXPECT_EQ(out.manufacturer_name, "Supermicro");
  EXPECT_EQ(out.product_id, "2402 (0x0962)");
  EXPECT_EQ(out.aux_firmware, "0x0b");
  EXPECT_TRUE(looks_like_mc_info(bytes::as_bytes(kMc)));
  EXPECT_FALSE(looks_like_mc_info(bytes::as_bytes(kPrint)));
}

TEST(FruText, other_texts_are_refused) {
  EXPECT_FALSE(with("", parse_fru_text));
  EXPECT_FALSE(with("Board Mfg : X\n", parse_fru_text));
  EXPECT_FALSE(with("Device ID : 32\n", parse_mc_info));
}

TEST(FruText, the_budget_counts_lines) {
  EXPECT_TRUE(with(kPrint, parse_fru_text, {.items = 16, .bytes = 0, .depth = 1}));
  EXPECT_FALSE(with(kPrint, parse_fru_text, {.items = 15, .bytes = 0, .depth = 1}));
  EXPECT_FALSE(with(kMc, parse_mc_info, {.items = 9, .bytes = 0, .depth = 1}));
}

TEST(FruText, survives_every_prefix_and_mutation) {
  testing::every_prefix(bytes::as_bytes(kPrint), [](bytes::ByteSpan b) {
    EXPECT_EQ(with(bytes::as_chars(b), parse_fru_text).has_value(), b.size() >= 24) << b.size();
  });
  testing::mutations(bytes::as_bytes(kPrint), 500, 2, [](bytes::ByteSpan b) {
    if (const auto out = with(bytes::as_chars(b), parse_fru_text)) {
      for (const auto& device : *out) EXPECT_LE(device.description.size(), b.size());
    }
  });
}

}  // namespace
}  // namespace assay::formats::ipmi
