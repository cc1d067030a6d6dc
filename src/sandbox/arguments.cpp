#include "sandbox/arguments.h"

#include <charconv>

#include "sandbox/worker.h"

namespace assay::sandbox {

std::vector<std::string> make_arguments(const Settings& settings, std::string_view handler) {
  return {"assay", std::string(kWorkerVerb), std::string(handler),
          std::to_string(settings.limits.memory)};
}

std::optional<Arguments> parse_arguments(int argc, const char* const* argv) {
  if (!is_worker(argc, argv) || argc != 4) return std::nullopt;
  Arguments out;
  out.handler = argv[2];
  const std::string_view memory = argv[3];
  const auto [end, error] =
      std::from_chars(memory.data(), memory.data() + memory.size(), out.limits.memory);
  if (error != std::errc{} || end != memory.data() + memory.size()) return std::nullopt;
  return out;
}

}  // namespace assay::sandbox
