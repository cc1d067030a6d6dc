#include "inspect/boot/platform_dbx.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "bytes/writer.h"

namespace assay::inspect::boot {
namespace {

base::Bytes digest(std::uint8_t first, std::uint8_t last) {
  base::Bytes out(32);
  out.front() = static_cast<std::byte>(first);
  out.back() = static_cast<std::byte>(last);
  return out;
}

// EFI_SIGNATURE_LIST of EFI_CERT_SHA256_GUID (UEFI 2.10, 32.4.1), every owner zero.
base::Bytes dbx(const std::vector<base::Bytes>& digests) {
  bytes::Writer w;
  w.le32(0xC1C41626).le16(0x504C).le16(0x4092).be64(0xACA941F936934328);
  w.le32(static_cast<std::uint32_t>(28 + 48 * digests.size())).le32(0).le32(48);
  for (const auto& d : digests) w.zeros(16).raw(d);
  return std::move(w).release();
}

std::vector<bool> forbids(const PlatformDbx& list, const std::vector<base::Bytes>& images) {
  return list.forbids(std::vector<bytes::ByteSpan>(images.begin(), images.end()));
}

TEST(PlatformDbx, finds_the_images_that_stand_on_it) {
  const auto bytes = dbx({digest(1, 1), digest(2, 2), digest(2, 2)});
  const PlatformDbx list{bytes::Reader(bytes)};
  EXPECT_EQ(list.size(), 3U);
  EXPECT_EQ(list.digests().size(), 3U);
  EXPECT_EQ(forbids(list, {digest(9, 9), digest(2, 2), digest(1, 2), digest(1, 1), digest(2, 2)}),
            (std::vector<bool>{false, true, false, true, true}))
      << "an image that ran twice is told twice";
}

TEST(PlatformDbx, a_digest_of_another_size_is_on_no_list) {
  const auto bytes = dbx({digest(0, 0)});
  const PlatformDbx list{bytes::Reader(bytes)};
  EXPECT_EQ(forbids(list, {base::Bytes{}, base::Bytes(20), base::Bytes(48), digest(0, 0)}),
            (std::vector<bool>{false, false, false, true}));
}

TEST(PlatformDbx, a_malformed_list_forbids_nothing) {
  auto bytes = dbx({digest(1, 1)});
  bytes.pop_back();
  const PlatformDbx list{bytes::Reader(bytes)};
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(forbids(list, {digest(1, 1)}), std::vector<bool>{false});
  EXPECT_TRUE(PlatformDbx().empty());
}

// As many as fit the log's own limits: quadratic work would take minutes here.
TEST(PlatformDbx, hostile_numbers_of_images_and_entries_stay_cheap) {
  const auto bytes = dbx(std::vector<base::Bytes>(40'000, digest(7, 7)));
  const PlatformDbx list{bytes::Reader(bytes)};
  ASSERT_EQ(list.size(), 40'000U);
  const auto found = forbids(list, std::vector<base::Bytes>(100'000, digest(7, 7)));
  EXPECT_EQ(std::ranges::count(found, true), 100'000);
}

}  // namespace
}  // namespace assay::inspect::boot
