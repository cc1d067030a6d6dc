// fuzz_seeds NAME: runs one fuzz target over fuzz/seeds/FORMAT/, each seed as it is and mutated 200
// times. A target that finds a flaw aborts, or the sanitizers do.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "bytes/text.h"
#include "support/mutate.h"

namespace {

struct Target {
  std::string_view name;
  int (*run)(const std::uint8_t*, std::size_t);
};

}  // namespace

#include "targets.inc"

int main(int argc, char** argv) {
  using namespace assay;
  const std::string_view wanted = argc == 2 ? argv[1] : "";
  for (const Target& target : kTargets) {
    if (target.name != wanted) continue;
    const auto run = [&](bytes::ByteSpan input) {
      target.run(bytes::as_uchars(input), input.size());
    };
    const std::string format(wanted.substr(std::string_view("fuzz_").size()));
    unsigned seeds = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(ASSAY_SOURCE_DIR "/fuzz/seeds/" + format)) {
      const base::Bytes seed = testing::read_file(file.path().string());
      run(seed);
      testing::mutations(seed, 200, 1, run);
      ++seeds;
    }
    std::printf("%u seeds\n", seeds);
    return seeds > 0 ? 0 : 1;
  }
  std::fprintf(stderr, "usage: fuzz_seeds NAME, a target of fuzz/\n");
  return 2;
}
