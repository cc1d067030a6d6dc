// One captured server whose every artefact is cut and altered: the appraisal never crashes, and
// never affirms anything but what the whole evidence shows. Without references and without the
// manifest, whose digests would catch everything.
#include <algorithm>
#include <gtest/gtest.h>
#include <random>

#include "appraise/appraise_server.h"
#include "appraise/fleet.h"
#include "evidence/intake.h"
#include "formats/ima/ima_log.h"
#include "formats/tcg/event_log.h"
#include "formats/tpm/pcr_values.h"
#include "inspect/boot/enrolment.h"
#include "inspect/boot/replay.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::appraise {
namespace {

using bytes::ByteSpan;

constexpr std::array kParts{"boot/eventlog.bin", "boot/quote.msg", "boot/quote.sig",
                            "boot/ak.tpmt",      "boot/ek.crt",    "boot/enrolment.json",
                            "boot/ima.log",      "boot/pcrs.json"};

class Hostile : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    inputs = std::make_unique<Inputs>();
    inputs->as_of = base::parse_rfc3339("2026-11-26T00:00:00Z").value();
    inputs->policy.enrollers =
        proof::parse_verifier_keys(
            bytes::as_chars(testing::read_source("samples/trust/enrollers.txt")))
            .value();
    inputs->ek_roots.emplace();
    for (const char* file :
         {"samples/trust/ek-roots/root.pem", "samples/trust/ek-roots/issuing.pem"}) {
      const auto pem = testing::read_source(file);
      bytes::Budget budget;
      inputs->ek_roots->add_file(bytes::Reader(pem), file, formats::x509::Role::by_shape, budget);
    }
    bundle = std::make_unique<evidence::Bundle>();
    bundle->server = "node-06";
    for (const char* part : kParts)
      evidence::take(*bundle, part,
                     testing::read_source(std::string("samples/fleet/node-06/") + part));
    const auto attest =
        formats::tpm::parse_attest(bytes::Reader(artefact("boot/quote.msg").bytes)).value();
    inputs->nonces["node-06"] = {bytes::copy(attest.extra_data)};
  }
  static void TearDownTestSuite() {
    bundle.reset();
    inputs.reset();
  }
  static evidence::Artefact& artefact(std::string_view path) {
    return *std::ranges::find(bundle->artefacts, path, &evidence::Artefact::path);
  }
  static Verdict verdict_with(std::string_view path, ByteSpan content) {
    static crypto::HashEngine hash;
    auto& bytes = artefact(path).bytes;
    const base::Bytes whole = std::exchange(bytes, bytes::copy(content));
    std::vector<ServerAppraisal> servers;
    servers.push_back(appraise_server(*bundle, *inputs, hash));
    bytes = whole;
    return finish_fleet(std::move(servers), *inputs).servers.front().verdict;
  }

  static std::unique_ptr<Inputs> inputs;
  static std::unique_ptr<evidence::Bundle> bundle;
};
std::unique_ptr<Inputs> Hostile::inputs;
std::unique_ptr<evidence::Bundle> Hostile::bundle;

// What an artefact proves, as text: two artefacts that prove the same may both be affirmed. What
// the TPM did not sign (an event's type, an IMA template's name, white space in JSON) is not in it.
std::string proven_by(std::string_view path, ByteSpan content) {
  bytes::Budget budget;
  std::string out;
  crypto::HashEngine hash;
  if (path == "boot/eventlog.bin") {
    const auto log = formats::tcg::parse_event_log(bytes::Reader(content), budget);
    if (!log || log->broken) return "broken";
    const auto r = inspect::boot::replay(*log, crypto::HashAlg::sha256, hash);
    for (const auto& pcr : r.pcr) out += pcr.hex();
  } else if (path == "boot/ima.log") {
    const auto log = formats::ima::parse_ima_log(bytes::Reader(content), budget);
    if (!log || log->broken) return "broken";
    for (const auto& e : log->entries)
      out += std::to_string(e.pcr) + bytes::to_hex(e.template_data);
  } else if (path == "boot/pcrs.json") {
    const auto values = formats::tpm::parse_pcr_values(bytes::Reader(content), nullptr, budget);
    if (!values) return "broken";
    for (unsigned pcr = 0; pcr < 24; ++pcr)
      if (const auto* v = values->find(crypto::HashAlg::sha256, pcr)) out += v->hex();
  } else if (path == "boot/enrolment.json") {
    const auto e = inspect::boot::parse_enrolment(content);
    if (!e) return "broken";
    out = e->signed_text + bytes::to_hex(e->signature.signature);
  } else {
    out = bytes::to_hex(content);
  }
  return out;
}

TEST_P(Hostile, no_prefix_is_affirmed) {
  const base::Bytes whole = artefact(GetParam()).bytes;
  const std::string proven = proven_by(GetParam(), whole);
  ASSERT_EQ(verdict_with(GetParam(), whole), Verdict::affirmed) << "or this test could not fail";
  // Every prefix of every format goes through its own parser's tests; whole appraisals take long
  // ones in steps that meet every offset modulo all small alignments.
  const std::size_t step = whole.size() > 2000 ? 7 : 1;
  for (std::size_t n = 0; n < whole.size(); n += step) {
    if (verdict_with(GetParam(), ByteSpan(whole).first(n)) != Verdict::affirmed) continue;
    // JSON without its last newline is the same JSON.
    EXPECT_EQ(n + 1, whole.size());
    EXPECT_EQ(whole.back(), std::byte{'\n'});
    EXPECT_EQ(proven_by(GetParam(), ByteSpan(whole).first(n)), proven);
  }
}

TEST_P(Hostile, no_mutation_is_affirmed_that_proves_something_else) {
  const base::Bytes whole = artefact(GetParam()).bytes;
  const std::string proven = proven_by(GetParam(), whole);
  std::size_t affirmed = 0;
  testing::mutations(whole, 1000, 2018, [&](ByteSpan mutant) {
    if (verdict_with(GetParam(), mutant) != Verdict::affirmed) return;
    ++affirmed;
    EXPECT_EQ(proven_by(GetParam(), mutant), proven);
  });
  EXPECT_LT(affirmed, 250U) << "most alterations must show";
}

std::string part_name(const ::testing::TestParamInfo<const char*>& info) {
  std::string name = std::string(info.param).substr(5);
  std::ranges::replace(name, '.', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Artefact, Hostile, ::testing::ValuesIn(kParts), part_name);

}  // namespace
}  // namespace assay::appraise
