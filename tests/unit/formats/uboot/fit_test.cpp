#include "formats/uboot/fit.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/dtb_builder.h"
#include "support/hostile.h"

namespace assay::formats::uboot {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

base::Bytes fit(std::string_view kernel, bool with_signature) {
  crypto::HashEngine engine;
  const auto digest =
      engine.hash(crypto::HashAlg::sha256, bytes::as_bytes(std::string_view("kernel")));
  testing::DtbBuilder b;
  b.begin("").property("description", "test").cells("timestamp", {1000});
  b.begin("images");
  b.begin("kernel-1").property("data", bytes::as_bytes(kernel)).property("type", "kernel");
  b.property("compression", "none").cells("load", {0x8000});
  b.begin("hash-1").property("algo", "sha256").property("value", digest.span()).end();
  b.begin("hash-2").property("algo", "crc32").cells("value", {0x12345678}).end();
  b.begin("hash-3").property("algo", "md5").cells("value", {0}).end();
  b.end();
  b.begin("fdt-1").cells("data-offset", {0}).cells("data-size", {5}).end();
  b.end();
  b.begin("configurations").property("default", "conf-1");
  b.begin("conf-1").property("kernel", "kernel-1").property("fdt", "fdt-1");
  if (with_signature)
    b.begin("signature-1")
        .property("algo", "sha256,rsa2048")
        .property("key-name-hint", "dev")
        .cells("value", {1, 2})
        .end();
  b.end().end().end();
  auto out = b.done();
  while (out.size() % 4 != 0) out.push_back(std::byte{0});
  for (const char c : std::string_view("hello")) out.push_back(static_cast<std::byte>(c));
  return out;
}

Fit read(ByteSpan bytes) {
  Budget budget;
  const auto tree = dtb::parse_dtb(Reader(bytes), budget);
  EXPECT_TRUE(tree && is_fit(*tree));
  auto out = read_fit(*tree, Reader(bytes));
  crypto::HashEngine engine;
  check_hashes(out, engine);
  return out;
}

TEST(Fit, images_hashes_and_configurations) {
  const auto bytes = fit("kernel", true);
  const auto f = read(bytes);
  EXPECT_EQ(f.description, "test");
  EXPECT_EQ(f.made, 1000U);
  EXPECT_EQ(f.size, bytes.size());
  ASSERT_EQ(f.images.size(), 2U);
  const auto& kernel = f.images[0];
  EXPECT_EQ(kernel.type, "kernel");
  EXPECT_EQ(kernel.load, 0x8000U);
  ASSERT_EQ(kernel.hashes.size(), 3U);
  EXPECT_EQ(kernel.hashes[0].state, HashState::good);
  EXPECT_EQ(kernel.hashes[1].state, HashState::wrong);
  EXPECT_EQ(kernel.hashes[2].state, HashState::not_checked);
  EXPECT_TRUE(f.images[1].external);
  EXPECT_EQ(bytes::as_chars(f.images[1].data.rest()), "hello");
  EXPECT_EQ(f.default_configuration, "conf-1");
  ASSERT_EQ(f.configurations.size(), 1U);
  EXPECT_EQ(f.configurations[0].uses.size(), 2U);
  EXPECT_EQ(f.configurations[0].signatures[0].key, "dev");
  EXPECT_TRUE(f.is_signed());
}

TEST(Fit, a_changed_kernel_has_the_wrong_hash_and_no_signature_is_told) {
  const auto f = read(fit("Kernel", false));
  EXPECT_EQ(f.images[0].hashes[0].state, HashState::wrong);
  EXPECT_FALSE(f.is_signed());
}

TEST(Fit, data_beyond_the_file_is_a_problem) {
  auto bytes = fit("kernel", false);
  bytes.pop_back();
  const auto f = read(bytes);
  EXPECT_FALSE(f.images[1].has_data);
  EXPECT_EQ(f.problems.size(), 1U);
}

TEST(Fit, hostile_input) {
  crypto::HashEngine engine;
  testing::survives(fit("kernel", true), [&](ByteSpan b, Budget& budget) {
    const auto tree = dtb::parse_dtb(Reader(b), budget);
    if (!tree) return;
    auto f = read_fit(*tree, Reader(b));
    check_hashes(f, engine);
  });
}

}  // namespace
}  // namespace assay::formats::uboot
