#include "formats/ima/fields.h"

#include <gtest/gtest.h>

#include "bytes/writer.h"
#include "support/mutate.h"
#include "unit/formats/ima/log_builder.h"

namespace assay::formats::ima {
namespace {

using crypto::HashAlg;
using testing::ima::chars;
using testing::ima::d_ng;
using testing::ima::le32;
using testing::ima::LogBuilder;
using testing::ima::n_ng;

// Owns the log whose only entry it decodes.
struct Decoded {
  explicit Decoded(base::Bytes log) : bytes(std::move(log)), fields(decode_first(bytes)) {}
  Decoded(std::string_view name, const std::vector<base::Bytes>& parts)
      : Decoded(LogBuilder().entry(name, parts).bytes()) {}

  static bytes::Parsed<EntryFields> decode_first(const base::Bytes& bytes) {
    bytes::Budget budget;
    const auto log = parse_ima_log(bytes::Reader(bytes), budget);
    if (!log) return std::unexpected(log.error());
    return decode(log->entries.front());
  }

  base::Bytes bytes;
  bytes::Parsed<EntryFields> fields;
};

TEST(ImaFields, ng_has_digest_and_path) {
  const Decoded d("ima-ng", {d_ng("sha256", 0xAB, 32), n_ng("/usr/bin/bash")});
  ASSERT_TRUE(d.fields);
  EXPECT_TRUE(d.fields->template_known);
  ASSERT_TRUE(d.fields->digest);
  EXPECT_EQ(d.fields->digest->algorithm, "sha256");
  EXPECT_EQ(d.fields->digest->alg, HashAlg::sha256);
  EXPECT_EQ(d.fields->digest->value.size(), 32U);
  EXPECT_TRUE(bytes::all_of(d.fields->digest->value, std::byte{0xAB}));
  EXPECT_EQ(d.fields->path, "/usr/bin/bash");
  ASSERT_EQ(d.fields->all().size(), 2U);
  EXPECT_EQ(d.fields->all()[0].id, "d-ng");
  EXPECT_EQ(d.fields->all()[1].id, "n-ng");
  EXPECT_EQ(d.fields->all()[0].offset, 38U + 4);
}

TEST(ImaFields, legacy_has_a_bare_digest_and_a_name_with_or_without_nul) {
  for (const std::string& path : {std::string("/init"), std::string("/init\0", 6)}) {
    const Decoded d(LogBuilder().legacy(path, 0x33).bytes());
    ASSERT_TRUE(d.fields);
    EXPECT_EQ(d.fields->path, "/init");
    ASSERT_TRUE(d.fields->digest);
    EXPECT_EQ(d.fields->digest->algorithm, "");
    EXPECT_FALSE(d.fields->digest->alg);
    EXPECT_EQ(d.fields->digest->value.size(), 20U);
  }
}

TEST(ImaFields, ngv2_says_whether_the_digest_is_of_verity) {
  base::Bytes digest = chars("verity:");
  const base::Bytes rest = d_ng("sha512", 5, 64);
  digest.insert(digest.end(), rest.begin(), rest.end());
  const Decoded d("ima-sigv2", {digest, n_ng("/lib/x"), chars("sig")});
  ASSERT_TRUE(d.fields);
  ASSERT_TRUE(d.fields->digest);
  EXPECT_EQ(d.fields->digest->type, "verity");
  EXPECT_EQ(d.fields->digest->algorithm, "sha512");
  EXPECT_EQ(d.fields->digest->value.size(), 64U);
  EXPECT_EQ(bytes::as_chars(d.fields->signature), "sig");
}

TEST(ImaFields, modsig_has_a_second_digest_that_may_be_absent) {
  const Decoded with(
      "ima-modsig",
      {d_ng("sha256", 1, 32), n_ng("/m.ko"), {}, d_ng("sha1", 2, 20), chars("pkcs7")});
  ASSERT_TRUE(with.fields);
  EXPECT_TRUE(with.fields->signature.empty());
  ASSERT_TRUE(with.fields->modsig_digest);
  EXPECT_EQ(with.fields->modsig_digest->alg, HashAlg::sha1);
  EXPECT_EQ(bytes::as_chars(with.fields->modsig), "pkcs7");

  const Decoded without("ima-modsig", {d_ng("sha256", 1, 32), n_ng("/m.ko"), {}, {}, {}});
  ASSERT_TRUE(without.fields);
  EXPECT_FALSE(without.fields->modsig_digest);
}

TEST(ImaFields, evm_sig_has_attributes_and_owner) {
  const Decoded d("evm-sig",
                  {d_ng("sha256", 1, 32), n_ng("/f"), chars("evm"),
                   n_ng("security.ima|security.selinux"), le32(4), chars("abcd"), le32(1000),
                   le32(100), std::move(bytes::Writer().le16(0100755)).release()});
  ASSERT_TRUE(d.fields);
  EXPECT_EQ(bytes::as_chars(d.fields->evm_signature), "evm");
  EXPECT_EQ(d.fields->xattr_names, "security.ima|security.selinux");
  EXPECT_EQ(d.fields->xattr_lengths.size(), 4U);
  EXPECT_EQ(bytes::as_chars(d.fields->xattr_values), "abcd");
  EXPECT_EQ(d.fields->uid, 1000U);
  EXPECT_EQ(d.fields->gid, 100U);
  EXPECT_EQ(d.fields->mode, 0100755U);
}

TEST(ImaFields, owner_and_mode_are_numbers_in_the_logs_own_order) {
  const auto big = [](std::uint32_t value) {
    return std::move(bytes::Writer().be32(value)).release();
  };
  const base::Bytes bytes = LogBuilder(crypto::HashAlg::sha1, true)
                                .entry("evm-sig", {d_ng("sha256", 1, 32),
                                                   n_ng("/f"),
                                                   {},
                                                   n_ng("a"),
                                                   big(1),
                                                   chars("v"),
                                                   big(1000),
                                                   big(100),
                                                   chars(std::string("\x81\xa4", 2))})
                                .bytes();
  bytes::Budget budget;
  const auto log = parse_ima_log(bytes::Reader(bytes), budget);
  ASSERT_TRUE(log);
  const auto fields = decode(log->entries.at(0));
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->uid, 1000U);
  EXPECT_EQ(fields->gid, 100U);
  EXPECT_EQ(fields->mode, 0x81A4U);
}

TEST(ImaFields, owner_and_mode_are_absent_where_the_kernel_had_no_file) {
  const Decoded d("iuid|imode", {{}, {}});
  ASSERT_TRUE(d.fields);
  EXPECT_FALSE(d.fields->uid);
  EXPECT_FALSE(d.fields->mode);
}

TEST(ImaFields, buf_carries_the_measured_buffer) {
  const Decoded d("ima-buf",
                  {d_ng("sha256", 1, 32), n_ng("kexec-cmdline"), chars("root=/dev/sda")});
  ASSERT_TRUE(d.fields);
  EXPECT_EQ(bytes::as_chars(d.fields->buffer), "root=/dev/sda");
}

TEST(ImaFields, a_custom_format_is_decoded_by_its_field_names) {
  const Decoded d("n-ng|d-ng|sig", {n_ng("/x"), d_ng("sm3", 9, 32), chars("s")});
  ASSERT_TRUE(d.fields);
  EXPECT_TRUE(d.fields->template_known);
  EXPECT_EQ(d.fields->path, "/x");
  ASSERT_TRUE(d.fields->digest);
  EXPECT_EQ(d.fields->digest->alg, HashAlg::sm3_256);
  EXPECT_EQ(bytes::as_chars(d.fields->signature), "s");
}

TEST(ImaFields, a_repeated_field_keeps_its_first_meaning_and_both_parts) {
  const Decoded d("n-ng|n-ng", {n_ng("/first"), n_ng("/second")});
  ASSERT_TRUE(d.fields);
  EXPECT_EQ(d.fields->path, "/first");
  EXPECT_EQ(d.fields->count, 2U);
}

TEST(ImaFields, an_unknown_template_keeps_its_raw_parts) {
  const Decoded split("ima-future", {chars("one"), chars("two")});
  ASSERT_TRUE(split.fields);
  EXPECT_FALSE(split.fields->template_known);
  ASSERT_EQ(split.fields->count, 2U);
  EXPECT_EQ(split.fields->all()[0].id, "");
  EXPECT_EQ(bytes::as_chars(split.fields->all()[1].data), "two");

  const base::Bytes opaque = chars("not length-delimited");
  const Decoded raw(LogBuilder().with_digest(base::Bytes(20), "ima-future", opaque).bytes());
  ASSERT_TRUE(raw.fields);
  EXPECT_FALSE(raw.fields->template_known);
  EXPECT_EQ(raw.fields->count, 0U);

  const Decoded custom("d-ng|cgroup", {d_ng("sha256", 1, 32), chars("/system.slice")});
  ASSERT_TRUE(custom.fields);
  EXPECT_FALSE(custom.fields->template_known);
  EXPECT_TRUE(custom.fields->digest);
  EXPECT_EQ(custom.fields->all()[1].id, "cgroup");
}

TEST(ImaFields, an_unknown_template_of_more_fields_than_a_kernel_allows_stays_raw) {
  const Decoded most("ima-future", std::vector<base::Bytes>(15, chars("x")));
  ASSERT_TRUE(most.fields);
  EXPECT_EQ(most.fields->count, 15U);
  const Decoded more("ima-future", std::vector<base::Bytes>(16, chars("x")));
  ASSERT_TRUE(more.fields);
  EXPECT_EQ(more.fields->count, 0U);
}

TEST(ImaFields, data_that_does_not_follow_its_template_is_refused) {
  struct Case {
    const char* field;
    std::string_view name;
    std::vector<base::Bytes> parts;
  };
  const std::vector<Case> cases{
      {"field length", "ima-ng", {d_ng("sha256", 1, 32)}},
      {"template data", "ima-ng", {d_ng("sha256", 1, 32), n_ng("/x"), chars("extra")}},
      {"d-ng", "ima-ng", {chars("sha256"), n_ng("/x")}},
      {"d-ng", "ima-ng", {chars("sha256:"), n_ng("/x")}},
      {"d-ng", "ima-ng", {chars("sha256:x"), n_ng("/x")}},
      {"d-ngv2", "ima-ngv2", {chars("sha256"), n_ng("/x")}},
      {"d-ng", "ima-ngv2", {d_ng("sha256", 1, 32), n_ng("/x")}},
      {"uint", "iuid|igid", {chars("abc"), {}}},
  };
  for (const Case& c : cases) {
    const Decoded d(c.name, c.parts);
    ASSERT_FALSE(d.fields) << c.field;
    EXPECT_EQ(d.fields.error().field, c.field);
  }
}

TEST(ImaFields, every_truncated_prefix_of_the_template_data_is_refused) {
  const std::vector<base::Bytes> parts{d_ng("sha256", 1, 32), n_ng("/f"), chars("sig"),
                                       d_ng("sha1", 2, 20), chars("pkcs7")};
  const base::Bytes whole = LogBuilder::joined(parts);
  testing::every_prefix(whole, [&](bytes::ByteSpan prefix) {
    Entry entry;
    entry.template_name = "ima-modsig";
    entry.template_data = prefix;
    ASSERT_EQ(decode(entry).has_value(), prefix.size() == whole.size()) << prefix.size();
  });
}

TEST(ImaFields, mutated_data_gives_fields_inside_it) {
  const base::Bytes whole = LogBuilder::joined({d_ng("sha256", 1, 32), n_ng("/f"), chars("sig")});
  for (const std::string_view name : {"ima-sig", "ima-future", "d-ngv2|n|buf", "ima", "d-ng|x|y"})
    testing::mutations(whole, 1000, 3, [&](bytes::ByteSpan mutant) {
      Entry entry;
      entry.template_name = name;
      entry.template_data = mutant;
      const auto fields = decode(entry);
      if (!fields) return;
      std::uint64_t sum = 0;
      for (const Field& field : fields->all()) {
        ASSERT_LE(field.offset, mutant.size());
        ASSERT_LE(field.data.size(), mutant.size() - field.offset);
        sum += field.data.size();
      }
      ASSERT_LE(sum, mutant.size());
    });
}

}  // namespace
}  // namespace assay::formats::ima
