#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/bmc/aspeed.h"
#include "formats/bmc/kernel.h"
#include "formats/bmc/nuvoton.h"
#include "formats/bmc/vendor.h"
#include "support/hostile.h"

namespace assay::formats::bmc {
namespace {

using namespace std::string_view_literals;
using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

void put32(base::Bytes& b, std::size_t at, std::uint32_t v) {
  for (unsigned i = 0; i < 4; ++i) b[at + i] = static_cast<std::byte>((v >> (8 * i)) & 0xFFU);
}
void put_text(base::Bytes& b, std::size_t at, std::string_view text) {
  for (const char c : text) b[at++] = static_cast<std::byte>(c);
}

base::Bytes nuvoton(std::string_view tag, std::size_t load_at) {
  base::Bytes b(0x200 + 64, std::byte{0xFF});
  put_text(b, 0, tag);
  put32(b, load_at, 0x8000);
  put32(b, load_at + 4, 64);
  put32(b, 0xBC, 1000);
  return b;
}

TEST(Nuvoton, tags_of_both_families) {
  const auto arbel = parse_nuvoton(Reader(nuvoton("\nUBOOTBL"sv, 0x1F8)));
  ASSERT_TRUE(arbel) << arbel.error().describe();
  EXPECT_TRUE(arbel->arbel);
  EXPECT_EQ(arbel->part, NuvotonPart::uboot);
  EXPECT_EQ(arbel->size(), 0x240U);
  EXPECT_EQ(arbel->load, 0x8000U);
  EXPECT_EQ(arbel->made, 1000U);
  EXPECT_FALSE(arbel->has_signature);
  const auto poleg = parse_nuvoton(Reader(nuvoton("P\x07U\xAATOOB"sv, 0x140)));
  ASSERT_TRUE(poleg);
  EXPECT_FALSE(poleg->arbel);
  EXPECT_EQ(name(poleg->part), "BootBlock");
  auto with_signature = nuvoton("\nBL31NPC"sv, 0x1F8);
  with_signature[0x20] = std::byte{1};
  EXPECT_TRUE(parse_nuvoton(Reader(with_signature))->has_signature);
  auto empty = nuvoton("\nBL31NPC"sv, 0x1F8);
  put32(empty, 0x1FC, 0);
  const auto none = parse_nuvoton(Reader(empty));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().field, "CodeSize");
}

base::Bytes vectors() {
  base::Bytes b(0x60);
  put32(b, 0, 0xEA000016);
  for (std::size_t i = 1; i < 8; ++i) put32(b, i * 4, 0xE59FF014);
  return b;
}

TEST(Aspeed, a_vector_table_and_the_spl_behind_it) {
  auto b = vectors();
  const auto plain = read_vectors(Reader(b));
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->reset, 0x60U);
  EXPECT_FALSE(plain->is_spl);
  put32(b, 0x28, 0xFC00);
  put32(b, 0x2C, 0xF000);
  const auto spl = read_vectors(Reader(b));
  ASSERT_TRUE(spl);
  EXPECT_TRUE(spl->is_spl && spl->is_signed);
  put32(b, 8, 0x12345678);
  EXPECT_FALSE(read_vectors(Reader(b)));
}

TEST(Aspeed, the_header_of_a_signed_stage) {
  base::Bytes b(512);
  put_text(b, 0, "SOCSEC");
  put32(b, 16, 0x42);
  put32(b, 20, 4096);
  put32(b, 32, 7);
  const auto h = parse_secure_header(Reader(b));
  ASSERT_TRUE(h) << h.error().describe();
  EXPECT_EQ(h->image_size, 4096U);
  EXPECT_EQ(h->rollback_index, 7U);
  put32(b, 20, 0);
  EXPECT_FALSE(parse_secure_header(Reader(b)));
}

TEST(Kernel, each_form_by_its_header) {
  base::Bytes arm(64);
  put32(arm, 0x24, 0x016F2818);
  put32(arm, 0x2C, 0x1000);
  EXPECT_EQ(recognise_kernel(Reader(arm))->form, KernelForm::zimage);
  EXPECT_EQ(recognise_kernel(Reader(arm))->size, 0x1000U);
  base::Bytes arm64(64);
  put_text(arm64, 0x38, "ARM\x64");
  put32(arm64, 0x10, 0x2000);
  EXPECT_EQ(recognise_kernel(Reader(arm64))->form, KernelForm::arm64_image);
  base::Bytes x86(0x400);
  put_text(x86, 0x1FE, "\x55\xAA");
  put_text(x86, 0x202, "HdrS");
  put32(x86, 0x20E, 0x100);
  put_text(x86, 0x300, "6.1.0-test");
  const auto k = recognise_kernel(Reader(x86));
  ASSERT_TRUE(k);
  EXPECT_EQ(k->version, "6.1.0-test");
  EXPECT_FALSE(recognise_kernel(Reader(vectors())));
}

TEST(Kernel, elf_and_version_texts) {
  base::Bytes elf(64);
  put_text(elf, 0,
           "\x7F"
           "ELF\x01\x01");
  put32(elf, 16, 2 | 40U << 16U);
  const auto e = recognise_elf(Reader(elf));
  ASSERT_TRUE(e);
  EXPECT_FALSE(e->wide);
  EXPECT_EQ(machine_name(e->machine), "ARM");
  EXPECT_EQ(machine_name(999), "machine 999");
  const auto text = "U-Boot %s\0U-Boot code\0U-Boot 2019.01 (Apr 02 2019)\nmore"sv;
  EXPECT_EQ(find_version(bytes::as_bytes(text)), "U-Boot 2019.01 (Apr 02 2019)");
  EXPECT_EQ(find_version(bytes::as_bytes("Linux version %s\0Linux version 5.4 x"sv)),
            "Linux version 5.4 x");
  EXPECT_EQ(find_version({}), "");
}

base::Bytes ami() {
  bytes::Writer w;
  w.raw(bytes::as_bytes("$MODULE$"sv)).u8(1).u8(5).le16(64).le32(0x20000).le32(0x40000).zeros(4);
  w.raw(bytes::as_bytes("osimage\0"sv)).u8(2).u8(7).le16(0x0308).le32(64).le32(5).le16(0x0100);
  w.le32(0).le32(0xCAFE).zeros(8).le16(0x55AA);
  auto b = bytes::copy(w.view());
  unsigned sum = 0;
  for (const auto byte : b) sum += static_cast<unsigned>(byte);
  b[23] = static_cast<std::byte>((256 - sum % 256) % 256);
  return b;
}

TEST(Vendor, ami_module_header) {
  auto b = ami();
  ASSERT_EQ(b.size(), kAmiHeader);
  const auto m = read_ami_module(Reader(b));
  ASSERT_TRUE(m);
  EXPECT_EQ(m->name, "osimage");
  EXPECT_EQ(m->allocated, 0x20000U);
  EXPECT_EQ(m->version_minor, 7U);
  EXPECT_TRUE(m->checksum_used);
  EXPECT_EQ(ami_type_name(m->type), "kernel");
  b[30] ^= std::byte{1};
  EXPECT_FALSE(read_ami_module(Reader(b)));
}

TEST(Vendor, supermicro_footers) {
  const auto f = find_supermicro(Reader(bytes::as_bytes("….ATENs_FW\x03\x14…"sv)));
  ASSERT_TRUE(f);
  EXPECT_EQ(f->major, 3U);
  EXPECT_EQ(f->minor, 20U);
  bytes::Writer w;
  w.zeros(12)
      .le32(2)
      .le32(0x40100000)
      .le32(100)
      .le32(0)
      .le32(0)
      .raw(bytes::as_bytes("kernel.bin"sv));
  w.zeros(6).le32(0).le32(0x9FFFFFA0).le32(5).le32(0);
  const auto p = read_supermicro_part(Reader(w.view()));
  ASSERT_TRUE(p);
  EXPECT_EQ(p->name, "kernel.bin");
  EXPECT_EQ(p->number, 2U);
}

TEST(Bmc, hostile_input) {
  for (const auto& sample : {nuvoton("\nUBOOTBL"sv, 0x1F8), vectors(), ami()})
    testing::survives(sample, [](ByteSpan b, Budget&) {
      const Reader r(b);
      (void)looks_like_nuvoton(b);
      (void)read_vectors(r);
      (void)parse_secure_header(r);
      (void)recognise_kernel(r);
      (void)recognise_elf(r);
      (void)read_ami_module(r);
      (void)read_ami_link(r);
      (void)find_supermicro(r);
      (void)read_supermicro_part(r);
      (void)find_version(b);
    });
}

}  // namespace
}  // namespace assay::formats::bmc
