#include "formats/ima/template_digest.h"

#include <gtest/gtest.h>

#include "unit/formats/ima/log_builder.h"

namespace assay::formats::ima {
namespace {

using crypto::HashAlg;
using testing::ima::d_ng;
using testing::ima::LogBuilder;
using testing::ima::n_ng;

struct First {
  explicit First(base::Bytes log) : bytes(std::move(log)) {
    bytes::Budget budget;
    entry = parse_ima_log(bytes::Reader(bytes), budget).value().entries.front();
  }
  base::Bytes bytes;
  Entry entry;
};

TEST(ImaTemplateDigest, covers_every_field_with_its_length) {
  crypto::HashEngine engine;
  for (const HashAlg alg : {HashAlg::sha1, HashAlg::sha256, HashAlg::sha512}) {
    const First f(LogBuilder(alg).ng("/bin/sh").bytes());
    EXPECT_EQ(check_template_digest(f.entry, alg, engine), TemplateDigest::matches);
  }
}

TEST(ImaTemplateDigest, pads_the_name_of_the_original_template) {
  crypto::HashEngine engine;
  const std::string longest(256, 'x');
  for (const std::string& path : {std::string("/init"), std::string(), longest}) {
    const First f(LogBuilder().legacy(path).bytes());
    EXPECT_EQ(check_template_digest(f.entry, HashAlg::sha1, engine), TemplateDigest::matches);
  }
}

TEST(ImaTemplateDigest, a_legacy_name_that_no_kernel_can_have_measured_is_a_mismatch) {
  crypto::HashEngine engine;
  const First f(LogBuilder().legacy(std::string(257, 'x')).bytes());
  EXPECT_EQ(check_template_digest(f.entry, HashAlg::sha1, engine), TemplateDigest::mismatch);
  EXPECT_EQ(hash_template_data(f.entry, HashAlg::sha1, engine).size(), 0U);
}

TEST(ImaTemplateDigest, an_altered_path_is_a_mismatch) {
  crypto::HashEngine engine;
  base::Bytes bytes = LogBuilder().ng("/usr/bin/evil").bytes();
  bytes[bytes.size() - 2] ^= std::byte{1};
  const First f(std::move(bytes));
  EXPECT_EQ(check_template_digest(f.entry, HashAlg::sha1, engine), TemplateDigest::mismatch);
}

TEST(ImaTemplateDigest, a_violation_has_nothing_to_check) {
  crypto::HashEngine engine;
  const First f(LogBuilder().violation("/x").bytes());
  EXPECT_EQ(check_template_digest(f.entry, HashAlg::sha1, engine), TemplateDigest::violation);
}

TEST(ImaTemplateDigest, an_algorithm_out_of_reach_is_not_called_a_mismatch) {
  crypto::HashEngine engine;
  const First f(LogBuilder().ng("/x").bytes());
  EXPECT_EQ(check_template_digest(f.entry, HashAlg::none, engine), TemplateDigest::not_derivable);
}

}  // namespace
}  // namespace assay::formats::ima
