// `assay inspect --json` over whole flash dumps, beside UEFIExtract's report of each, and beside
// the least that the work can cost: liblzma decoding the same streams, and SHA-256 of the image and
// of what came out, on the same number of cores.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fmt/format.h>
#include <lzma.h>
#include <stdexcept>
#include <thread>

#include "base/filesystem.h"
#include "benchmarks.h"
#include "bytes/text.h"
#include "child.h"
#include "clock.h"
#include "formats/archive/archive.h"
#include "formats/archive/container.h"
#include "inspect/firmware/inspect_image.h"
#include "must.h"
#include "scratch.h"
#include "support/corpus.h"

namespace assay::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRounds = 5;
constexpr std::uint64_t kDump = 16U << 20U;
constexpr std::size_t kAloneHeader = 13;  // properties, dictionary and size

// The 16 MiB dumps of the corpus, out of the zip or xz they come in, in scratch; Debian's OVMF
// where there is no corpus.
std::vector<std::string> dumps(const Scratch& scratch) {
  const base::PosixFileSystem disk;
  std::vector<std::string> out;
  std::error_code none;
  const auto root = testing::corpus().value_or(fs::path()) / "firmware";
  for (const auto& e : fs::recursive_directory_iterator(root, none)) {
    if (!e.is_regular_file() || e.file_size() < (1U << 20U)) continue;
    const auto packed = must(disk.read(e.path().string(), 64U << 20U));
    if (!formats::archive::recognise(packed)) continue;
    bytes::Budget budget({.items = 100'000, .bytes = 512U << 20U, .depth = 4});
    const auto opened = formats::archive::open(bytes::Reader(packed), budget);
    if (!opened) continue;
    for (const auto& file : opened->files) {
      if (file.content.size() != kDump) continue;
      out.push_back((scratch.folder() / fmt::format("dump-{:02}.bin", out.size())).string());
      write_file(out.back(), file.content);
    }
  }
  if (out.empty())
    for (const auto* debian : {"/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/AAVMF/AAVMF_CODE.fd"})
      if (fs::exists(debian)) out.emplace_back(debian);
  std::ranges::sort(out);
  return out;
}

struct Stream {
  bytes::ByteSpan packed;
  std::uint64_t size = 0;  ///< unpacked
};

// What the image holds in LZMA, found by taking it apart once: the bodies of nodes whose content is
// a buffer of its own.
std::vector<Stream> streams_of(const inspect::firmware::Tree& tree, bytes::ByteSpan image) {
  std::vector<Stream> out;
  std::vector<bool> seen(tree.buffers.size());
  for (const auto& node : tree.nodes) {
    if (node.parent == inspect::firmware::kNone || node.buffer == 0 || seen[node.buffer]) continue;
    const auto& parent = tree.nodes[node.parent];
    if (parent.buffer == node.buffer) continue;
    seen[node.buffer] = true;
    const auto packed = tree.bytes_of(parent, image).subspan(parent.header);
    if (packed.size() > kAloneHeader && packed[0] == std::byte{0x5D})
      out.push_back({packed, tree.buffers[node.buffer].size()});
  }
  return out;
}

base::Bytes unlzma(const Stream& s) {
  lzma_stream z = LZMA_STREAM_INIT;
  if (lzma_alone_decoder(&z, UINT64_MAX) != LZMA_OK) throw std::runtime_error("liblzma");
  base::Bytes out(s.size);
  z.next_in = bytes::as_uchars(s.packed);
  z.avail_in = s.packed.size();
  z.next_out = bytes::as_uchars(std::span(out));
  z.avail_out = out.size();
  lzma_ret code = LZMA_OK;
  while (code == LZMA_OK && z.avail_out > 0) code = lzma_code(&z, LZMA_RUN);
  lzma_end(&z);
  return out;
}

// Seconds on the wall; the longest streams first, each on the next free core.
double floor_of(const std::string& file) {
  const base::PosixFileSystem disk;
  const auto image = must(disk.read(file, 256U << 20U));
  crypto::HashEngine own;
  bytes::Budget budget(inspect::firmware::kImageLimits);
  const auto tree = inspect::firmware::inspect_image(image, budget, own, {});
  auto streams = streams_of(tree, image);
  std::ranges::sort(streams, std::greater{}, &Stream::size);
  double best = 1e9;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const double start = wall_seconds();
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      crypto::HashEngine hash;
      for (std::size_t i = next++; i <= streams.size(); i = next++) {
        if (i == streams.size())
          static_cast<void>(hash.hash(crypto::HashAlg::sha256, image));
        else
          static_cast<void>(hash.hash(crypto::HashAlg::sha256, unlzma(streams[i])));
      }
    };
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < std::max(1U, std::thread::hardware_concurrency()); ++t)
      threads.emplace_back(work);
    threads.clear();
    best = std::min(best, wall_seconds() - start);
  }
  return best;
}

struct Sum {
  double seconds = 0, cpu = 0, peak_mb = 0;
};

// The best of the rounds of each file, summed; nothing where a call fails.
std::optional<Sum> sum_of(const std::vector<std::string>& files,
                          const std::function<std::vector<std::string>(const std::string&)>& call) {
  Sum out;
  for (const auto& file : files) {
    double best = 1e9;
    double cpu = 1e9;
    for (std::size_t round = 0; round < kRounds; ++round) {
      const auto cost = run_child(call(file));
      if (cost.exit_code < 0 || cost.exit_code > 1) return std::nullopt;
      best = std::min(best, cost.seconds);
      cpu = std::min(cpu, cost.cpu_seconds);
      out.peak_mb = std::max(out.peak_mb, cost.peak_mb);
    }
    out.seconds += best;
    out.cpu += cpu;
  }
  return out;
}

}  // namespace

Figures bench_firmware(const Settings& settings) {
  const Scratch scratch(settings.scratch_folder);
  const auto files = dumps(scratch);
  if (files.empty()) return {};
  double floor = 0;
  for (const auto& file : files) floor += floor_of(file);
  const auto ours = sum_of(files, [&](const std::string& file) -> std::vector<std::string> {
    return {settings.assay, "inspect", "--json", file};
  });
  if (!ours) throw std::runtime_error("assay inspect failed");
  const std::string program = find_program("UEFIExtract");
  const auto peer = program.empty() ? std::nullopt : sum_of(files, [&](const std::string& file) {
    const auto copy = (scratch.folder() / "peer.bin").string();
    fs::copy_file(file, copy, fs::copy_options::overwrite_existing);
    fs::remove(copy + ".report.txt");
    return std::vector<std::string>{program, copy, "report"};
  });
  const auto against = peer ? fmt::format(
                                  "{:.2f} of UEFIExtract's time, {:.2f} of its processor time, "
                                  "{:.2f} of its memory; ",
                                  ours->seconds / peer->seconds, ours->cpu / peer->cpu,
                                  ours->peak_mb / peer->peak_mb)
                            : std::string("UEFIExtract not installed; ");
  return {{.name = "firmware.inspect",
           .value = ours->seconds,
           .unit = "s",
           .floor = floor,
           .ratio = ours->seconds / floor,
           .peer = "UEFIExtract report",
           .peer_value = peer ? std::optional(peer->seconds) : std::nullopt,
           .note = fmt::format(
               "{}{} dumps one after the other, best of {}; {:.2f} s of processor time, "
               "{:.0f} MB resident",
               against, files.size(), kRounds, ours->cpu, ours->peak_mb)},
          {.name = "firmware.floor",
           .value = floor,
           .unit = "s",
           .floor = {},
           .ratio = {},
           .peer = {},
           .peer_value = {},
           .note = "liblzma and SHA-256 alone, the same streams and cores"}};
}

}  // namespace assay::bench
