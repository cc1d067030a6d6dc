#include "formats/archive/path.h"

namespace assay::formats::archive {

std::optional<std::string> safe_path(std::string_view raw) {
  if (raw.find('\0') != std::string_view::npos) return std::nullopt;
  if (!raw.empty() && (raw[0] == '/' || raw[0] == '\\')) return std::nullopt;
  if (raw.size() >= 2 && raw[1] == ':') return std::nullopt;
  for (std::size_t at = 0; at <= raw.size();) {
    const std::size_t end = std::min(raw.find_first_of("/\\", at), raw.size());
    if (raw.substr(at, end - at) == "..") return std::nullopt;
    at = end + 1;
  }
  std::string out;
  for (std::size_t at = 0; at <= raw.size();) {
    const std::size_t end = std::min(raw.find('/', at), raw.size());
    const std::string_view step = raw.substr(at, end - at);
    if (!step.empty() && step != ".") {
      if (!out.empty()) out.push_back('/');
      out += step;
    }
    at = end + 1;
  }
  return out;
}

}  // namespace assay::formats::archive
