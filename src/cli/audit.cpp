// assay audit: appraise evidence of many servers and print the fleet's verdicts.
#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <optional>

#include "appraise/audit_run.h"
#include "bytes/text.h"
#include "cli/audit_log.h"
#include "cli/inputs.h"
#include "cli/ledger.h"
#include "cli/recording_filesystem.h"
#include "cli/verbs.h"
#include "report/audit_json.h"
#include "report/audit_text.h"
#include "report/ear.h"
#include "report/html.h"
#include "report/sarif.h"

namespace assay::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  InputOptions inputs;
  std::string html, title, ledger, sarif, ear, ear_key, fail_on = "warning";
  unsigned jobs = 0;
  bool json = false;
};

// Writes a file in pieces, there whole or not at all.
base::Result<void> write_file(const Context& c, const std::string& path,
                              const std::function<void(const report::HtmlSink&)>& work) {
  ASSAY_TRY(const auto file, c.fs.create_atomically(path));
  base::Result<void> written;
  work([&](std::string_view part) {
    if (written) written = file->write(bytes::as_bytes(part));
  });
  ASSAY_CHECK(std::move(written));
  return file->commit();
}

base::Result<void> write_report(const Context& c, const Options& o, const appraise::Inputs& inputs,
                                appraise::FleetAppraisal& fleet) {
  report::HtmlOptions options;
  if (!o.title.empty()) options.title = o.title;
  appraise::add_timelines(c.fs, inputs, o.jobs, report::servers_in_detail(fleet, options), fleet);
  return write_file(
      c, o.html, [&](const report::HtmlSink& sink) { report::write_html(fleet, options, sink); });
}

// One server a line: a claims set, or with a key a signed token.
base::Result<void> write_ear(const Context& c, const Options& o,
                             const appraise::FleetAppraisal& fleet) {
  std::optional<proof::SigningKey> key;
  if (!o.ear_key.empty()) {
    ASSAY_TRY(key, read_signing_key(c, o.ear_key));
  }
  base::Result<void> signed_all;
  ASSAY_CHECK(write_file(c, o.ear, [&](const report::HtmlSink& sink) {
    for (const auto& server : fleet.servers) {
      const auto claims = report::to_ear(fleet, server);
      if (!key) {
        sink(formats::json::to_text(claims, -1) + "\n");
        continue;
      }
      const auto token = report::to_jwt(claims, *key);
      if (token)
        sink(*token + "\n");
      else if (signed_all)
        signed_all = std::unexpected(token.error());
    }
  }));
  return signed_all;
}

// A line that rewrites itself, on a terminal only.
class Progress {
 public:
  Progress(const Context& c, std::size_t total) : c_(c), total_(total) {}
  void operator()(std::size_t done) {
    if (!c_.err_terminal || total_ < 200) return;
    const std::scoped_lock guard(lock_);
    const std::size_t percent = done * 100 / total_;
    if (percent == shown_ && done != total_) return;
    shown_ = percent;
    fmt::print(c_.err, "\r{} of {} servers{}", done, total_, done == total_ ? "\r\x1b[K" : "");
    std::fflush(c_.err);
  }

 private:
  const Context& c_;
  std::size_t total_;
  std::size_t shown_ = 1000;
  std::mutex lock_;
};

// The same context, its disk read through `recorder`.
Context recording(const Context& c, const RecordingFileSystem& recorder) {
  return {.fs = recorder,
          .clock = c.clock,
          .images = c.images,
          .out = c.out,
          .err = c.err,
          .out_color = c.out_color,
          .err_terminal = c.err_terminal,
          .program = c.program};
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto fail_on, parse_fail_on(o.fail_on));
  InputOptions given = o.inputs;
  pick_up(c, o.paths, false, given);
  const RecordingFileSystem recorder(c.fs);
  ASSAY_TRY(auto inputs,
            o.ledger.empty() ? read_inputs(c, given) : read_inputs(recording(c, recorder), given));
  inputs.timelines = !o.html.empty();
  const auto paths = appraise::find_evidence(c.fs, o.paths);
  Progress progress(c, paths.size());
  auto result =
      appraise::audit(c.fs, paths, inputs, o.jobs, [&](std::size_t done) { progress(done); });
  const auto sink = [&](std::string_view part) { c.print(part); };
  if (o.json)
    report::write_json(result.fleet, sink);
  else
    report::write_text(result.fleet, c.style(), sink);
  for (const auto& error : result.unreadable) c.complain(error);
  if (!o.html.empty()) ASSAY_CHECK(write_report(c, o, inputs, result.fleet));
  if (!o.sarif.empty())
    ASSAY_CHECK(write_file(
        c, o.sarif, [&](const report::HtmlSink& to) { report::write_sarif(result.fleet, to); }));
  if (!o.ear.empty()) ASSAY_CHECK(write_ear(c, o, result.fleet));
  if (!o.ledger.empty())
    ASSAY_CHECK(log_audit(c, o.ledger, given, recorder.seen(), inputs, paths, result.fleet));
  if (!result.unreadable.empty()) return kUsage;
  const auto hit = [&](const evidence::Finding& f) { return fail_on.hit(f); };
  const bool found = std::ranges::any_of(
      result.fleet.servers, [&](const auto& s) { return std::ranges::any_of(s.findings, hit); });
  // A server that shows nothing to examine is no pass either.
  const bool blind = !fail_on.never && std::ranges::any_of(result.fleet.servers, [](const auto& s) {
    return s.verdict == appraise::Verdict::no_evidence;
  });
  return found || blind ? kFound : kOk;
}

}  // namespace

void add_audit(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("audit", "appraise evidence of servers and print their verdicts");
  verb->add_option("path", o->paths,
                   "evidence: a directory, a .evidence file, one artefact, or a folder of these")
      ->required();
  add_input_options(*verb, o->inputs);
  verb->add_option("--html", o->html, "write the report as one self-contained HTML file");
  verb->add_option("--title", o->title, "title of the HTML report");
  verb->add_option("--sarif", o->sarif,
                   "write the findings as SARIF 2.1.0, for code-scanning tools");
  verb->add_option("--ear", o->ear,
                   "write the verdicts as EAT attestation results (EAR), one server a line");
  verb->add_option("--ear-key", o->ear_key,
                   "sign each of them as a JSON Web Token with this key, made by `assay key new`")
      ->needs("--ear");
  verb->add_option("--ledger", o->ledger,
                   "log the evidence, all that the audit read and its result in this ledger");
  verb->add_option("--fail-on", o->fail_on,
                   "exit 1 at or above: info, warning (default), critical, never");
  verb->add_option("--jobs", o->jobs, "threads; default: one a core");
  verb->add_flag("--json", o->json, "print one JSON object");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
