#include "formats/fit/fit.h"

#include <gtest/gtest.h>

#include "formats/fit/acm.h"
#include "formats/fit/boot_guard.h"
#include "support/mutate.h"
#include "support/put.h"

namespace assay::formats::fit {
namespace {

using testing::put16;
using testing::put32;
using testing::put64;
using testing::put8;

constexpr std::size_t kImage = 0x1000;
constexpr std::uint64_t kBase = kFlashEnd - kImage;

void put_entry(base::Bytes& b, std::size_t at, std::uint64_t address, std::uint32_t size,
               std::uint8_t type) {
  put64(b, at, address);
  put32(b, at + 8, size);
  put16(b, at + 12, 0x100);
  put8(b, at + 14, type);
}
// The table at 0x100: microcode at 0x200, an ACM of 0x20 * 16 bytes at 0x400, an unused entry.
base::Bytes image() {
  base::Bytes b(kImage, std::byte{0xFF});
  testing::fill(b, 0x100, 64, 0);
  testing::put_text(b, 0x100, "_FIT_   ");
  put32(b, 0x108, 4);
  put16(b, 0x10C, 0x100);
  put8(b, 0x10E, 0x80);
  put_entry(b, 0x110, kBase + 0x200, 0, 1);
  put_entry(b, 0x120, kBase + 0x400, 0x20, 2);
  put_entry(b, 0x130, 0, 0, 0x7F);
  testing::balance8(b, 0x100, 64, 0x10F);
  put32(b, kImage - 0x40, static_cast<std::uint32_t>(kBase + 0x100));
  return b;
}
bytes::Parsed<Table> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_fit(bytes::Reader(b), budget);
}

TEST(Fit, is_found_through_its_pointer) {
  const auto t = parse(image()).value();
  EXPECT_EQ(t.offset, 0x100U);
  EXPECT_EQ(t.checksum_good, true);
  ASSERT_EQ(t.entries.size(), 2U);
  EXPECT_EQ(t.entries[0].offset, 0x200U);
  EXPECT_EQ(type_name(t.entries[1].type), "startup ACM");
  EXPECT_EQ(t.entries[1].size, 0x200U);
  EXPECT_NE(t.find(Type::startup_acm), nullptr);
  EXPECT_EQ(t.find(Type::boot_policy), nullptr);
}

TEST(Fit, a_changed_entry_breaks_the_checksum) {
  auto b = image();
  put8(b, 0x118, 1);
  EXPECT_EQ(parse(b)->checksum_good, false);
  put8(b, 0x10E, 0);
  EXPECT_FALSE(parse(b)->checksum_good);
}

TEST(Fit, addresses_outside_the_image_have_no_offset) {
  auto b = image();
  put64(b, 0x110, kBase - 1);
  put64(b, 0x120, 1ULL << 40U);
  const auto t = parse(b).value();
  EXPECT_FALSE(t.entries[0].offset);
  EXPECT_FALSE(t.entries[1].offset);
}

TEST(Fit, is_found_by_its_signature_where_the_end_is_missing) {
  const auto whole = image();
  const base::Bytes cut(whole.begin(), whole.begin() + 0x800);
  EXPECT_FALSE(parse(cut).has_value());
  EXPECT_EQ(find_fit(cut), 0x100U);
  bytes::Budget budget;
  const auto t = parse_fit_at(bytes::Reader(cut), 0x100, kFlashEnd - 0x800, budget).value();
  EXPECT_EQ(t.entries[0].offset, 0x200U);
}

TEST(Fit, refuses_absurd_counts) {
  auto b = image();
  put32(b, 0x108, 0xFFFFFF);
  EXPECT_EQ(parse(b).error().field, "Size");
  put32(b, kImage - 0x40, 0xFFFFFFF0);
  EXPECT_EQ(parse(b).error().field, "FIT header");
}

TEST(Fit, survives_every_prefix_and_mutation) {
  const auto b = image();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse(part).has_value(), part.size() == b.size());
  });
  testing::mutations(b, 1000, 8, [](bytes::ByteSpan part) {
    const auto t = parse(part);
    if (!t) return;
    for (const auto& e : t->entries)
      if (e.offset) {
        EXPECT_LT(*e.offset, part.size());
      }
  });
  bytes::Budget less({.items = 3, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_fit(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
}

base::Bytes acm(std::uint32_t key_words = 0x40, std::uint32_t version = 0) {
  base::Bytes b(0x80 + key_words * 8 + 4 + 64);
  b.resize((b.size() + 63) / 64 * 64);
  put16(b, 0, 2);
  put16(b, 2, 1);
  put32(b, 4, key_words == 0x40 ? 0xA1 : 0xE0);
  put32(b, 8, version);
  put16(b, 12, 0xB002);
  put32(b, 16, 0x8086);
  put32(b, 20, 0x20150611);
  put32(b, 24, static_cast<std::uint32_t>(b.size() / 4));
  put16(b, 28, 1);
  put16(b, 30, 2);
  put32(b, 0x78, key_words);
  testing::fill(b, 0x80, key_words * 4, 0x31);
  testing::fill(b, 0x80 + key_words * 4 + (version == 0 ? 4 : 0), key_words * 4, 0x41);
  return b;
}

TEST(Acm, says_what_and_how_old_it_is_and_who_signed_it) {
  auto b = acm();
  EXPECT_TRUE(looks_like_acm(b));
  const auto a = parse_acm(bytes::Reader(b)).value();
  EXPECT_EQ(a.date_text(), "2015-06-11");
  EXPECT_EQ(a.subtype_name(), "Boot Guard startup");
  EXPECT_EQ(a.chipset_id, 0xB002);
  EXPECT_EQ(a.key_bits, 2048U);
  EXPECT_TRUE(a.has_signature);
  EXPECT_FALSE(a.pre_production);
  put16(b, 14, 0xC000);
  EXPECT_TRUE(parse_acm(bytes::Reader(b))->pre_production);
  EXPECT_TRUE(parse_acm(bytes::Reader(b))->debug_signed);
  const auto newer = acm(0x60, 0x30000);
  EXPECT_EQ(parse_acm(bytes::Reader(newer))->key_bits, 3072U);
  EXPECT_EQ(parse_acm(bytes::Reader(newer))->signature[0], std::byte{0x41});
}

TEST(Acm, survives_every_prefix_and_mutation) {
  const auto b = acm();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_acm(bytes::Reader(part)).has_value(), part.size() == b.size());
  });
  testing::mutations(b, 1000, 9, [](bytes::ByteSpan part) {
    if (const auto a = parse_acm(bytes::Reader(part))) {
      EXPECT_LE(a->size, part.size());
    }
  });
}

base::Bytes policy(bool second) {
  base::Bytes b(second ? 20 : 16);
  testing::put_text(b, 0, "__ACBP__");
  put8(b, 8, second ? 0x23 : 0x10);
  put8(b, second ? 15 : 11, 2);
  put8(b, second ? 16 : 12, 3);
  for (const std::string_view id : {"__IBBS__", "__PMSG__"}) {
    const std::size_t at = b.size();
    b.resize(at + 32);
    testing::put_text(b, at, id);
    put8(b, at + 8, 0x20);
  }
  return b;
}
bytes::Parsed<BootPolicy> parse_policy(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_boot_policy(bytes::Reader(b), budget);
}

TEST(BootGuard, both_versions_of_a_policy_have_elements) {
  for (const bool second : {false, true}) {
    const auto b = policy(second);
    const auto p = parse_policy(b).value();
    EXPECT_EQ(p.second(), second);
    EXPECT_EQ(p.svn, 2);
    EXPECT_EQ(p.acm_svn, 3);
    ASSERT_EQ(p.elements.size(), 2U);
    EXPECT_EQ(p.elements[0].id, "__IBBS__");
    EXPECT_EQ(p.elements[0].offset, second ? 20U : 16U);
    EXPECT_TRUE(p.is_signed);
  }
}

TEST(BootGuard, both_versions_of_a_key_manifest_have_versions) {
  base::Bytes b(24);
  testing::put_text(b, 0, "__KEYM__");
  put8(b, 8, 0x10);
  put8(b, 10, 4);
  put8(b, 11, 5);
  EXPECT_EQ(parse_key_manifest(bytes::Reader(b))->svn, 4);
  EXPECT_EQ(parse_key_manifest(bytes::Reader(b))->id, 5);
  put8(b, 8, 0x21);
  put8(b, 18, 6);
  put8(b, 19, 7);
  EXPECT_EQ(parse_key_manifest(bytes::Reader(b))->svn, 6);
  EXPECT_EQ(parse_key_manifest(bytes::Reader(b))->id, 7);
  EXPECT_FALSE(parse_key_manifest(bytes::Reader(policy(true))).has_value());
}

TEST(BootGuard, survives_every_prefix_and_mutation) {
  const auto b = policy(true);
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    const auto p = parse_policy(part);
    EXPECT_EQ(p.has_value(), part.size() >= 20);
    if (p) {
      EXPECT_EQ(p->is_signed, part.size() > 20 + 32 + 8);
    }
  });
  testing::mutations(b, 1000, 10, [](bytes::ByteSpan part) {
    if (const auto p = parse_policy(part)) {
      EXPECT_LE(p->elements.size(), part.size() / 8);
    }
  });
  bytes::Budget less({.items = 1, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_boot_policy(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
}

}  // namespace
}  // namespace assay::formats::fit
