// A BMC's flash made here: a uImage with a cpio in it, an environment, a FIT, erased flash between.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/codec/codec.h"
#include "inspect/firmware/add_bmc.h"
#include "inspect/firmware/bmc_view.h"
#include "inspect/firmware/inspect_image.h"
#include "support/dtb_builder.h"
#include "support/mutate.h"

namespace assay::inspect::firmware {
namespace {

std::string cpio_entry(unsigned mode, std::string_view name, std::string_view content) {
  std::string out = "070701";
  for (const std::size_t v :
       {std::size_t{1}, std::size_t{mode}, std::size_t{0}, std::size_t{0}, std::size_t{1},
        std::size_t{0}, content.size(), std::size_t{0}, std::size_t{0}, std::size_t{0},
        std::size_t{0}, name.size() + 1, std::size_t{0}})
    out += fmt::format("{:08x}", v);
  out += name;
  out += '\0';
  while (out.size() % 4 != 0) out += '\0';
  out += content;
  while (out.size() % 4 != 0) out += '\0';
  return out;
}

base::Bytes uimage() {
  const std::string data = cpio_entry(0100755, "init", "#!/bin/sh\n") +
                           cpio_entry(0120777, "sh", "busybox") +
                           cpio_entry(0100644, "etc/os-release", "PRETTY_NAME=\"Board 1.2\"\n") +
                           cpio_entry(0, "TRAILER!!!", "");
  const auto header = [&](std::uint32_t crc) {
    bytes::Writer w;
    w.be32(0x27051956).be32(crc).be32(0).be32(static_cast<std::uint32_t>(data.size())).be32(0);
    w.be32(0).be32(formats::codec::crc32(bytes::as_bytes(data))).u8(5).u8(2).u8(3).u8(0);
    w.raw(bytes::as_bytes(std::string_view("ramdisk"))).zeros(25);
    return std::move(w).release();
  };
  bytes::Writer out;
  out.raw(header(formats::codec::crc32(header(0)))).raw(bytes::as_bytes(data));
  return std::move(out).release();
}

base::Bytes environment() {
  bytes::Writer body;
  body.raw(bytes::as_bytes(std::string_view("bootcmd=bootm\0bootdelay=3\0", 26))).zeros(4092 - 26);
  bytes::Writer w;
  w.le32(formats::codec::crc32(body.view())).raw(body.view());
  return std::move(w).release();
}

base::Bytes fit() {
  testing::DtbBuilder b;
  b.begin("").begin("images").begin("k").property("data", "kernel").property("type", "kernel");
  b.begin("hash-1").property("algo", "crc32").cells("value", {1}).end().end().end();
  b.begin("configurations").begin("c").property("kernel", "k").end().end().end();
  return b.done();
}

base::Bytes flash() {
  base::Bytes out(0x40000, std::byte{0xFF});
  const auto put = [&](std::size_t at, const base::Bytes& part) {
    std::ranges::copy(part, std::span(out).subspan(at).begin());
  };
  put(0x8000, uimage());
  put(0x10000, environment());
  put(0x20000, fit());
  return out;
}

Tree inspected(bytes::ByteSpan image) {
  bytes::Budget budget({.items = 20'000, .bytes = 64U << 20U, .depth = 32});
  crypto::HashEngine hash;
  return inspect_image(image, budget, hash, {.artefact = "flash", .threads = 1});
}

const Node* find(const Tree& tree, std::string_view type, std::string_view name = {}) {
  const auto found = std::ranges::find_if(tree.nodes, [&](const Node& n) {
    return n.type == type && (name.empty() || n.name == name);
  });
  return found == tree.nodes.end() ? nullptr : &*found;
}

bool flagged(const Tree& tree, std::string_view code) {
  return std::ranges::any_of(tree.findings, [&](const auto& f) { return f.code == code; });
}

TEST(BmcImage, every_part_is_found_at_its_offset_and_taken_apart) {
  const auto bytes = flash();
  EXPECT_TRUE(looks_like_bmc(bytes));
  EXPECT_FALSE(starts_as_bmc(bytes));
  const auto tree = inspected(bytes);
  EXPECT_EQ(tree.nodes[0].type, "BMC image");
  const auto* image = find(tree, "uImage");
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->offset, 0x8000U);
  EXPECT_EQ(image->name, "ramdisk");
  const auto* archive = find(tree, "cpio (newc)");
  ASSERT_NE(archive, nullptr);
  EXPECT_EQ(archive->version, "Board 1.2");
  const auto* init = find(tree, "file", "init");
  ASSERT_NE(init, nullptr);
  EXPECT_EQ(bytes::as_chars(tree.bytes_of(*init, bytes)), "#!/bin/sh\n");
  const auto* link = find(tree, "symbolic link", "sh");
  ASSERT_NE(link, nullptr);
  EXPECT_EQ(bytes::as_chars(tree.bytes_of(*link, bytes)), "busybox");
  const auto* store = find(tree, "U-Boot environment");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->size, 4096U);
  EXPECT_NE(find(tree, "U-Boot variable", "bootdelay"), nullptr);
  EXPECT_NE(find(tree, "FIT image", "k"), nullptr);
}

TEST(BmcImage, digests_are_those_of_the_bytes) {
  const auto bytes = flash();
  const auto tree = inspected(bytes);
  crypto::HashEngine hash;
  for (const Node& node : tree.nodes)
    EXPECT_EQ(node.digest, hash.hash(crypto::HashAlg::sha256, tree.bytes_of(node, bytes)));
}

TEST(BmcImage, what_is_weak_is_told_and_what_is_sound_is_not) {
  auto bytes = flash();
  const auto tree = inspected(bytes);
  EXPECT_TRUE(flagged(tree, "firmware.uboot.console"));
  EXPECT_TRUE(flagged(tree, "firmware.fit.unsigned"));
  EXPECT_TRUE(flagged(tree, "firmware.fit.hash"));
  EXPECT_FALSE(flagged(tree, "firmware.uimage.crc"));
  EXPECT_FALSE(flagged(tree, "firmware.uboot.environment"));
  EXPECT_FALSE(flagged(tree, "artefact.malformed"));
  const auto init = bytes::as_chars(bytes).find("#!/bin");
  bytes[init] = std::byte{'$'};
  bytes[0x10000] ^= std::byte{1};
  const auto changed = inspected(bytes);
  EXPECT_TRUE(flagged(changed, "firmware.uimage.crc"));
  EXPECT_TRUE(flagged(changed, "firmware.uboot.environment"));
}

TEST(BmcImage, json_lists_modules_and_regions) {
  const auto bytes = flash();
  const auto tree = inspected(bytes);
  const auto json = bmc_json(tree);
  EXPECT_GE(json["modules"].size(), 8U);
  std::uint64_t at = 0;
  for (const auto& region : json["regions"]) {
    EXPECT_EQ(region["offset"], at);
    at += region["size"].get<std::uint64_t>();
  }
  EXPECT_EQ(at, bytes.size());
  EXPECT_TRUE(bmc_summary(tree).starts_with("BMC image, 262144 bytes: "));
  EXPECT_NE(bmc_text(tree).find("bootdelay"), std::string::npos);
}

TEST(BmcImage, mutations_end_and_cost_no_more_than_the_budget) {
  // The erased flash between says nothing new.
  auto bytes = uimage();
  const auto more = fit();
  bytes.insert(bytes.end(), more.begin(), more.end());
  testing::mutations(bytes, 300, 7, [](bytes::ByteSpan b) { (void)bmc_text(inspected(b)); });
}

}  // namespace
}  // namespace assay::inspect::firmware
