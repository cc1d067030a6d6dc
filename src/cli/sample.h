// What the verbs of `assay sample` share: one function a verb, and reading their files.
#pragma once

#include <CLI/CLI.hpp>

#include "answer/sample_conclusion.h"
#include "cli/ui.h"

namespace assay::cli {

void add_sample_plan(CLI::App& sample, const Context& context, int& code);
void add_sample_draw(CLI::App& sample, const Context& context, int& code);
void add_sample_verify(CLI::App& sample, const Context& context, int& code);
void add_sample_conclude(CLI::App& sample, const Context& context, int& code);

/// A plan with the text that its digest is of.
struct PlanFile {
  answer::SamplePlan plan;
  std::string text;
  std::string sha256;
};
[[nodiscard]] base::Result<PlanFile> read_sample_plan(const Context& context,
                                                      const std::string& path);
/// Of that plan: anything else is an error.
[[nodiscard]] base::Result<answer::SampleDraw> read_sample_draw(const Context& context,
                                                                const std::string& path,
                                                                const PlanFile& plan);
[[nodiscard]] std::string sha256_hex(std::string_view text);
/// "0.95" as "95 %".
[[nodiscard]] std::string percent(std::string_view confidence);

}  // namespace assay::cli
