// assay inspect: what is this file, and what does it say?
#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <thread>

#include "base/text.h"
#include "cli/extract.h"
#include "cli/image_pages.h"
#include "cli/verbs.h"
#include "inspect/artefact.h"
#include "inspect/firmware/indicators/indicators.h"
#include "inspect/platform_links.h"
#include "report/finding_json.h"

namespace assay::cli {
namespace {

using formats::json::Value;

struct Options {
  std::vector<std::string> files;
  std::vector<std::string> indicators;
  std::string fail_on = "warning";
  bool json = false;
  std::string extract;  ///< folder to write images' parts to; empty: nowhere
  std::string html;     ///< file for an image's page; empty: none
};

struct Rendered {
  std::string text;  ///< JSON objects or lines
  std::optional<base::Error> unreadable;
  bool found = false;
  bool refused = false;
  /// Instead of text, where the file holds certificates: what the others of the call say of them
  /// is known only once all are read.
  std::vector<inspect::InspectedArtefact> waiting;
};

Value to_json(const inspect::InspectedArtefact& a) {
  return {{"path", a.path},
          {"sha256", a.sha256},
          {"size", a.size},
          {"kind", a.kind},
          {"summary", a.summary},
          {"detail", a.detail},
          {"findings", report::to_json(a.findings)}};
}

std::string to_text(const inspect::InspectedArtefact& a, const report::TextStyle& style) {
  std::string out = fmt::format("{}: {}\n", base::printable(a.path, 1000),
                                a.summary.empty() ? a.kind : a.summary);
  out += fmt::format("    kind {}, {} bytes, sha256 {}\n", a.kind, a.size, a.sha256);
  out += a.text;
  for (const auto& f : a.findings) out += report::to_text(f, style, "    ");
  return out;
}

// A file that cannot be read still has its place in the JSON.
Value unreadable_json(const std::string& path, const base::Error& error) {
  return {{"path", path},
          {"sha256", nullptr},
          {"size", nullptr},
          {"kind", "unreadable"},
          {"summary", error.describe()},
          {"detail", Value::object()},
          {"findings", Value::array()}};
}

void render(const std::vector<inspect::InspectedArtefact>& all, const Options& o,
            const FailOn& fail_on, const Context& c, Rendered& out) {
  for (const auto& a : all) {
    if (o.json)
      out.text += (out.text.empty() ? "" : ",\n") + formats::json::to_text(to_json(a), -1);
    else
      out.text += to_text(a, c.style());
    out.refused = out.refused || a.refused.has_value();
    out.found =
        out.found || std::ranges::any_of(a.findings, [&](const auto& f) { return fail_on.hit(f); });
    if (a.refused && !o.json)
      out.unreadable = base::Error{a.refused->kind, a.refused->message, a.path, a.refused->offset};
  }
}

Rendered open(const std::string& path, const Options& o, const FailOn& fail_on, const Context& c,
              const inspect::firmware::indicators::Indicators& indicators,
              crypto::HashEngine& hash) {
  Rendered out;
  const auto bytes = read_input(c, path);
  if (!bytes) {
    out.unreadable = bytes.error();
    if (o.json) out.text = formats::json::to_text(unreadable_json(path, bytes.error()), -1);
    return out;
  }
  const inspect::InspectOptions options{.want_text = !o.json,
                                        .want_detail = o.json,
                                        .indicators = &indicators,
                                        .images = &c.images,
                                        .threads = o.files.size() == 1 ? 0U : 1U,
                                        .as_of = c.clock.now()};
  if (!o.extract.empty())
    if (auto done = extract_image(c, o.extract, path, *bytes); !done)
      out.unreadable = std::move(done).error();
  auto all = inspect::inspect(path == "-" ? "standard input" : path, *bytes, options, hash);
  if (std::ranges::any_of(all, [](const auto& a) { return a.certificates != nullptr; }))
    out.waiting = std::move(all);
  else
    render(all, o, fail_on, c, out);
  return out;
}

// All cores work ahead; output keeps the order of the call. A window bounds what waits in memory.
class Pipeline {
 public:
  Pipeline(const Options& o, const FailOn& fail_on, const Context& c,
           const inspect::firmware::indicators::Indicators& indicators)
      : o_(o), fail_on_(fail_on), c_(c), indicators_(indicators), slots_(kWindow) {}

  template <class Consume>
  void run(const Consume& consume) {
    const std::size_t total = o_.files.size();
    for (std::size_t start = 0; start < total; start += kWindow) {
      const std::size_t end = std::min(total, start + kWindow);
      std::atomic<std::size_t> next{start};
      const auto work = [&] {
        crypto::HashEngine hash;
        for (std::size_t i = next.fetch_add(1); i < end; i = next.fetch_add(1))
          slots_[i - start] = open(o_.files[i], o_, fail_on_, c_, indicators_, hash);
      };
      {
        std::vector<std::jthread> threads;
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        for (std::size_t t = 1; t < std::min(cores, end - start); ++t) threads.emplace_back(work);
        work();
      }
      link(end - start);
      for (std::size_t i = start; i < end; ++i) consume(slots_[i - start]);
    }
  }

 private:
  // Platform certificates with what came beside them, or before them, in the call.
  void link(std::size_t used) {
    std::vector<inspect::InspectedArtefact*> with_certificates;
    for (std::size_t i = 0; i < used; ++i)
      for (auto& a : slots_[i].waiting)
        if (a.certificates) with_certificates.push_back(&a);
    links_.add(with_certificates);
    for (std::size_t i = 0; i < used; ++i)
      if (!slots_[i].waiting.empty()) render(slots_[i].waiting, o_, fail_on_, c_, slots_[i]);
  }

  static constexpr std::size_t kWindow = 128;
  const Options& o_;
  const FailOn& fail_on_;
  const Context& c_;
  const inspect::firmware::indicators::Indicators& indicators_;
  std::vector<Rendered> slots_;
  inspect::PlatformLinks links_;
};

base::Result<inspect::firmware::indicators::Indicators> read_indicators(const Options& o,
                                                                        const Context& c) {
  std::vector<inspect::firmware::indicators::IndicatorFile> files;
  for (const std::string& path : o.indicators) {
    ASSAY_TRY(auto bytes, read_input(c, path));
    files.push_back({path, std::move(bytes)});
  }
  return inspect::firmware::indicators::load_indicators(std::move(files));
}

base::Result<int> run(const Options& o, const Context& c) {
  ASSAY_TRY(const auto fail_on, parse_fail_on(o.fail_on));
  ASSAY_TRY(const auto indicators, read_indicators(o, c));
  if (!o.html.empty()) {
    if (o.files.size() != 1)
      return base::fail(base::ErrorKind::usage, "inspect: --html goes with one file");
    ASSAY_TRY(const auto bundle, evidence::load(c.fs, o.files.front()));
    ASSAY_CHECK(write_image_page(c, bundle, o.html));
  }
  if (!o.extract.empty()) ASSAY_CHECK(make_new_folder(c, o.extract));
  bool found = false;
  bool broken = false;
  bool first = true;
  if (o.json) c.print("{\"artefacts\":[");
  Pipeline(o, fail_on, c, indicators).run([&](Rendered& r) {
    if (o.json) c.print(first ? "\n" : ",\n");
    first = false;
    c.print(r.text);
    if (r.unreadable) c.complain(*r.unreadable);
    broken = broken || r.unreadable.has_value() || r.refused;
    found = found || r.found;
    r = {};
  });
  if (o.json) c.print("\n]}\n");
  for (const auto& note : c.images.notes()) c.note("assay: " + note);
  return broken ? kUsage : found ? kFound : kOk;
}

}  // namespace

void add_inspect(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("inspect", "say what any artefact is and contains");
  verb->add_option("file", o->files,
                   "files; - is standard input; zip, gz, xz, zst and tar are opened")
      ->required();
  verb->add_option("--fail-on", o->fail_on,
                   "exit 1 at or above: info, warning (default), critical, never");
  verb->add_option("--indicators", o->indicators,
                   "what must not be in a firmware image: dbx files, lists of digests, YARA or "
                   "FwHunt rules (told apart by content; may be repeated)");
  verb->add_flag("--json", o->json, "print one JSON object");
  verb->add_option("--html", o->html, "write a firmware image's map and parts as one HTML file");
  verb->add_option("--extract", o->extract,
                   "write the parts of firmware images to this folder, which must not exist yet");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
