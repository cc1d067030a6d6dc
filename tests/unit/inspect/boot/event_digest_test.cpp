#include "inspect/boot/event_digest.h"

#include <gtest/gtest.h>

#include "support/boot_builder.h"

namespace assay::inspect::boot {
namespace {

using namespace formats::tcg;
using testing::EventLogBuilder;
using testing::HashAlg;
using testing::text_bytes;

Checked check(std::uint32_t type, bytes::ByteSpan data, bytes::ByteSpan measured) {
  EventLogBuilder b;
  const base::Bytes log_bytes = b.event(4, type, data, measured).bytes();
  bytes::Budget budget;
  const auto log = parse_event_log(bytes::Reader(log_bytes), budget).value();
  crypto::HashEngine hash;
  return check_event(log, log.events.at(1), HashAlg::sha256, hash);
}

Checked check(std::uint32_t type, std::string_view data, std::string_view measured) {
  return check(type, bytes::as_bytes(data), bytes::as_bytes(measured));
}

constexpr std::uint32_t kMustBeTheirData[] = {
    EV_SEPARATOR,
    EV_EFI_GPT_EVENT,
    EV_EFI_GPT_EVENT2,
    EV_EFI_ACTION,
    EV_S_CRTM_VERSION,
    EV_OMIT_BOOT_DEVICE_EVENTS,
    EV_EFI_VARIABLE_BOOT,
    EV_EFI_VARIABLE_BOOT2,
    EV_EFI_VARIABLE_AUTHORITY,
    EV_EFI_VARIABLE_DRIVER_CONFIG,
};

TEST(EventDigest, types_defined_over_their_data_are_proven_or_lies) {
  for (const std::uint32_t type : kMustBeTheirData) {
    EXPECT_EQ(check(type, "four", "four"), Checked::digest_of_data) << event_type_name(type);
    EXPECT_EQ(check(type, "lies", "four"), Checked::mismatch) << event_type_name(type);
  }
}

TEST(EventDigest, types_whose_digest_covers_something_else_are_no_lies) {
  for (const std::uint32_t type :
       {EV_POST_CODE, EV_NONHOST_INFO, EV_COMPACT_HASH, EV_EFI_HANDOFF_TABLES2, EV_IPL}) {
    EXPECT_EQ(check(type, "ACPI DATA", "the table itself"), Checked::not_derivable)
        << event_type_name(type);
    EXPECT_EQ(check(type, "ACPI DATA", "ACPI DATA"), Checked::digest_of_data)
        << event_type_name(type);
  }
  for (const std::uint32_t type : {EV_EFI_BOOT_SERVICES_APPLICATION, EV_EFI_PLATFORM_FIRMWARE_BLOB,
                                   EV_EFI_PLATFORM_FIRMWARE_BLOB2})
    EXPECT_EQ(check(type, "where it lies", "what it is"), Checked::not_derivable)
        << event_type_name(type);
  EXPECT_EQ(check(0x12345678, "whatever", "something"), Checked::not_derivable);
}

TEST(EventDigest, a_final_nul_may_be_left_out) {
  using namespace std::string_view_literals;
  EXPECT_EQ(
      check(EV_EFI_ACTION, "Exit Boot Services Invocation\0"sv, "Exit Boot Services Invocation"),
      Checked::digest_of_data);
  EXPECT_EQ(check(EV_IPL, "g\0r\0u\0b\0\0\0"sv, "g\0r\0u\0b\0"sv), Checked::digest_of_data);
}

TEST(EventDigest, actions_of_the_profile_are_their_data_and_other_labels_are_not) {
  EXPECT_EQ(check(EV_ACTION, "Calling INT 19h", "Calling INT 19h"), Checked::digest_of_data);
  EXPECT_EQ(check(EV_ACTION, "Calling INT 18h", "Calling INT 19h"), Checked::mismatch);
  EXPECT_EQ(check(EV_ACTION, "BOOTKERNEL", "the kernel"), Checked::not_derivable);
}

TEST(EventDigest, grub_measures_what_stands_behind_its_prefix) {
  using namespace std::string_view_literals;
  for (const auto prefix : {"grub_cmd: "sv, "kernel_cmdline: "sv, "module_cmdline: "sv}) {
    const std::string said = std::string(prefix) + "root=/dev/sda1 ro" + '\0';
    EXPECT_EQ(check(EV_IPL, said, "root=/dev/sda1 ro"), Checked::digest_of_data) << prefix;
    EXPECT_EQ(check(EV_IPL, said, "root=/dev/sda1 ro init=/bin/sh"), Checked::mismatch) << prefix;
  }
}

TEST(EventDigest, older_firmware_measures_a_variables_value_alone) {
  const auto value = text_bytes("the load option");
  const auto data = testing::variable_data("Boot0000", value);
  EXPECT_EQ(check(EV_EFI_VARIABLE_BOOT, data, value), Checked::digest_of_data);
  EXPECT_EQ(check(EV_EFI_VARIABLE_BOOT, data, data), Checked::digest_of_data);
  auto other = data;
  other.back() ^= std::byte{1};
  EXPECT_EQ(check(EV_EFI_VARIABLE_BOOT, other, value), Checked::mismatch);
}

TEST(EventDigest, a_separator_may_carry_a_label_in_place_of_its_value) {
  using namespace std::string_view_literals;
  EXPECT_EQ(check(EV_SEPARATOR, "pre-boot ended"sv, "\xFF\xFF\xFF\xFF"sv), Checked::digest_of_data);
  EXPECT_EQ(check(EV_SEPARATOR, "\0\0\0\0"sv, "\xFF\xFF\xFF\xFF"sv), Checked::mismatch);
}

TEST(EventDigest, what_extends_nothing_or_has_no_digest_is_not_derivable) {
  EventLogBuilder b({HashAlg::sha1, HashAlg::sha256});
  b.no_action(text_bytes("StartupLocality"))
      .event_in({HashAlg::sha256}, 0, EV_S_CRTM_VERSION, "1.0");
  const base::Bytes log_bytes = b.bytes();
  bytes::Budget budget;
  const auto log = parse_event_log(bytes::Reader(log_bytes), budget).value();
  crypto::HashEngine hash;
  EXPECT_EQ(check_event(log, log.events.at(1), HashAlg::sha256, hash), Checked::not_derivable);
  EXPECT_EQ(check_event(log, log.events.at(2), HashAlg::sha1, hash), Checked::not_derivable);
  EXPECT_EQ(check_event(log, log.events.at(2), HashAlg::sha256, hash), Checked::digest_of_data);
}

TEST(EventDigest, names_are_those_of_the_json_contract) {
  EXPECT_EQ(name(Checked::digest_of_data), "digest-of-data");
  EXPECT_EQ(name(Checked::not_derivable), "not-derivable");
  EXPECT_EQ(name(Checked::mismatch), "mismatch");
}

bool whole(std::uint32_t type, bytes::ByteSpan data, bytes::ByteSpan measured) {
  EventLogBuilder b;
  const base::Bytes log_bytes = b.event(7, type, data, measured).bytes();
  bytes::Budget budget;
  const auto log = parse_event_log(bytes::Reader(log_bytes), budget).value();
  crypto::HashEngine hash;
  const auto check = examine_event(log, log.events.at(1), HashAlg::sha256, hash);
  return check.checked == Checked::digest_of_data && check.whole;
}

TEST(EventDigest, says_whether_all_of_the_data_was_measured_or_a_part) {
  bytes::Writer w;
  const auto variable =
      std::move(w.zeros(16).le64(0).le64(4).raw(bytes::as_bytes("data"))).release();
  EXPECT_TRUE(whole(EV_EFI_VARIABLE_DRIVER_CONFIG, variable, variable));
  EXPECT_TRUE(whole(EV_EFI_VARIABLE_AUTHORITY, variable, bytes::ByteSpan(variable).first(35)));
  EXPECT_FALSE(whole(EV_EFI_VARIABLE_DRIVER_CONFIG, variable, bytes::as_bytes("data")));
  EXPECT_FALSE(whole(EV_EFI_VARIABLE_DRIVER_CONFIG, variable, bytes::as_bytes("else")));
}

}  // namespace
}  // namespace assay::inspect::boot
