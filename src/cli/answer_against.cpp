#include "cli/answer_against.h"

#include <filesystem>

#include "answer/to_statement.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "statement/container.h"
#include "statement/names.h"
#include "statement/verify.h"

namespace assay::cli {
namespace {

// What of a statement's file is compared; views into the file.
struct Earlier {
  statement::Statement statement;
  std::string_view allegation;
};

base::Result<Earlier> read_statement(bytes::ByteSpan file, const std::string& path) {
  auto budget = statement::statement_budget();
  const auto members = statement::parse_container(bytes::Reader(file), budget);
  if (!members) return base::in_file(bytes::to_error(members.error()), path);
  Earlier out;
  bool found = false;
  for (const auto& m : *members) {
    if (m.path == statement::kAllegation) out.allegation = bytes::as_chars(m.bytes);
    if (m.path != statement::kStatementJson) continue;
    auto parsed = statement::parse_statement(bytes::Reader(m.bytes), budget);
    if (!parsed) return base::in_file(bytes::to_error(parsed.error()), path);
    out.statement = *std::move(parsed);
    found = true;
  }
  if (!found)
    return base::in_file({base::ErrorKind::malformed, "expected statement.json among the members"},
                         path);
  return out;
}

// The allegation inside of a statement; lists of digests that lay beside it are not in there.
base::Result<answer::Allegation> read_inner(std::string_view toml, const std::string& path) {
  ASSAY_TRY(auto out, answer::parse_allegation(toml, path));
  for (const auto& claim : out.claims)
    if (!claim.indicator_files.empty())
      return base::fail(base::ErrorKind::refused,
                        "its claims use indicator files that a statement does not carry");
  return out;
}

}  // namespace

base::Result<answer::Allegation> read_allegation(const Context& c, const std::string& path) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, 16ULL << 20U));
  ASSAY_TRY(auto out, answer::parse_allegation(bytes::as_chars(bytes), path));
  const auto folder = std::filesystem::path(path).parent_path();
  for (auto& claim : out.claims)
    for (std::size_t i = 0; i < claim.indicator_files.size(); ++i) {
      const auto file = (folder / claim.indicator_files[i]).string();
      ASSAY_TRY(const auto list, c.fs.read(file, 256ULL << 20U));
      if (auto added = answer::add_indicators(claim, i, bytes::as_chars(list)); !added)
        return base::in_file(std::move(added).error(), file);
    }
  return out;
}

base::Result<answer::History> compare_with(const Context& c, const std::string& earlier,
                                           fleet::IndexReader& index,
                                           const answer::Allegation& allegation,
                                           const answer::Answer& answer) {
  using answer::Cause;
  const auto now = answer::outline(allegation, answer);
  ASSAY_TRY(const auto file, c.fs.read(earlier, statement::kMostContainer));
  answer::History out;
  out.file = earlier;
  out.sha256 = crypto::HashEngine().hash(crypto::HashAlg::sha256, file).hex();
  const auto again = [&](const answer::Allegation& a) -> base::Result<statement::Statement> {
    ASSAY_TRY(const auto then, answer::answer(index, a, answer.as_of, answer.known_by));
    return answer::outline(a, then);
  };
  if (!statement::looks_like_statement(file)) {
    ASSAY_TRY(const auto was, read_allegation(c, earlier));
    ASSAY_TRY(const auto before, again(was));
    out.steps.push_back({Cause::allegation, answer::compare_answers(before, now)});
    return out;
  }
  ASSAY_TRY(const auto then, read_statement(file, earlier));
  const auto was = read_inner(then.allegation, earlier);
  if (!was) {
    out.caveat = "What new evidence changed cannot be told from what new words changed: " +
                 was.error().describe() + ".";
    out.steps.push_back({Cause::both, answer::compare_answers(then.statement, now)});
    return out;
  }
  ASSAY_TRY(const auto between, again(*was));
  out.steps.push_back({Cause::evidence, answer::compare_answers(then.statement, between)});
  out.steps.push_back({Cause::allegation, answer::compare_answers(between, now)});
  return out;
}

}  // namespace assay::cli
