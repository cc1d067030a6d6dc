#include "sandbox/message.h"

#include <utility>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::sandbox {
namespace {

constexpr std::string_view kGreeting = "AWG1";
constexpr std::string_view kJob = "AWJ1";
constexpr std::string_view kDone = "AWD1";

bytes::Parsed<void> expect_magic(bytes::Reader& reader, std::string_view magic) {
  const std::uint64_t at = reader.offset();
  ASSAY_TRY(const auto found, reader.take(magic.size(), "magic"));
  if (bytes::as_chars(found) != magic)
    return bytes::bad_value(at, "magic", "the kind of message that is due");
  return {};
}

}  // namespace

base::Bytes to_bytes(const Greeting& greeting) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(kGreeting)).le32(greeting.lacks);
  return std::move(w).release();
}

base::Bytes to_bytes(const Job& job) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(kJob)).le64(job.number).le64(job.payload_size).le64(job.answer_room);
  w.le32(static_cast<std::uint32_t>(job.request.size())).raw(job.request);
  return std::move(w).release();
}

base::Bytes to_bytes(const Done& done) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(kDone)).le64(done.number).le32(std::to_underlying(done.outcome));
  w.le64(done.answer_size);
  return std::move(w).release();
}

bytes::Parsed<Greeting> parse_greeting(bytes::Reader reader) {
  ASSAY_CHECK(expect_magic(reader, kGreeting));
  const std::uint64_t at = reader.offset();
  ASSAY_TRY(const std::uint32_t lacks, reader.le32("lacks"));
  if ((lacks & ~kLacksAll) != 0) return bytes::bad_value(at, "lacks", "known bits");
  ASSAY_CHECK(reader.finish("greeting"));
  return Greeting{lacks};
}

bytes::Parsed<Job> parse_job(bytes::Reader reader) {
  ASSAY_CHECK(expect_magic(reader, kJob));
  Job job;
  ASSAY_TRY(job.number, reader.le64("number"));
  ASSAY_TRY(job.payload_size, reader.le64("payload size"));
  ASSAY_TRY(job.answer_room, reader.le64("answer room"));
  ASSAY_TRY(const std::uint32_t size, reader.le32("request size"));
  ASSAY_TRY(job.request, reader.take(size, "request"));
  ASSAY_CHECK(reader.finish("job"));
  return job;
}

bytes::Parsed<Done> parse_done(bytes::Reader reader, std::uint64_t number, std::uint64_t room) {
  ASSAY_CHECK(expect_magic(reader, kDone));
  Done done;
  std::uint64_t at = reader.offset();
  ASSAY_TRY(done.number, reader.le64("number"));
  if (done.number != number) return bytes::bad_value(at, "number", "that of the job");
  at = reader.offset();
  ASSAY_TRY(const std::uint32_t outcome, reader.le32("outcome"));
  if (outcome > std::to_underlying(Outcome::not_mapped))
    return bytes::bad_value(at, "outcome", "0 to 4");
  done.outcome = static_cast<Outcome>(outcome);
  at = reader.offset();
  ASSAY_TRY(done.answer_size, reader.le64("answer size"));
  if (done.answer_size > room) return bytes::bad_value(at, "answer size", "what the file holds");
  ASSAY_CHECK(reader.finish("done"));
  return done;
}

}  // namespace assay::sandbox
