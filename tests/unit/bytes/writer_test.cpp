#include "bytes/writer.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::bytes {
namespace {

TEST(Writer, writes_each_width_in_the_order_its_name_says) {
  Writer w;
  w.u8(0x01).le16(0x0203).be16(0x0203).le32(0x04050607).be32(0x04050607);
  w.le64(0x08090a0b0c0d0e0f).be64(0x08090a0b0c0d0e0f);
  EXPECT_EQ(to_hex(w.view()),
            "01"
            "0302"
            "0203"
            "07060504"
            "04050607"
            "0f0e0d0c0b0a0908"
            "08090a0b0c0d0e0f");
}

TEST(Writer, a_reader_gets_back_what_was_written) {
  const base::Bytes tail = *from_hex("beef");
  const base::Bytes bytes = std::move(Writer().be32(7).raw(tail).zeros(2)).release();
  Reader r(bytes);
  EXPECT_EQ(r.be32("n"), 7U);
  EXPECT_EQ(r.be16("tail"), 0xBEEFU);
  EXPECT_EQ(r.le16("zeros"), 0U);
  EXPECT_TRUE(r.finish("all"));
}

}  // namespace
}  // namespace assay::bytes
