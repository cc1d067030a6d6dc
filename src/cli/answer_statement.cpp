#include "cli/answer_statement.h"

#include <algorithm>
#include <fmt/format.h>

#include "answer/publish.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/fleet.h"
#include "cli/ledger.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "statement/container.h"
#include "statement/names.h"
#include "statement/opening.h"
#include "statement/verify.h"

namespace assay::cli {
namespace {

using base::ErrorKind;
using base::fail;

base::Result<std::vector<std::string>> read_heads(const Context& c,
                                                  const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const auto& path : paths) {
    ASSAY_TRY(out.emplace_back(), read_head(c, path));
  }
  return out;
}

}  // namespace

base::Result<std::vector<statement::Input>> recorded_inputs(const Context& c,
                                                            fleet::IndexReader& index,
                                                            std::string& assets) {
  std::vector<statement::Input> out;
  crypto::HashEngine hash;
  ASSAY_TRY(const auto runs, index.runs());
  for (const auto& run : runs) {
    ASSAY_TRY(const auto recorded, parse_recorded(run.options));
    const auto add = [&](std::string_view name, const std::string& path) {
      if (path.empty()) return;
      const auto bytes = c.fs.read(path, kMostInput);
      statement::Input one{.name = std::string(name), .sha256 = {}};
      if (bytes) one.sha256 = hash.hash(crypto::HashAlg::sha256, *bytes).hex();
      if (name == "assets") assets = one.sha256;
      const auto same = [&](const statement::Input& i) {
        return i.name == one.name && i.sha256 == one.sha256;
      };
      if (std::ranges::none_of(out, same)) out.push_back(std::move(one));
    };
    for_each_file_option(
        recorded, [&](const char* name, const std::string& path) { add(name, path); },
        [&](const char* name, const std::vector<std::string>& paths) {
          for (const auto& path : paths) add(name, path);
        });
  }
  return out;
}

void add_statement_options(CLI::App& verb, StatementOptions& o) {
  verb.add_option("-o,--output", o.output, "write the answer as a statement that others can check");
  verb.add_option("--ledger", o.ledger,
                  "the ledger that the statement goes into, and that its "
                  "evidence is in");
  verb.add_option("--key", o.key, "the key that signs the statement, made by `assay key new`");
  verb.add_flag("--redact", o.redact, "withhold names: commitments stand in their stead");
  verb.add_option("--secret", o.secret,
                  "with --redact: the file to write what opens them into, for you alone; with "
                  "--reveal: that file");
  verb.add_option("--head", o.heads,
                  "an earlier cosigned head of the ledger, which tells when something was logged");
  verb.add_option("--witness", o.witness, "a witness's signing key: cosigns the new head");
  verb.add_option("--witness-state", o.witness_state, "that witness's own folder");
  verb.add_option("--reveal", o.reveal,
                  "print what opens one server's row of this redacted statement");
  verb.add_option("--server", o.server, "with --reveal: the server's id");
}

base::Result<void> check(const StatementOptions& o) {
  if (!is_wanted(o)) {
    if (o.redact || !o.ledger.empty() || !o.key.empty())
      return fail(ErrorKind::usage, "answer: --ledger, --key and --redact go with -o FILE");
    return {};
  }
  if (o.ledger.empty() || o.key.empty())
    return fail(ErrorKind::usage, "answer: -o needs --ledger and --key");
  if (o.redact == o.secret.empty())
    return fail(ErrorKind::usage, "answer: --redact and --secret FILE go together");
  if (o.witness.empty() != o.witness_state.empty())
    return fail(ErrorKind::usage, "answer: --witness and --witness-state go together");
  return {};
}

base::Result<void> write_statement(const Context& c, const StatementOptions& o,
                                   const std::string& allegation_file, fleet::IndexReader& index,
                                   const answer::Allegation& allegation,
                                   const answer::Answer& answer, const answer::History* history) {
  if (!o.secret.empty() && c.fs.type(o.secret) != base::FileType::none)
    return base::in_file({ErrorKind::usage,
                          "is there already; each statement has a secret of its "
                          "own"},
                         o.secret);
  answer::PublishSettings settings;
  settings.ledger = o.ledger;
  settings.now = c.clock.now();
  ASSAY_TRY(settings.key, read_signing_key(c, o.key));
  ASSAY_TRY(const auto toml, c.fs.read(allegation_file, ledger::kMostRecord));
  settings.allegation_toml = bytes::to_string(toml);
  ASSAY_TRY(settings.inputs, recorded_inputs(c, index, settings.assets));
  // Under which name a stranger finds by digest what this statement took the place of.
  if (history != nullptr) settings.inputs.push_back({.name = "earlier", .sha256 = history->sha256});
  ASSAY_TRY(settings.heads, read_heads(c, o.heads));
  if (!o.witness.empty()) {
    ASSAY_TRY(settings.witness, read_signing_key(c, o.witness));
    settings.witness_state = o.witness_state;
  }
  if (o.redact) ASSAY_CHECK(crypto::fill_random(settings.secret.emplace()));
  ASSAY_TRY(const auto published, answer::publish(c.fs, index, allegation, answer, settings));
  if (published.secrets)
    ASSAY_CHECK(
        c.fs.write_private(o.secret, bytes::as_bytes(statement::secret_text(*published.secrets))));
  ASSAY_CHECK(c.fs.write_atomically(o.output, published.container));
  c.note(fmt::format("{}: population is leaf {}, allegation leaf {}, statement leaf {} of {}",
                     base::printable(o.output), published.population, published.allegation,
                     published.statement, base::printable(o.ledger)));
  return {};
}

base::Result<int> reveal(const Context& c, const StatementOptions& o) {
  if (o.secret.empty() || o.server.empty())
    return fail(ErrorKind::usage, "answer: --reveal needs --secret FILE and --server ID");
  ASSAY_TRY(const auto file, c.fs.read(o.reveal, statement::kMostContainer));
  auto budget = statement::statement_budget();
  const auto members = statement::parse_container(bytes::Reader(file), budget);
  if (!members) return base::in_file(bytes::to_error(members.error()), o.reveal);
  if (members->empty() || members->front().path != statement::kStatementJson)
    return base::in_file({ErrorKind::malformed, "expected statement.json first"}, o.reveal);
  const auto json = members->front().bytes;
  const auto parsed = statement::parse_statement(bytes::Reader(json), budget);
  if (!parsed) return base::in_file(bytes::to_error(parsed.error()), o.reveal);
  ASSAY_TRY(const auto text, c.fs.read(o.secret, kMostInput));
  const auto all = statement::parse_secret(bytes::as_chars(text));
  if (!all) return base::in_file(all.error(), o.secret);
  crypto::HashEngine hash;
  if (all->statement != hash.hash(crypto::HashAlg::sha256, json).hex())
    return base::in_file({ErrorKind::refused, "is the secret of another statement"}, o.secret);
  ASSAY_TRY(const auto opening, statement::open_server(*all, *parsed, o.server));
  c.print(statement::to_text(opening));
  return kOk;
}

}  // namespace assay::cli
