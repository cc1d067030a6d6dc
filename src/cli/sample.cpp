// assay sample: which servers to examine next, drawn so that nobody can be accused of choosing.
#include "cli/sample.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "cli/verbs.h"
#include "crypto/digest.h"

namespace assay::cli {

std::string sha256_hex(std::string_view text) {
  return crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes::as_bytes(text)).hex();
}

std::string percent(std::string_view confidence) {
  const auto value = answer::parse_confidence(confidence);
  return value ? fmt::format("{:.6g} %", *value * 100) : std::string(confidence);
}

base::Result<PlanFile> read_sample_plan(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, kMostInput));
  auto budget = answer::sample_budget();
  auto plan = answer::parse_sample_plan(bytes::Reader(bytes), budget);
  if (!plan) return base::in_file(bytes::to_error(plan.error()), path);
  PlanFile out{.plan = *std::move(plan), .text = bytes::to_string(bytes), .sha256 = {}};
  out.sha256 = sha256_hex(out.text);
  return out;
}

base::Result<answer::SampleDraw> read_sample_draw(const Context& c, const std::string& path,
                                                  const PlanFile& plan) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, kMostInput));
  auto budget = answer::sample_budget();
  auto draw = answer::parse_sample_draw(bytes::Reader(bytes), budget);
  if (!draw) return base::in_file(bytes::to_error(draw.error()), path);
  if (auto ok = answer::check_draw(*draw, plan.plan, plan.text); !ok)
    return base::in_file(std::move(ok).error(), path);
  return *std::move(draw);
}

void add_sample(CLI::App& app, const Context& context, int& code) {
  CLI::App* sample = app.add_subcommand(
      "sample", "choose which servers to examine next by a draw that anybody can repeat");
  sample->require_subcommand(1);
  add_sample_plan(*sample, context, code);
  add_sample_draw(*sample, context, code);
  add_sample_verify(*sample, context, code);
  add_sample_conclude(*sample, context, code);
}

}  // namespace assay::cli
