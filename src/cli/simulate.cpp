// assay simulate: a fleet that does not exist, as evidence on disk, for tests of scale and
// accuracy.
#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "bytes/text.h"
#include "cli/verbs.h"
#include "evidence/packed.h"
#include "simulate/fleet.h"
#include "simulate/registers.h"

namespace assay::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;

constexpr int kZstdLevel = 1;
constexpr std::uint64_t kShard = 1000;  // servers a folder

struct Options {
  simulate::Options fleet;
  std::string output, format = "packed";
  unsigned jobs = 0;
};

fs::path shard_of(const Options& o, std::uint64_t server) {
  return fs::path(o.output) / "evidence" / fmt::format("{:03}", server / kShard);
}

std::string evidence_name(const evidence::Bundle& bundle, unsigned collection) {
  return fmt::format("{}.{}", bundle.server, simulate::collection_name(collection));
}

base::Result<void> write_packed(const Context& c, const fs::path& shard,
                                const evidence::Bundle& bundle, unsigned collection) {
  ASSAY_TRY(const auto packed, evidence::pack(bundle, kZstdLevel));
  return c.fs.write_unsynced(shard / (evidence_name(bundle, collection) + ".evidence"), packed);
}

// Under a name that nobody takes for evidence until the last file is there.
base::Result<void> write_folder(const Context& c, const fs::path& shard,
                                const evidence::Bundle& bundle, unsigned collection) {
  const std::string name = evidence_name(bundle, collection);
  const fs::path aside = shard / ("." + name);
  for (const auto& a : bundle.artefacts) {
    ASSAY_CHECK(c.fs.make_directories((aside / a.path).parent_path()));
    ASSAY_CHECK(c.fs.write_unsynced(aside / a.path, a.bytes));
  }
  ASSAY_CHECK(c.fs.write_unsynced(aside / "manifest.json", bundle.manifest_bytes));
  ASSAY_CHECK(c.fs.write_unsynced(aside / "manifest.sig", bundle.manifest_signature));
  return c.fs.rename(aside, shard / name);
}

base::Result<void> write_server(const Context& c, const Options& o, const simulate::Fleet& fleet,
                                std::uint64_t index) {
  for (unsigned k = 0; k < o.fleet.collections; ++k) {
    ASSAY_TRY(const auto bundle, fleet.server(index).collection(k));
    const auto write = o.format == "dirs" ? write_folder : write_packed;
    ASSAY_CHECK(write(c, shard_of(o, index), bundle, k));
  }
  return {};
}

class Progress {
 public:
  Progress(const Context& c, std::uint64_t of) : context_(c), of_(of) {}
  void add(std::uint64_t n) {
    const std::uint64_t done = done_.fetch_add(n) + n;
    if (!context_.err_terminal) return;
    fmt::print(context_.err, "\r{} of {} servers", done, of_);
    if (done == of_) fmt::print(context_.err, "\n");
  }

 private:
  const Context& context_;
  std::uint64_t of_;
  std::atomic<std::uint64_t> done_{0};
};

base::Result<void> write_evidence(const Context& c, const Options& o,
                                  const simulate::Fleet& fleet) {
  constexpr std::uint64_t kChunk = 64;
  for (std::uint64_t i = 0; i < fleet.size(); i += kShard)
    ASSAY_CHECK(c.fs.make_directories(shard_of(o, i)));
  Progress progress(c, fleet.size());
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex lock;
  base::Result<void> result;
  const auto work = [&] {
    while (!stop) {
      const std::uint64_t from = next.fetch_add(kChunk);
      if (from >= fleet.size()) return;
      const std::uint64_t to = std::min(from + kChunk, fleet.size());
      for (std::uint64_t i = from; i < to && !stop; ++i)
        if (auto wrote = write_server(c, o, fleet, i); !wrote) {
          const std::scoped_lock guard(lock);
          if (result) result = std::move(wrote);
          stop = true;
        }
      progress.add(to - from);
    }
  };
  {
    const unsigned cores = o.jobs != 0 ? o.jobs : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < cores; ++i) threads.emplace_back(work);
    work();
  }
  return result;
}

base::Result<void> write_text(const Context& c, const fs::path& path, const std::string& text) {
  return c.fs.write_atomically(path, bytes::as_bytes(text));
}

base::Result<int> run(const Options& o, const Context& c) {
  if (o.format != "packed" && o.format != "dirs")
    return base::fail(ErrorKind::usage, "--format: expected packed or dirs");
  const auto type = c.fs.type(o.output);
  if (type == base::FileType::directory) {
    ASSAY_TRY(const auto entries, c.fs.list(o.output));
    // Two fleets in one folder would be one with contradictions that nobody planted.
    if (!entries.empty())
      return base::in_file({ErrorKind::usage, "is not empty; expected a new or an empty directory"},
                           o.output);
  } else if (type != base::FileType::none) {
    return base::in_file({ErrorKind::usage, "is a file; expected a new or an empty directory"},
                         o.output);
  }
  ASSAY_TRY(const auto fleet, simulate::Fleet::create(o.fleet));
  const fs::path folder(o.output);
  ASSAY_CHECK(c.fs.make_directories(folder / "fleet"));
  ASSAY_CHECK(write_text(c, folder / "collectors.txt", fleet.collectors_txt()));
  ASSAY_CHECK(write_text(c, folder / "policy.toml", fleet.policy_toml()));
  ASSAY_CHECK(write_text(c, folder / "fleet" / "assets.csv", fleet.assets_csv()));
  ASSAY_CHECK(write_text(c, folder / "fleet" / "changes.toml", fleet.changes_toml()));
  ASSAY_CHECK(write_evidence(c, o, fleet));
  // Last: where it stands, all of the fleet does.
  ASSAY_CHECK(write_text(c, folder / "planted.json", fleet.planted_json()));
  c.note(fmt::format("{}: {} of {}, {} planted", o.output,
                     base::counted(o.fleet.collections, "collection"),
                     base::counted(fleet.size(), "server"), fleet.plan().plants.size()));
  return kOk;
}

}  // namespace

void add_simulate(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("simulate", "write the evidence of a fleet that does not exist");
  verb->add_option("--servers", o->fleet.servers, "how many servers")->required();
  verb->add_option("--seed", o->fleet.seed, "another number, another fleet; default: 1");
  verb->add_option("--planted", o->fleet.planted,
                   "deviations to hide; listed in planted.json alone");
  verb->add_option("--collections", o->fleet.collections,
                   "1, or 2 with half a year of operation between them; default: 2");
  verb->add_option("--format", o->format, "packed (one file a server and collection) or dirs");
  verb->add_option("--jobs", o->jobs, "threads; default: one a core");
  verb->add_option("-o,--output", o->output, "a new or empty directory")->required();
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
