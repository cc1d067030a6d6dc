#include "sandbox/memory.h"

#include <cstdio>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bytes/text.h"

namespace assay::sandbox {
namespace {

TEST(Sealed, holds_the_bytes_and_nobody_changes_them) {
  const auto sealed = Sealed::copy_of(bytes::as_bytes("an image")).value();
  EXPECT_EQ(sealed.size(), 8U);
  EXPECT_EQ(bytes::as_chars(sealed.map().value().bytes()), "an image");
  EXPECT_EQ(::pwrite(sealed.descriptor(), "x", 1, 0), -1);
  EXPECT_EQ(::ftruncate(sealed.descriptor(), 3), -1);
  EXPECT_FALSE(Mapping::of(sealed.descriptor(), 8, Mapping::Access::write));
  EXPECT_EQ(::fcntl(sealed.descriptor(), F_ADD_SEALS, F_SEAL_WRITE), -1);
}

TEST(Sealed, nothing_at_all_is_no_mapping) {
  const auto sealed = Sealed::copy_of({}).value();
  EXPECT_EQ(sealed.size(), 0U);
  EXPECT_TRUE(sealed.map().value().bytes().empty());
}

TEST(Sealed, reads_an_open_file_up_to_a_limit) {
  std::FILE* const file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  std::fputs("twelve bytes", file);
  std::fflush(file);
  ASSERT_EQ(std::fseek(file, 0, SEEK_SET), 0);
  const auto whole = Sealed::read_from(::fileno(file), 12);
  EXPECT_EQ(bytes::as_chars(whole.value().map().value().bytes()), "twelve bytes");
  ASSERT_EQ(std::fseek(file, 0, SEEK_SET), 0);
  const auto more = Sealed::read_from(::fileno(file), 11);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().message, "larger than 11 bytes");
  std::fclose(file);
  EXPECT_FALSE(Sealed::read_from(-1, 10));
}

TEST(AnswerFile, cannot_grow_and_is_sealed_only_once_nobody_can_write) {
  const auto file = make_answer_file(4096).value();
  EXPECT_EQ(::ftruncate(file.get(), 8192), -1);
  auto writer = Mapping::of(file.get(), 4096, Mapping::Access::write);
  writer.value().writable()[0] = std::byte{'x'};
  EXPECT_FALSE(seal(file.get()));
  writer = Mapping();
  ASSERT_TRUE(seal(file.get()));
  EXPECT_EQ(bytes::as_chars(Mapping::of(file.get(), 1, Mapping::Access::read).value().bytes()),
            "x");
}

TEST(Mapping, moves_and_refuses_what_no_address_space_holds) {
  const auto file = make_answer_file(10).value();
  auto first = Mapping::of(file.get(), 10, Mapping::Access::read).value();
  const auto second = std::move(first);
  EXPECT_EQ(second.bytes().size(), 10U);
  EXPECT_FALSE(Mapping::of(file.get(), ~std::uint64_t{0}, Mapping::Access::read));
}

}  // namespace
}  // namespace assay::sandbox
