// A dump beside a boot log: what ran is known by its digest, what differs in the flash is told, and
// a copy in memory that nothing matches is told nothing of.
#include "appraise/measured_firmware.h"

#include <gtest/gtest.h>

#include "support/boot_builder.h"

namespace assay::appraise {
namespace {

using formats::tcg::EV_EFI_PLATFORM_FIRMWARE_BLOB;
using inspect::FirmwareImage;
using testing::text_bytes;

base::Bytes blob(std::uint64_t base, std::uint64_t length) {
  bytes::Writer out;
  out.le64(base).le64(length);
  return std::move(out).release();
}

class MeasuredFirmware : public ::testing::Test {
 protected:
  // One event over `measured`, said to lie at `base`; what is told, "code subject" a line.
  std::string told(std::uint64_t base, const base::Bytes& measured) {
    testing::EventLogBuilder log;
    log.event(0, EV_EFI_PLATFORM_FIRMWARE_BLOB, blob(base, measured.size()), measured);
    log_bytes = log.bytes();
    inspect::boot::BootEvidence evidence;
    evidence.event_log.path = "boot/eventlog.bin";
    evidence.event_log.bytes = log_bytes;
    crypto::HashEngine hash;
    const auto boot = inspect::boot::inspect_event_log(evidence, {.hash = hash, .nonces = {}});
    ServerAppraisal out;
    const std::vector<FirmwareImage> images{{"firmware/spi.bin", "uefi.image", flash}};
    tie_measured_firmware(boot, "boot/eventlog.bin", parts, images, hash, out);
    std::string words;
    for (const auto& f : out.findings) words += f.code + ' ' + f.subject + '\n';
    return words;
  }

  base::Bytes flash = base::Bytes(4096, std::byte{0x5A});
  base::Bytes log_bytes;
  std::vector<MeasurablePart> parts;
};

TEST_F(MeasuredFirmware, a_part_with_the_measured_digest_is_what_ran) {
  const auto volume = text_bytes("a volume, unpacked");
  parts.push_back({crypto::HashEngine().hash(crypto::HashAlg::sha256, volume), "firmware/spi.bin",
                   "outer/volume", "the volume"});
  EXPECT_EQ(told(0x820000, volume), "firmware.measured the volume\n");
}

TEST_F(MeasuredFirmware, a_copy_in_memory_that_nothing_matches_is_told_nothing_of) {
  EXPECT_EQ(told(0x820000, text_bytes("patched as it ran")), "");
}

TEST_F(MeasuredFirmware, a_part_of_the_flash_below_four_gigabytes_is_compared) {
  // The dump's last 4,096 bytes are the last below 4 GiB.
  const std::uint64_t base = (1ULL << 32U) - 1024;
  EXPECT_EQ(told(base, base::Bytes(512, std::byte{0x5A})), "firmware.measured firmware/spi.bin\n");
  flash[flash.size() - 1024 + 511] = std::byte{0};
  EXPECT_EQ(told(base, base::Bytes(512, std::byte{0x5A})),
            "firmware.measured.differs firmware/spi.bin\n");
  flash[flash.size() - 1024 + 511] = std::byte{0x5A};
  flash[flash.size() - 1024 + 512] = std::byte{0};
  EXPECT_EQ(told(base, base::Bytes(512, std::byte{0x5A})), "firmware.measured firmware/spi.bin\n")
      << "the byte behind was not measured";
}

TEST_F(MeasuredFirmware, places_that_no_dump_holds_are_no_finding) {
  for (const std::uint64_t base :
       {(1ULL << 32U) - 8192, (1ULL << 32U) - 256, 1ULL << 32U, ~0ULL - 100, 0ULL})
    EXPECT_EQ(told(base, base::Bytes(512, std::byte{0x11})), "") << base;
}

}  // namespace
}  // namespace assay::appraise
