// One artefact, whatever it is: recognised by content, decoded, told in words and as JSON. The
// table of openers (openers.cpp) is the list of what Assay can open.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "crypto/digest.h"
#include "evidence/finding.h"
#include "formats/json/json.h"

namespace assay::inspect {

struct FoundCertificates;  // platform_links.h
namespace firmware {
class ImageInspector;  // firmware/image_inspector.h
namespace indicators {
struct Indicators;
}  // namespace indicators
}  // namespace firmware

struct InspectedArtefact {
  std::string path;
  std::string sha256;  ///< hex, of the bytes as given
  std::uint64_t size = 0;
  std::string kind = "unknown";  ///< "tcg.eventlog", "ima.log", "tpm.attest", "x509.certificate", …
  std::string summary;           ///< one line
  formats::json::Value detail = formats::json::Value::object();
  std::string text;  ///< for people: several lines, or empty
  std::vector<evidence::Finding> findings;
  /// Set where not even the beginning could be decoded: the call's exit code is 2 then.
  std::optional<base::Error> refused;
  /// The certificates of a file that holds some, for link_platform_certificates(); else null.
  std::shared_ptr<const FoundCertificates> certificates;
};

struct InspectOptions {
  bool want_text = true;
  bool want_detail = true;
  /// What must not be in a firmware image (firmware/indicators/indicators.h); may be null.
  const firmware::indicators::Indicators* indicators = nullptr;
  /// Who takes firmware images apart; null: this process.
  const firmware::ImageInspector* images = nullptr;
  /// For one image: 0 as many as the processor has, at most 8; 1 where files are read side by side.
  unsigned threads = 0;
  /// What has run out by then is told of firmware images; nothing: nothing is.
  std::optional<base::Time> as_of{};
};

/// A kind of artefact: its name, a cheap look at the first bytes, and the decoder, which fills
/// kind, summary, detail, text, findings (or refused).
struct Opener {
  std::string_view kind;
  std::string_view title;  ///< "TCG event log"
  bool (*looks_like)(bytes::ByteSpan bytes);
  void (*open)(bytes::ByteSpan bytes, const InspectOptions& options, crypto::HashEngine& hash,
               InspectedArtefact& out);
};

[[nodiscard]] std::span<const Opener> openers() noexcept;

/// The artefacts in one file: itself, or what its container (zip, gz, xz, zst, tar, .evidence)
/// holds.
[[nodiscard]] std::vector<InspectedArtefact> inspect(const std::string& path, bytes::ByteSpan bytes,
                                                     const InspectOptions& options,
                                                     crypto::HashEngine& hash);

}  // namespace assay::inspect
