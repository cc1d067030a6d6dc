// The same tree from this process and from a worker. main() makes this program its own worker.
#include "inspect/firmware/image_inspector.h"

#include <gmock/gmock.h>
#include <thread>

#include "bytes/text.h"
#include "sandbox/worker.h"
#include "support/mutate.h"

namespace assay::inspect::firmware {
namespace {

base::Bytes make_image() {
  base::Bytes image(std::size_t{1} << 20U, std::byte{0xFF});
  for (std::size_t i = 5000; i < 70'000; ++i) image[i] = static_cast<std::byte>(i * 7U);
  return image;
}

base::Bytes lie(bytes::ByteSpan, bytes::ByteSpan) { return bytes::copy(bytes::as_bytes("ATW1?")); }
base::Bytes other(bytes::ByteSpan request, bytes::ByteSpan) {
  base::Bytes image = make_image();
  image[0] = std::byte{0};
  // As a worker that was taken over: it ignores the digest it was told.
  auto wanted = parse_image_request(bytes::Reader(request)).value();
  wanted.digest.reset();
  return image_handler().handle(to_bytes(wanted), image);
}

sandbox::Settings settings() {
  sandbox::Settings out;
  out.workers = 2;
  return out;
}

void expect_same(const Tree& a, const Tree& b) {
  EXPECT_EQ(encode_tree(a, Contents::included), encode_tree(b, Contents::included));
}

TEST(ImageInspector, a_worker_finds_what_this_process_finds) {
  sandbox::Pool pool(settings(), "firmware");
  const SandboxedInspector sandboxed(pool);
  const LocalInspector local;
  const auto image = make_image();
  for (const Contents contents : {Contents::left_out, Contents::included}) {
    const ImageRequest request{.artefact = "bios.bin", .threads = 2, .contents = contents};
    const auto tree = sandboxed.inspect(image, request);
    ASSERT_TRUE(tree) << tree.error().describe();
    expect_same(*tree, local.inspect(image, request).value());
  }
  EXPECT_EQ(pool.started(), 1U);
}

TEST(ImageInspector, an_empty_image_is_one_node) {
  sandbox::Pool pool(settings(), "firmware");
  const auto tree = SandboxedInspector(pool).inspect({}, {.artefact = "empty"});
  ASSERT_TRUE(tree) << tree.error().describe();
  EXPECT_EQ(tree->nodes[0].size, 0U);
}

TEST(ImageInspector, many_threads_at_once) {
  sandbox::Pool pool(settings(), "firmware");
  const SandboxedInspector inspector(pool);
  const auto image = make_image();
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      const auto tree = inspector.inspect(image, {.artefact = "bios.bin"});
      EXPECT_TRUE(tree) << tree.error().describe();
    });
}

TEST(ImageInspector, a_worker_that_lies_is_an_error_that_names_the_file) {
  sandbox::Pool liar(settings(), "liar");
  const auto image = make_image();
  const auto nonsense = SandboxedInspector(liar).inspect(image, {.artefact = "bios.bin"});
  ASSERT_FALSE(nonsense);
  EXPECT_THAT(nonsense.error().describe(),
              ::testing::HasSubstr("bios.bin: the worker that parsed it answered nonsense"));
  sandbox::Pool swapper(settings(), "other");
  crypto::HashEngine hash;
  const ImageRequest request{.artefact = "bios.bin",
                             .digest = hash.hash(crypto::HashAlg::sha256, image)};
  const auto swapped = SandboxedInspector(swapper).inspect(image, request);
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().describe(), "bios.bin: the worker answered for another image");
}

TEST(ImageRequest, is_read_as_it_was_written_and_hostile_ones_are_refused) {
  const ImageRequest request{.artefact = "a/bios.bin",
                             .threads = 3,
                             .contents = Contents::included,
                             .digest = crypto::Digest(crypto::HashAlg::sha256),
                             .as_of = base::Time{1'800'000'000}};
  const auto wire = to_bytes(request);
  const auto read = parse_image_request(bytes::Reader(wire)).value();
  EXPECT_EQ(read.artefact, request.artefact);
  EXPECT_EQ(read.threads, 3U);
  EXPECT_EQ(read.contents, Contents::included);
  EXPECT_EQ(read.digest, request.digest);
  EXPECT_EQ(read.as_of, request.as_of);
  EXPECT_EQ(to_bytes({.artefact = std::string(9999, 'x')}).size(), 4107U);
  const auto parse = [](bytes::ByteSpan b) { (void)parse_image_request(bytes::Reader(b)); };
  testing::every_prefix(wire, parse);
  testing::mutations(wire, 1000, 1, parse);
}

}  // namespace
}  // namespace assay::inspect::firmware

int main(int argc, char** argv) {
  using namespace assay;
  using inspect::firmware::image_handler;
  const std::array<sandbox::Handler, 3> handlers{
      image_handler(), sandbox::Handler{"liar", nullptr, inspect::firmware::lie},
      sandbox::Handler{"other", image_handler().prepare, inspect::firmware::other}};
  if (sandbox::is_worker(argc, argv)) return sandbox::work(argc, argv, handlers);
  ::testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
