#include "fleet/duckdb/library.h"

#include <dlfcn.h>
#include <fmt/format.h>

namespace assay::fleet::duckdb {

base::Result<std::shared_ptr<const Functions>> load_library(
    const std::vector<std::string>& candidates) {
  void* library = nullptr;
  for (const auto& path : candidates) {
    // Lazily: resolving all of its symbols takes longer than a question does.
    library = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (library != nullptr) break;
  }
  if (library == nullptr)
    return base::fail(
        base::ErrorKind::usage,
        fmt::format("the fleet's index needs libduckdb.so, which was not found at {} (make build "
                    "puts it there)",
                    fmt::join(candidates, ", ")));
  auto functions = std::make_shared<Functions>();
  std::string missing;
  const auto find = [&]<class Function>(Function& into, const char* name) {
    // NOLINT(raw-bytes): dlsym gives a void*; POSIX lets it be called as the function it is.
    into = reinterpret_cast<Function>(::dlsym(library, name));
    if (into == nullptr && missing.empty()) missing = name;
  };
#define ASSAY_DUCKDB_FIND(name) find(functions->name, "duckdb_" #name);
  ASSAY_DUCKDB_FUNCTIONS(ASSAY_DUCKDB_FIND)
#undef ASSAY_DUCKDB_FIND
  if (!missing.empty())
    return base::fail(base::ErrorKind::usage,
                      fmt::format("libduckdb.so has no {}: version 1.4 was expected", missing));
  return functions;
}

}  // namespace assay::fleet::duckdb
