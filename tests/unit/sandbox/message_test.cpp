#include "sandbox/message.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/mutate.h"

namespace assay::sandbox {
namespace {

using bytes::Reader;

base::Bytes raw(std::string_view magic, std::uint64_t number, std::uint32_t outcome,
                std::uint64_t size) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(magic)).le64(number).le32(outcome).le64(size);
  return std::move(w).release();
}

TEST(Message, each_kind_is_read_as_it_was_written) {
  EXPECT_EQ(parse_greeting(Reader(to_bytes(Greeting{kLacksSeccomp}))).value().lacks, 1U);
  const auto sent = to_bytes(Job{7, 1000, 2000, bytes::as_bytes("request")});
  const auto job = parse_job(Reader(sent)).value();
  EXPECT_EQ(job.number, 7U);
  EXPECT_EQ(job.payload_size, 1000U);
  EXPECT_EQ(job.answer_room, 2000U);
  EXPECT_EQ(bytes::as_chars(job.request), "request");
  const auto done = parse_done(Reader(to_bytes(Done{7, Outcome::threw, 3})), 7, 10).value();
  EXPECT_EQ(done.outcome, Outcome::threw);
  EXPECT_EQ(done.answer_size, 3U);
}

TEST(Message, an_answer_must_be_that_of_the_job_and_fit) {
  EXPECT_TRUE(parse_done(Reader(raw("AWD1", 1, 0, 10)), 1, 10));
  EXPECT_EQ(parse_done(Reader(raw("AWD1", 1, 0, 11)), 1, 10).error().field, "answer size");
  EXPECT_EQ(parse_done(Reader(raw("AWD1", 2, 0, 0)), 1, 10).error().field, "number");
  EXPECT_EQ(parse_done(Reader(raw("AWD1", 1, 5, 0)), 1, 10).error().field, "outcome");
  EXPECT_EQ(parse_done(Reader(raw("AWG1", 1, 0, 0)), 1, 10).error().field, "magic");
  auto longer = raw("AWD1", 1, 0, 0);
  longer.push_back(std::byte{0});
  EXPECT_EQ(parse_done(Reader(longer), 1, 10).error().fault, bytes::Fault::trailing);
}

TEST(Message, a_greeting_has_known_bits_only) {
  EXPECT_EQ(parse_greeting(Reader(to_bytes(Greeting{kLacksAll + 1}))).error().field, "lacks");
}

TEST(Message, hostile_ones_are_refused_or_keep_the_limits) {
  const auto done = to_bytes(Done{1, Outcome::answered, 5});
  const auto check = [](bytes::ByteSpan b) {
    if (const auto d = parse_done(Reader(b), 1, 10)) {
      EXPECT_LE(d->answer_size, 10U);
    }
  };
  testing::every_prefix(done, check);
  testing::mutations(done, 1000, 1, check);
  const auto job = to_bytes(Job{1, 2, 3, bytes::as_bytes("abc")});
  const auto read = [](bytes::ByteSpan b) {
    if (const auto j = parse_job(Reader(b))) {
      EXPECT_LE(j->request.size(), b.size());
    }
  };
  testing::every_prefix(job, read);
  testing::mutations(job, 1000, 2, read);
  testing::mutations(to_bytes(Greeting{}), 1000, 3,
                     [](bytes::ByteSpan b) { (void)parse_greeting(Reader(b)); });
}

}  // namespace
}  // namespace assay::sandbox
