#include "formats/tcg/event_types.h"

#include <gtest/gtest.h>

namespace assay::formats::tcg {
namespace {

TEST(EventTypes, HaveTheProfilesNames) {
  EXPECT_EQ(event_type_name(EV_NO_ACTION), "EV_NO_ACTION");
  EXPECT_EQ(event_type_name(0x8000000C), "EV_EFI_VARIABLE_BOOT2");
  EXPECT_EQ(event_type_name(0x800000E4), "EV_EFI_SPDM_DEVICE_AUTHORITY");
  EXPECT_EQ(event_type_name(0x404), "EVTYPE_MLE_HASH");
}

TEST(EventTypes, ShowsTheNumberOfAnUnknownOne) {
  EXPECT_EQ(event_type_name(0x80000042), "0x80000042");
  EXPECT_EQ(event_type_name(0x14), "0x00000014");
}

}  // namespace
}  // namespace assay::formats::tcg
