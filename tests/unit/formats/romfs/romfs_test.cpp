#include "formats/romfs/romfs.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/hostile.h"

namespace assay::formats::romfs {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

void padded(bytes::Writer& w, std::string_view text, bool name) {
  w.raw(bytes::as_bytes(text));
  if (name) w.u8(0);
  while (w.size() % 16 != 0) w.u8(0);
}

// "dir" with "run" in it (executable), and "link" to it. Headers: (next | type | executable,
// spec.info, size, checksum).
base::Bytes sample() {
  bytes::Writer w;
  w.raw(bytes::as_bytes(std::string_view("-rom1fs-"))).be32(0xE0).be32(0);
  padded(w, "vol", true);                           // to 0x20
  w.be32(0xA0 | 1 | 8).be32(0x40).be32(0).be32(0);  // 0x20: dir, first file at 0x40
  padded(w, "dir", true);
  w.be32(0x70 | 1).be32(0x20).be32(0).be32(0);  // 0x40: "..", then 0x70
  padded(w, "..", true);
  w.zeros(16);
  w.be32(2 | 8).be32(0).be32(5).be32(0);  // 0x70: run
  padded(w, "run", true);
  padded(w, "#!/sh", false);          // 0x90
  w.be32(3).be32(0).be32(7).be32(0);  // 0xA0: link
  padded(w, "link", true);
  padded(w, "dir/run", false);  // 0xC0
  w.zeros(16);
  auto out = bytes::copy(w.view());
  std::uint32_t sum = 0;
  for (Reader r(out); !r.empty();) sum += r.be32("word").value_or(0);
  const std::uint32_t checksum = ~sum + 1;
  for (unsigned i = 0; i < 4; ++i)
    out[12 + i] = static_cast<std::byte>((checksum >> (24 - 8 * i)) & 0xFFU);
  return out;
}

TEST(Romfs, files_links_and_modes) {
  const auto bytes = sample();
  Budget budget;
  const auto out = parse_romfs(Reader(bytes), budget);
  ASSERT_TRUE(out) << out.error().describe();
  EXPECT_EQ(out->volume, "vol");
  EXPECT_TRUE(out->checksum_good);
  EXPECT_EQ(out->size, bytes.size());
  ASSERT_EQ(out->files.entries.size(), 3U);
  EXPECT_EQ(out->files.entries[1].path, "dir/run");
  EXPECT_EQ(out->files.entries[1].mode, 0555U);
  EXPECT_EQ(bytes::as_chars(out->files.content_of(out->files.entries[1], bytes)), "#!/sh");
  EXPECT_EQ(out->files.entries[2].target, "dir/run");
  EXPECT_EQ(out->files.problem_count, 0U);
}

TEST(Romfs, a_chain_that_runs_in_circles_ends) {
  auto bytes = sample();
  bytes[0xA3] = std::byte{0x23};  // link's next: the directory again
  Budget budget;
  const auto out = parse_romfs(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->checksum_good);
  EXPECT_EQ(out->files.entries.size(), 3U);
  EXPECT_EQ(out->files.problem_count, 1U);
}

TEST(Romfs, hostile_input) {
  EXPECT_FALSE(looks_like_romfs({}));
  testing::survives(sample(), [](ByteSpan b, Budget& budget) {
    (void)looks_like_romfs(b);
    const auto out = parse_romfs(Reader(b), budget);
    if (!out) return;
    for (const auto& e : out->files.entries) (void)out->files.content_of(e, b);
  });
}

}  // namespace
}  // namespace assay::formats::romfs
