#include "formats/tcg/no_action.h"

#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

using namespace testing;
using namespace std::string_view_literals;

base::Bytes sized(std::string_view text) {
  return joined({base::Bytes(1, static_cast<std::byte>(text.size())), text_bytes(text)});
}

base::Bytes event3() {
  const base::Bytes uri = text_bytes("https://rim.example/board.rim");
  bytes::Writer out;
  out.raw(bytes::as_bytes("SP800-155 Event3")).le32(343).raw(kTestOwner.raw);
  out.raw(sized("Maker")).raw(sized("Board")).raw(sized("1.2"));
  out.raw(sized("FwMaker")).le32(1234).raw(sized("7.8"));
  out.le32(1).le32(static_cast<std::uint32_t>(uri.size())).raw(uri);
  out.le32(0).le32(0);
  return std::move(out).release();
}

TEST(NoAction, GivesTheStartupLocality) {
  EXPECT_EQ(startup_locality(text_bytes("StartupLocality\0\x03"sv)), 3);
  EXPECT_FALSE(startup_locality(text_bytes("StartupLocality\0"sv)));
  EXPECT_FALSE(startup_locality(text_bytes("StartupLocalitx\0\x03"sv)));
  EXPECT_EQ(described(EV_NO_ACTION, text_bytes("StartupLocality\0\x03"sv)).text,
            "startup locality 3");
}

TEST(NoAction, GivesThePlatformsIdentity) {
  const base::Bytes sample = event3();
  const auto id = parse_platform_id(bytes::Reader(sample));
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->form, 3);
  EXPECT_EQ(id->manufacturer_id, 343U);
  EXPECT_EQ(bytes::as_chars(id->model), "Board");
  EXPECT_EQ(id->firmware_manufacturer_id, 1234U);
  EXPECT_EQ(bytes::as_chars(id->manifest_locator), "https://rim.example/board.rim");
  const Description said = described(EV_NO_ACTION, sample);
  EXPECT_EQ(said.what, "platform identity (SP800-155)");
  EXPECT_EQ(said.text,
            "platform identity (SP800-155): Maker Board version 1.2 firmware FwMaker version 7.8 "
            "reference manifest 01020304-0506-0708-090a-0b0c0d0e0f10 at "
            "https://rim.example/board.rim");
}

TEST(NoAction, ReadsTheFirstForm) {
  bytes::Writer out;
  out.raw(bytes::as_bytes("SP800-155 Event\0"sv)).le32(343).raw(kTestOwner.raw);
  const base::Bytes sample = std::move(out).release();
  const auto id = parse_platform_id(bytes::Reader(sample));
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->form, 1);
  EXPECT_EQ(id->manifest, kTestOwner);
}

TEST(NoAction, ReadsADevicesNonce) {
  bytes::Writer out;
  out.raw(bytes::as_bytes("NvIndexDynamic\0\0"sv)).le16(1).zeros(6).le64(9);
  out.le16(14).raw(bytes::as_bytes("SPDM CHALLENGE")).le16(2).u8(0xAA).u8(0xBB);
  const base::Bytes sample = std::move(out).release();
  const auto nv = parse_nv_index_dynamic(bytes::Reader(sample));
  ASSERT_TRUE(nv.has_value());
  EXPECT_EQ(nv->uid, 9U);
  EXPECT_EQ(bytes::to_hex(nv->data), "aabb");
  EXPECT_EQ(described(EV_NO_ACTION, sample).what, "device nonce SPDM CHALLENGE");
  every_prefix(sample, [&](bytes::ByteSpan data) {
    EXPECT_EQ(parse_nv_index_dynamic(bytes::Reader(data)).has_value(),
              data.size() == sample.size());
  });
}

TEST(NoAction, ReadsTheLogsHeader) {
  EventLog log;
  log.spec_id = SpecId{.signature = "Spec ID Event03",
                       .version_major = 2,
                       .errata = 2,
                       .uintn_size = 2,
                       .algorithms = {{0x0B, 32}, {0x4242, 7}},
                       .vendor_info = bytes::as_bytes("td-shim")};
  Event event;
  event.type = EV_NO_ACTION;
  event.data = bytes::as_bytes("Spec ID Event03");
  bytes::Budget budget;
  const Description said = describe(log, event, budget);
  EXPECT_EQ(said.what, "log header Spec ID Event03");
  EXPECT_EQ(said.text,
            "log header: Spec ID Event03, version 2.0 errata 2, sha256, 0x4242, vendor td-shim");
}

TEST(NoAction, SurvivesHostileBytes) {
  const base::Bytes sample = event3();
  every_prefix(sample, [&](bytes::ByteSpan data) {
    EXPECT_EQ(parse_platform_id(bytes::Reader(data)).has_value(), data.size() == sample.size());
  });
  attack(sample,
         [](bytes::ByteSpan data) { EXPECT_FALSE(described(EV_NO_ACTION, data).what.empty()); });
}

}  // namespace
}  // namespace assay::formats::tcg
