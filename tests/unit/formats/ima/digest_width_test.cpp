#include "formats/ima/digest_width.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::formats::ima {
namespace {

using crypto::HashAlg;

// Bytes that read as one entry with a 20-byte digest (template `name`, 8 characters; data "ima-x")
// and as one with a 32-byte digest (template "ima-x", no data). Neither digest confirms anything.
base::Bytes two_readings(std::string_view name) {
  bytes::Writer out;
  out.le32(10).raw(base::Bytes(20, std::byte{0x5A})).le32(8).raw(bytes::as_bytes(name));
  out.le32(5).raw(bytes::as_bytes("ima-x"));
  out.le32(0);
  return std::move(out).release();
}

TEST(ImaDigestWidth, of_equal_readings_the_narrower_wins) {
  const base::Bytes bytes = two_readings("ima-abcd");
  const DigestWidth width = detect_digest_width(bytes::Reader(bytes));
  EXPECT_EQ(width.layout.digest_size, 20U);
  EXPECT_EQ(width.alg, HashAlg::sha1);
  EXPECT_FALSE(width.confirmed);
}

TEST(ImaDigestWidth, a_reading_whose_fields_do_not_decode_does_not_count) {
  const base::Bytes bytes = two_readings("d-ng|buf");
  const DigestWidth width = detect_digest_width(bytes::Reader(bytes));
  EXPECT_EQ(width.layout.digest_size, 32U);
  EXPECT_EQ(width.alg, HashAlg::sha256);
  EXPECT_FALSE(width.confirmed);
}

TEST(ImaDigestWidth, bytes_that_read_at_no_width_are_left_to_the_parser) {
  const DigestWidth width = detect_digest_width(bytes::Reader(bytes::ByteSpan{}));
  EXPECT_EQ(width.layout.digest_size, 20U);
  EXPECT_FALSE(width.confirmed);
}

}  // namespace
}  // namespace assay::formats::ima
