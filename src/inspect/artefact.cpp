#include "inspect/artefact.h"

#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/archive/archive.h"
#include "formats/archive/decompress.h"
#include "formats/tcg/event_log.h"

namespace assay::inspect {
namespace {

using formats::archive::Container;

constexpr bytes::Limits kContainerLimits{.items = 100'000, .bytes = 1ULL << 30U, .depth = 3};

// Nobody recognised it: say what stopped the decoder that is asked most often, so that a damaged
// event log is told apart from something else altogether.
void unrecognised(bytes::ByteSpan bytes, InspectedArtefact& out) {
  bytes::Budget budget({.items = 1000, .bytes = 1U << 20U, .depth = 8});
  const auto log = formats::tcg::parse_event_log(bytes::Reader(bytes), budget);
  out.summary =
      bytes.empty() ? "an empty file"
      : base::is_ascii_text(bytes::as_chars(bytes.first(std::min<std::size_t>(bytes.size(), 4096))))
          ? "text of no kind that Assay decodes"
          : "bytes of no kind that Assay decodes";
  std::string why = fmt::format("{} is {}.", base::printable(out.path, 300), out.summary);
  std::string at = "offset 0";
  if (!log) {
    at = fmt::format("offset {} (0x{:x}), {}", log.error().offset, log.error().offset,
                     log.error().field);
    why += fmt::format(" As a TCG event log it is refused at offset {}: {}.", log.error().offset,
                       log.error().describe());
  }
  out.findings.push_back(evidence::make_finding(
      "artefact.unrecognised", base::printable(out.path, 300), why, {{out.path, at}}));
}

void open_one(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
              InspectedArtefact& out) {
  for (const Opener& opener : openers()) {
    if (!opener.looks_like(bytes)) continue;
    out.kind = std::string(opener.kind);
    opener.open(bytes, options, hash, out);
    if (out.refused)
      out.findings.push_back(evidence::make_finding(
          "artefact.malformed", base::printable(out.path, 300),
          fmt::format("{} looks like a {} but does not follow its format: {}.",
                      base::printable(out.path, 300), opener.title, out.refused->describe()),
          {{out.path, out.refused->offset ? fmt::format("offset {} (0x{:x})", *out.refused->offset,
                                                        *out.refused->offset)
                                          : ""}}));
    return;
  }
  unrecognised(bytes, out);
}

class Walk {
 public:
  Walk(const InspectOptions& options, crypto::HashEngine& hash)
      : options_(options), hash_(hash), budget_(kContainerLimits) {}

  void file(const std::string& path, bytes::ByteSpan bytes) {
    InspectedArtefact out;
    out.path = path;
    out.size = bytes.size();
    out.sha256 = hash_.hash(crypto::HashAlg::sha256, bytes).hex();
    const auto container = formats::archive::recognise(bytes);
    const bytes::Nesting level(budget_);
    if (!container || !level.check(0, "container")) {
      open_one(bytes, options_, hash_, out);
      found.push_back(std::move(out));
      return;
    }
    out.kind = fmt::format("container.{}", formats::archive::name(*container));
    if (*container == Container::tar || *container == Container::zip)
      archive(path, bytes, std::move(out));
    else
      compressed(path, bytes, *container, std::move(out));
  }

  std::vector<InspectedArtefact> found;

 private:
  void refuse(InspectedArtefact out, base::Error error) {
    out.summary = "a container that cannot be opened";
    out.findings.push_back(evidence::make_finding(
        "artefact.malformed", base::printable(out.path, 300),
        fmt::format("The container cannot be opened: {}.", error.describe()),
        {{out.path, error.offset ? fmt::format("offset {}", *error.offset) : ""}}));
    out.refused = std::move(error);
    found.push_back(std::move(out));
  }

  void compressed(const std::string& path, bytes::ByteSpan bytes, Container kind,
                  InspectedArtefact out) {
    auto plain = formats::archive::decompress(kind, bytes::Reader(bytes), budget_);
    if (!plain) return refuse(std::move(out), bytes::to_error(plain.error()));
    out.summary = fmt::format("{} around {} bytes", formats::archive::name(kind), plain->size());
    found.push_back(std::move(out));
    const auto dot = path.rfind('.');
    const auto slash = path.rfind('/');
    const bool suffix = dot != std::string::npos && (slash == std::string::npos || dot > slash + 1);
    file(path + "!" +
             (suffix ? path.substr(slash == std::string::npos ? 0 : slash + 1,
                                   dot - (slash == std::string::npos ? 0 : slash + 1))
                     : "content"),
         *plain);
  }

  void archive(const std::string& path, bytes::ByteSpan bytes, InspectedArtefact out) {
    auto opened = formats::archive::open(bytes::Reader(bytes), budget_);
    if (!opened) return refuse(std::move(out), opened.error());
    out.summary = fmt::format("an archive of {}", base::counted(opened->files.size(), "file"));
    found.push_back(std::move(out));
    for (const auto& entry : opened->files) file(path + "!" + entry.path, entry.content);
  }

  const InspectOptions& options_;
  crypto::HashEngine& hash_;
  bytes::Budget budget_;
};

}  // namespace

std::vector<InspectedArtefact> inspect(const std::string& path, bytes::ByteSpan bytes,
                                       const InspectOptions& options, crypto::HashEngine& hash) {
  Walk walk(options, hash);
  walk.file(path, bytes);
  return std::move(walk.found);
}

}  // namespace assay::inspect
