// assay: the command line. Wires the real disk, clock and streams to the verbs, and nothing else.
#include <array>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <unistd.h>

#include "cli/verbs.h"
#include "inspect/firmware/image_inspector.h"
#include "sandbox/worker.h"

namespace {

bool wants_color(int fd) {
  // Read before any thread starts. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(fd) == 1 && (no_color == nullptr || *no_color == '\0');
}

// What a worker process needs of the environment: where the loader finds libraries, and what
// sanitizers read.
std::vector<std::string> worker_environment() {
  std::vector<std::string> out;
  for (const std::string name :
       {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    // Read before any thread starts. NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (const char* value = std::getenv(name.c_str())) out.push_back(name + "=" + value);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace assay;
  // Started by another assay, to take foreign images apart without privileges.
  const std::array handlers{inspect::firmware::image_handler()};
  if (sandbox::is_worker(argc, argv)) return sandbox::work(argc, argv, handlers);
  sandbox::Settings settings;
  settings.environment = worker_environment();
  sandbox::Pool pool(std::move(settings), std::string(handlers[0].name));
  const inspect::firmware::SandboxedInspector images(pool);
  const base::PosixFileSystem fs;
  const base::SystemClock clock;
  const cli::Context context{.fs = fs,
                             .clock = clock,
                             .images = images,
                             .out = stdout,
                             .err = stderr,
                             .out_color = wants_color(STDOUT_FILENO),
                             .err_terminal = ::isatty(STDERR_FILENO) == 1};
  CLI::App app("Assay proves what a fleet's servers are made of.", "assay");
  app.set_version_flag("--version", "assay " ASSAY_VERSION);
  app.require_subcommand(1);
  int code = cli::kUsage;
  cli::add_inspect(app, context, code);
  cli::add_compare(app, context, code);
  cli::add_audit(app, context, code);
  cli::add_learn(app, context, code);
  cli::add_fleet(app, context, code);
  cli::add_ledger(app, context, code);
  cli::add_verify(app, context, code);
  cli::add_answer(app, context, code);
  cli::add_sample(app, context, code);
  cli::add_report(app, context, code);
  cli::add_check_quote(app, context, code);
  cli::add_collect(app, context, code);
  cli::add_pack(app, context, code);
  cli::add_key(app, context, code);
  cli::add_simulate(app, context, code);
  cli::add_findings(app, context, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    // Help and version go through std::cout, which shares stdout's fate.
    const int exit = app.exit(e);
    const bool arrived = static_cast<bool>(std::cout.flush());
    return context.finish() && arrived && exit == 0 ? cli::kOk : cli::kUsage;
  } catch (const std::exception& e) {
    context.note(std::string("assay: internal error: ") + e.what());
    return cli::kUsage;
  }
  return context.finish() ? code : cli::kUsage;
}
