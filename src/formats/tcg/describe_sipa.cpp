// Windows' boot events in words.
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/tcg/event_types.h"
#include "formats/tcg/sipa.h"
#include "formats/tcg/sipa_names.h"

namespace assay::formats::tcg {
namespace {

// A loaded module's values, gathered from its container.
struct Module {
  std::string path;
  std::string digest_alg;
  std::string digest;
  std::string publisher;
  std::string issuer;
  std::string validated;

  [[nodiscard]] std::string words() const {
    std::string out = path.empty() ? "(no path)" : path;
    if (!digest.empty())
      base::append(out, " {}:{}", digest_alg.empty() ? "digest" : digest_alg, digest);
    if (!publisher.empty()) base::append(out, ", publisher {}", publisher);
    if (!issuer.empty()) base::append(out, ", issuer {}", issuer);
    if (validated == "off") out += ", NOT VALIDATED";
    return out;
  }

  void take(const SipaEvent& event) {
    switch (event.id) {
      case kSipaFilePath:
        path = sipa_value(event);
        break;
      case kSipaHashAlgorithm:
        digest_alg = sipa_value(event);
        break;
      case kSipaAuthenticodeHash:
        digest = sipa_value(event);
        break;
      case kSipaAuthorityPublisher:
        publisher = sipa_value(event);
        break;
      case kSipaAuthorityIssuer:
        issuer = sipa_value(event);
        break;
      case kSipaImageValidated:
        validated = sipa_value(event);
        break;
      default:
        break;
    }
  }
};

class Telling {
 public:
  explicit Telling(Description& said) : said_(said) {}

  // Takes in the events depth first; a module's values end with the next event of its container's
  // level.
  void tell(const SipaEvents& sipa) {
    for (const SipaEvent& event : sipa.events) {
      if (in_module_ && event.level > module_level_) {
        module_.take(event);
        continue;
      }
      end_module();
      if (event.id == kSipaLoadedModule) {
        in_module_ = true;
        module_level_ = event.level;
      } else if (!event.aggregation()) {
        value(event);
      }
    }
    end_module();
    finish(sipa);
  }

 private:
  void value(const SipaEvent& event) {
    const SipaKind& kind = sipa_kind(event.id);
    std::string words = sipa_value(event);
    if (kind.name.empty()) {
      add(said_, "event", fmt::format("0x{:08x}: {}", event.id, words));
      return;
    }
    if (values_.size() < 600)
      base::append(values_, "{}{} {}", values_.empty() ? "" : "; ", kind.phrase, words);
    add(said_, kind.name, std::move(words));
  }

  void end_module() {
    if (!in_module_) return;
    in_module_ = false;
    ++modules_;
    if (!module_.path.empty() && names_.size() < 300)
      base::append(names_, "{}{}", names_.empty() ? "" : ", ", module_.path);
    add(said_, "module", module_.words());
    module_ = {};
  }

  void finish(const SipaEvents& sipa) {
    if (modules_ != 0) base::append(said_.text, " {}", base::counted(modules_, "module"));
    if (!names_.empty()) base::append(said_.text, " ({})", names_);
    if (!values_.empty()) base::append(said_.text, "{} {}", modules_ != 0 ? ";" : "", values_);
    if (!sipa.whole) {
      said_.text += "; the rest does not decode";
      add(said_, "incomplete", "true");
    }
  }

  Description& said_;
  Module module_;
  bool in_module_ = false;
  std::uint32_t module_level_ = 0;
  std::size_t modules_ = 0;
  std::string names_;
  std::string values_;
};

// A known id, and a length that passes the end of the event.
Words damaged(const Event& event) {
  if (event.type == EV_COMPACT_HASH || event.data.size() < 8) return {};
  const SipaKind& kind = sipa_kind(bytes::le32_at<0>(event.data.first<4>()));
  if (kind.name.empty()) return {};
  Description said;
  said.what = fmt::format("Windows {}", kind.phrase);
  said.text = fmt::format("{}: does not decode ({})", said.what, bytes_in_words(event.data));
  add(said, kUndecoded, bytes_in_words(event.data));
  return said;
}

}  // namespace

Words describe_sipa(const Scene& scene) {
  if (!looks_like_sipa(scene.event.data)) return damaged(scene.event);
  const auto sipa = parse_sipa(scene.reader(), scene.budget);
  if (!sipa || sipa->events.empty()) return {};
  const SipaEvent& first = sipa->events.front();
  const SipaKind& kind = sipa_kind(first.id);
  Description said;
  said.what = kind.phrase.empty() ? fmt::format("Windows event 0x{:08x}", first.id)
                                  : fmt::format("Windows {}", kind.phrase);
  said.text = said.what + ":";
  if (!first.aggregation() && sipa->events.size() == 1) {
    std::string words = sipa_value(first);
    base::append(said.text, " {}", words);
    add(said, kind.name.empty() ? "value" : kind.name, std::move(words));
    return said;
  }
  Telling(said).tell(*sipa);
  return said;
}

}  // namespace assay::formats::tcg
